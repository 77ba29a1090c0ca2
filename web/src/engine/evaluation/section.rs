//! What may be evaluated, beside how well the network reads.

use serde::{Deserialize, Serialize};

/// A part of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Section {
    /// Scores against the true strokes and against exact interventions.
    Scores,
    /// What removing pixels in the order of a map does.
    Flipping,
    /// What is left of a map when the weights become random.
    Randomization,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Scores, Self::Flipping, Self::Randomization];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Flipping => "flipping",
            Self::Randomization => "randomization",
        }
    }
}
