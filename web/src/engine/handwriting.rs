//! The worker that reads drawings as strokes, and its messages.

pub mod message;

#[cfg(feature = "worker")]
pub mod desk;
#[cfg(feature = "worker")]
pub mod reader;

pub use message::{Answer, Question, Way};

/// The value of `task` in the address of this worker.
pub const TASK: &str = "handwriting";
