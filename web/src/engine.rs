//! The workers that compute, their messages, and the page's end of the line.

pub mod adapter;
pub mod change;
pub mod client;
pub mod evaluation;
pub mod features;
pub mod handwriting;
mod lifeline;
pub mod message;
mod numbers;
pub mod paper;
mod reply;
pub mod respond;

#[cfg(feature = "worker")]
pub mod download;
#[cfg(feature = "worker")]
mod forgetful;
#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "worker")]
pub mod kept;
#[cfg(feature = "worker")]
pub mod machine;
#[cfg(feature = "worker")]
pub mod other;
#[cfg(feature = "worker")]
pub mod scope;
#[cfg(feature = "gpu")]
pub mod watch;
#[cfg(feature = "worker")]
pub mod worker;

pub use client::{use_cancel, use_client};
pub use message::{Answer, Question};
pub use reply::{Backend, Message, Network, Reply};

/// The value of `task` in the address of the worker that reads what has grown.
pub const TASK: &str = "explore";
