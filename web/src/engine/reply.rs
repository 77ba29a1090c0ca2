//! What the answers of every worker have in common.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// An answer of a worker.
pub trait Reply: Serialize + DeserializeOwned + PartialEq + 'static {
    /// It listens.
    const STARTED: Self;

    /// It cannot go on, for a reason.
    fn broken(reason: String) -> Self;

    /// The numbers that go beside its text, which would be long as text.
    fn numbers(&self) -> Vec<f32> {
        Vec::new()
    }

    /// With the numbers that came beside its text.
    fn with_numbers(self, _numbers: Vec<f32>) -> Self {
        self
    }

    /// Why it cannot go on, if it cannot.
    fn failure(&self) -> Option<&str>;
}
