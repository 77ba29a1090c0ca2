//! Evaluation of the network's outputs and of attributions.

pub mod classification;
pub mod correlation;
pub mod part;
pub mod statistics;
pub mod table;
