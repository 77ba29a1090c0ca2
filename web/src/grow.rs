//! The laboratory of pattern theory: a lattice to plant seeds into, every rule that decides what grows from
//! them, and the inner computation of each step.
//!
//! [`view`] is what the page shows and its address, [`edit`] what can be changed, [`model`] how actions
//! change it, [`scene`] what grows; everything else draws. No worker, no weights.

mod cells;
mod chooser;
mod dial;
pub mod display;
pub mod edit;
mod files;
mod inspect;
mod intro;
mod keys;
mod lattice;
mod limits;
pub mod model;
mod neighbours;
mod packed;
mod page;
pub mod presets;
mod props;
mod refusal;
mod rule;
mod said;
pub mod scene;
mod seeds;
mod stage;
mod table;
mod tools;
pub mod view;
pub mod words;

pub use page::GrowPage;
