//! Pixels as SVG paths: sharp at every size, and few elements.

pub mod colour;
pub mod path;
