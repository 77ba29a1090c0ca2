//! The worker that shows what each part of the network puts out, and its messages.

pub mod message;
pub mod reader;

#[cfg(feature = "worker")]
pub mod desk;
#[cfg(feature = "worker")]
pub mod opened;
#[cfg(feature = "worker")]
mod origin;

pub use message::{Answer, Loaded, Maps, Question, WeightsOf};
pub use reader::Reader;

/// The value of `task` in the address of this worker.
pub const TASK: &str = "features";
