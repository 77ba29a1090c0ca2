//! The explorer: a Yew page that draws, and a worker that computes for it.
//!
//! [`app`] shows one of seven pages. The front door ([`front`]) needs no worker: what it says about its digits comes
//! with the program; neither do the laboratory ([`grow`]) and the
//! [`gallery`], which only grow. The explorer ([`page`],
//! [`components`], [`drawing`], [`model`], [`state`], and [`intervention`] with [`edits`])
//! sends a [`engine::Question`] and draws the [`engine::Answer`]s; the page for drawings ([`mod@write`]) does
//! the same with those of [`engine::handwriting`], the page of evaluations ([`evaluate`]) with
//! those of [`engine::evaluation`], and that of the network ([`network`]) with those of
//! [`engine::features`]. Everything behind the feature `worker` runs in a web worker; only that for
//! WebGPU links Burn.

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "the explorer needs SIMD: RUSTFLAGS in the environment replaces the flags of .cargo/config.toml; unset it, or \
     add -C target-feature=+simd128 --cfg getrandom_backend=\"wasm_js\""
);

pub mod action;
pub mod address;
pub mod app;
pub mod base64url;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod circles;
pub mod components;
pub mod dials;
pub mod digit_address;
pub mod drawing;
pub mod dropped;
pub mod edits;
pub mod elsewhere;
pub mod embed;
pub mod engine;
pub mod evaluate;
pub mod export;
pub mod focus;
pub mod forget;
pub mod front;
pub mod gallery;
pub mod grow;
pub mod growth;
pub mod hint;
pub mod intervention;
pub mod keys;
pub mod look;
pub mod model;
pub mod motion;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod mutated;
pub mod network;
pub mod opened;
pub mod pace;
pub mod page;
pub mod pairs;
pub mod past;
pub mod picture;
pub mod player;
pub mod route;
pub mod seed_maps;
pub mod selection;
pub mod state;
pub mod whole;
pub mod words;
pub mod write;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
