//! What the page of evaluations and its worker say to each other, as JSON text.

use serde::{Deserialize, Serialize};
use shared::evaluation::statistics::Estimate;
use shared::output::Output;

use super::{Curves, Measure, Section};
use crate::engine::Reply;

/// What is to be evaluated. One with the number of the last goes on with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The number that the page gives to the evaluation.
    pub number: u32,
    /// The seed of the first sample; sample k has this seed + k and class k mod 10.
    pub seed: u64,
    /// How many samples.
    pub samples: usize,
    /// What is evaluated, beside how well the network reads.
    pub sections: Vec<Section>,
    /// The names of the methods; baselines are always evaluated.
    pub methods: Vec<String>,
    /// The number of the visitor's file whose weights are evaluated; none for the site's.
    pub file: Option<u32>,
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

/// One number of how well the network reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The output.
    pub output: Output,
    /// Accuracy, recall or precision, in [0, 1].
    pub name: String,
    /// Whether truth and prediction are swapped, as in the paper's table 1.
    pub as_published: bool,
    /// What it comes to, with Wilson's 95 % interval.
    pub estimate: Estimate,
}

/// How far an evaluation has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The evaluation's number.
    pub number: u32,
    /// Samples that are done, but for the comparisons with random networks that follow each round of them.
    pub samples: usize,
    /// Units of work that are done, and all.
    pub units: (usize, usize),
    /// How long they took, pauses left out.
    pub milliseconds: f64,
    /// How well the network reads them.
    pub rates: Vec<Rate>,
    /// What their maps score.
    pub scores: Vec<Score>,
    /// Curves.
    pub curves: Vec<Curves>,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// An opened file is of no use here.
    Refused {
        /// The file's number.
        file: u32,
        /// Why.
        reason: String,
    },
    /// One more sample is done.
    Progress(Progress),
}

impl Reply for Answer {}
