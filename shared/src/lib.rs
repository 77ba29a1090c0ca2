//! Everything that the trainer and the explorer share, for native and wasm alike: general pattern
//! theory, the GPT MNIST dataset, GPTNet, attribution and its evaluation, and which real digits are
//! set apart for what.
//!
//! Data moves one way: seeds -> configuration -> `DEVELOP` -> image -> GPTNet -> reading ->
//! predicted configuration -> `DEVELOP` -> reconstruction; and from any output: target ->
//! backward rule -> heatmap.
//!
//! No files, no clocks, no threads of its own but for training. The folder `examples` grows a preset, draws a
//! sample, and reads and explains a digit.
//!
//! # Features
//!
//! None is on by default: [`pattern`], [`gpt_mnist`], [`handwriting`], [`fit`], [`evaluation`]'s counts and
//! scores and the network as a table ([`model::architecture`], [`model::stages`]) need none.
//!
//! - `network`: GPTNet, attribution and whole evaluations, in plain Rust on the CPU.
//! - `burn`: the network on Burn's devices; implies `network`.
//! - `train`: GPTNet as trainable Burn modules; implies `burn`.

pub mod attribution;
#[cfg(feature = "network")]
pub mod decode;
pub mod distribution;
pub mod evaluation;
pub mod fit;
pub mod gpt_mnist;
pub mod grown;
pub mod handwriting;
pub mod idx;
pub mod image_json;
pub mod mnist;
pub mod model;
pub mod opening;
pub mod output;
pub mod pattern;
pub mod reading;
pub mod text;
