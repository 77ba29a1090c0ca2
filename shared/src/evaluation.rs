//! Evaluation of the network's outputs and of attributions.

pub mod classification;
pub mod complexity;
pub mod component;
pub mod correlation;
pub mod flipping;
pub mod localization;
pub mod mask;
pub mod part;
pub mod shapley;
pub mod statistics;
pub mod table;
