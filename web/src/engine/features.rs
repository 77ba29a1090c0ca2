//! The worker that shows what each part of the network puts out, and its messages.

pub mod message;

#[cfg(feature = "worker")]
pub mod desk;
#[cfg(feature = "worker")]
mod opened;
#[cfg(feature = "worker")]
mod origin;

pub use message::{Answer, Loaded, Maps, Question};

/// The value of `task` in the address of this worker.
pub const TASK: &str = "features";

/// The name of the weights that come with the site.
pub const OUR_FILE: &str = "gptnet-web.safetensors";
