//! The worker that evaluates heatmaps sample after sample, and its messages.

pub mod measure;
pub mod message;

#[cfg(feature = "worker")]
pub mod desk;

pub use measure::Measure;
pub use message::{Answer, Progress, Question, Score};

/// The value of `task` in the address of this worker.
pub const TASK: &str = "evaluation";
