//! What every worker says: how far its network has come, and its answers.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Message<A> {
    /// How far its network has come.
    Network(Network),
    /// What it was asked for.
    Answer(A),
}

impl<A> From<A> for Message<A> {
    fn from(answer: A) -> Self {
        Self::Answer(answer)
    }
}

/// The network of a worker, as far as it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Network {
    /// The worker is loading, or listens by now.
    Starting,
    /// The weights are on their way.
    Downloading {
        /// Bytes received, unpacked.
        received: u64,
        /// Bytes in all, unpacked, when the first of them have come.
        total: Option<u64>,
    },
    /// The network reads.
    Ready(Backend),
    /// There are no weights, for this reason.
    Missing(String),
    /// The worker cannot go on, for this reason.
    Broken(String),
}

impl Network {
    /// Without weights, because nobody wanted to wait for them.
    pub fn done_without() -> Self {
        Self::Missing("you cancelled the download".to_owned())
    }

    /// Whether it reads, or will.
    pub const fn is_hopeful(&self) -> bool {
        !matches!(self, Self::Missing(_) | Self::Broken(_))
    }
}

/// The backend that computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backend {
    /// The WebGPU adapter's name; none on the CPU.
    pub adapter: Option<String>,
    /// Why it is not the one that was asked for or expected.
    pub note: Option<String>,
}

impl Backend {
    /// The CPU, where nothing else was expected.
    pub const CPU: Self = Self { adapter: None, note: None };
}

/// The answers of a worker.
pub trait Reply: Serialize + DeserializeOwned + 'static {
    /// The numbers that go beside its text, which would be long as text.
    fn numbers(&self) -> Vec<f32> {
        Vec::new()
    }

    /// With the numbers that came beside its text.
    fn with_numbers(self, _numbers: Vec<f32>) -> Self {
        self
    }
}
