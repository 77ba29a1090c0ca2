//! Evaluation of the network's outputs and of attributions.

pub mod classification;
pub mod table;
