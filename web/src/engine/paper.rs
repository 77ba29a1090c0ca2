//! The worker that reads drawings with the paper's network, and its messages.

pub mod message;

#[cfg(feature = "worker")]
pub mod desk;

pub use message::{Question, Read};

/// The value of `task` in the address of this worker.
pub const TASK: &str = "paper";
