//! What the original shares between its targets.

pub mod lowered_features;
