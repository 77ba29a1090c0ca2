//! The dataset: how digits of a class differ, where their seeds lie, and how often each site has one.
//!
//! [`view`] is what the page shows and its address, [`frequency`] what has been counted, [`model`] how
//! actions change both; everything else draws. No worker, no weights: the digits grow in the page.

mod chooser;
pub mod frequency;
mod map;
pub mod model;
mod page;
mod tile;
pub mod view;

pub use page::GalleryPage;
