//! The workers that compute, their messages, and the page's end of the line.

pub mod client;
pub mod handwriting;
pub mod message;
pub mod reply;
pub mod respond;

#[cfg(feature = "worker")]
pub mod backend;
#[cfg(feature = "worker")]
pub mod download;
#[cfg(feature = "worker")]
pub mod scope;
#[cfg(feature = "worker")]
pub mod watch;
#[cfg(feature = "worker")]
pub mod worker;

pub use client::Client;
pub use message::{Answer, Question};
