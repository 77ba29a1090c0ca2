//! The worker that computes, its messages, and the page's end of the line.

pub mod client;
pub mod message;
pub mod respond;

#[cfg(feature = "worker")]
pub mod backend;
#[cfg(feature = "worker")]
pub mod download;
#[cfg(feature = "worker")]
pub mod watch;
#[cfg(feature = "worker")]
pub mod worker;

pub use client::Client;
pub use message::{Answer, Question};
