//! What the page of the network and its worker say to each other, as JSON text. A file of weights that the
//! visitor has opened goes with the question as it is, and the values of maps with the answer.

use serde::{Deserialize, Serialize};
use shared::model::architecture::Slot;

use super::Reader;
use crate::engine::Reply;
use crate::engine::message::Digit;
use crate::write::drawing::Drawing;

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WeightsOf {
    /// They come with the site.
    Site(Reader),
    /// They are those of the opened file of this number.
    File(u32),
}

/// What the page wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The network, by which it is known what it sees of a digit.
    pub reader: Reader,
    /// The digit that the network reads.
    pub digit: Digit,
    /// The visitor's drawing that it reads instead, if there is one.
    pub drawing: Option<Drawing>,
    /// Where on the way through the network to look.
    pub slot: Slot,
    /// Where the weights to use come from.
    pub weights: WeightsOf,
}

/// What came out at a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Maps {
    /// What was asked.
    pub question: Question,
    /// Channels, rows and columns.
    pub shape: [usize; 3],
    /// The maps, one after the other, row by row. They travel beside the text.
    #[serde(skip)]
    pub values: Vec<f32>,
    /// How long the network took to read the digit.
    pub milliseconds: f64,
}

/// Weights that the worker has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// Where they come from.
    pub weights: WeightsOf,
    /// The bytes of the file, unpacked.
    pub bytes: u64,
    /// The name of the distribution that they were trained on.
    pub distribution: String,
    /// The SHA-256 of the file, unpacked, in hexadecimal digits; none where the browser does not compute it.
    pub sha256: Option<String>,
    /// What the file says about itself: keys and texts.
    pub notes: Vec<(String, String)>,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The weights are on their way.
    Downloading {
        /// Where they come from.
        weights: WeightsOf,
        /// Bytes received, unpacked.
        received: u64,
        /// Bytes in all, unpacked, when the first of them have come.
        total: Option<u64>,
    },
    /// Weights of the site did not come.
    NoWeights {
        /// The network that they are of.
        reader: Reader,
        /// Why.
        reason: String,
    },
    /// There is a network.
    Loaded(Loaded),
    /// An opened file is of no use here.
    Refused {
        /// The file's number.
        file: u32,
        /// Why.
        reason: String,
    },
    /// What came out.
    Maps(Box<Maps>),
}

impl Reply for Answer {
    fn numbers(&self) -> Vec<f32> {
        match self {
            Self::Maps(maps) => maps.values.clone(),
            _ => Vec::new(),
        }
    }

    fn with_numbers(self, values: Vec<f32>) -> Self {
        match self {
            Self::Maps(maps) => Self::Maps(Box::new(Maps { values, ..*maps })),
            other => other,
        }
    }
}
