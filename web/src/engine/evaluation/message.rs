//! What the page of evaluations and its worker say to each other, as JSON text.

use serde::{Deserialize, Serialize};
use shared::evaluation::statistics::Estimate;

use super::Measure;
use crate::engine::reply::Reply;

/// What is to be evaluated. One with the number of the last goes on with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The number that the page gives to the evaluation.
    pub number: u32,
    /// The seed of the first sample; sample k has this seed + k and class k mod 10.
    pub seed: u64,
    /// How many samples.
    pub samples: usize,
    /// The names of the methods; baselines are always evaluated.
    pub methods: Vec<String>,
    /// Whether to go on, or to wait.
    pub running: bool,
}

/// One number of an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// What was measured.
    pub measure: Measure,
    /// Whose maps: a method or a baseline by its name.
    pub explainer: String,
    /// What it comes to, with a 95 % interval.
    pub estimate: Estimate,
}

/// How far an evaluation has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The evaluation's number.
    pub number: u32,
    /// Samples that are done.
    pub samples: usize,
    /// How long they took, pauses left out.
    pub milliseconds: f64,
    /// What they come to.
    pub scores: Vec<Score>,
}

/// What the worker has to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The worker listens.
    Started,
    /// The weights are on their way.
    Downloading {
        /// Bytes received, unpacked.
        received: u64,
        /// Bytes in all, unpacked, when the first of them have come.
        total: Option<u64>,
    },
    /// There are no weights.
    NoWeights {
        /// Why.
        reason: String,
    },
    /// The network is there.
    Ready,
    /// One more sample is done.
    Progress(Progress),
    /// The worker cannot go on.
    Broken {
        /// Why.
        reason: String,
    },
}

impl Reply for Answer {
    const STARTED: Self = Self::Started;

    fn broken(reason: String) -> Self {
        Self::Broken { reason }
    }

    fn failure(&self) -> Option<&str> {
        match self {
            Self::Broken { reason } => Some(reason),
            _ => None,
        }
    }
}
