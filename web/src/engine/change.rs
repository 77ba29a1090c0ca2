//! Numbers before and after something was done to what the network reads.

use serde::{Deserialize, Serialize};
use shared::output::Target;
use shared::reading::Reading;

/// A number before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// Before anything was done.
    pub before: T,
    /// After it.
    pub now: T,
}

/// One output before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OutputChange {
    /// Its probability.
    pub probability: Change<f32>,
    /// Its logit.
    pub logit: Change<f32>,
}

impl OutputChange {
    /// What became of an output between two readings.
    ///
    /// # Panics
    /// If the network has no such output.
    pub fn of(target: &Target, before: &Reading, now: &Reading) -> Self {
        let both = |of: fn(&Reading, &Target) -> f32| Change {
            before: of(before, target),
            now: of(now, target),
        };
        Self { probability: both(Reading::probability), logit: both(Reading::logit) }
    }

    /// What the logit has lost.
    pub fn lost(&self) -> f32 {
        self.logit.before - self.logit.now
    }
}
