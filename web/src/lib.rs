//! The explorer: a Yew page that draws, and a worker that computes for it.
//!
//! The page ([`page`], [`components`], [`drawing`], [`model`], [`state`]) sends a [`engine::Question`] and
//! draws the [`engine::Answer`]s. Everything behind the feature `worker` runs in a web worker, which
//! alone links Burn.

pub mod components;
pub mod drawing;
pub mod engine;
pub mod export;
pub mod model;
pub mod page;
pub mod state;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
