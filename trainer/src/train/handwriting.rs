//! Training on real handwriting: a pool of drawings, labelled by search.
//!
//! Digits have no true seeds. Search finds some for each of them, but it has many answers that are almost as
//! good, and a network that is trained on arbitrary ones learns to say nothing. So a stage's labels are
//! searched for with a bonus for what the network of the stage before thinks probable: the two come to
//! agree (expert iteration).

mod labels;
mod pool;

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::model::ReadError;
use thiserror::Error;

pub use labels::label;
pub use pool::{Pool, drawings};

use crate::digits;

/// Settings of a stage that learns handwriting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Handwriting {
    /// Folder with the IDX files of the digits to train on: those that `trainer mnist` makes, or MNIST's own.
    pub digits: PathBuf,
    /// Channels of the network's input: 1 for the image alone, 2 with the canvas.
    pub inputs: usize,
    /// Further drawings made of each digit: turned, slanted, stretched, of another thickness.
    pub variants: usize,
    /// Drawings of a wandering pen.
    pub walks: usize,
    /// Configurations that may be grown to label a drawing.
    pub growths: usize,
    /// What a seed costs, in IoU.
    pub price: f64,
    /// What two seeds whose strokes run beside each other cost, in IoU.
    pub parallel_price: f64,
    /// What a unit of the network's log P is worth in the search for labels, in IoU. Without it the labels
    /// are those of search alone.
    pub bonus: f64,
    /// What is added to log P, so that a seed that is not too improbable is an advantage.
    pub offset: f64,
    /// Whether that search also begins from the strokes that the network names one by one, and the better of
    /// both is the label. Without a bonus no network is asked.
    pub own_strokes: bool,
    /// How often the canvas is empty, from 0 to 1; else some of the seeds are on it.
    pub empty_canvas: f64,
    /// How often a canvas that is not empty has the first of those strokes on it instead, from 0 to 1; to be read is
    /// then what is missing beside them. It takes a bonus, and a network with a canvas.
    pub own_canvas: f64,
    /// How often a seed on the canvas is a site off, from 0 to 1.
    pub jitter: f64,
    /// The largest shift of a drawing, in pixels to each side.
    pub shift: i32,
}

impl Default for Handwriting {
    fn default() -> Self {
        Self {
            digits: PathBuf::from("data"),
            inputs: 2,
            variants: 1,
            walks: 3000,
            growths: 400,
            price: 0.012,
            parallel_price: 0.0,
            bonus: 0.0,
            offset: 2.5,
            own_strokes: false,
            empty_canvas: 0.45,
            own_canvas: 0.0,
            jitter: 0.12,
            shift: 2,
        }
    }
}

/// Why there are no drawings to learn from.
#[derive(Debug, Error)]
pub enum HandwritingError {
    /// The digits cannot be read.
    #[error(
        "{0}; \"trainer mnist\" makes the files of the digits, with --part train and --part development, and \
         --mnist-dir names their folder"
    )]
    Digits(#[from] digits::Error),
    /// The labels cannot be read or written.
    #[error("labels: {path:?}: {source}")]
    Labels {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The labels are of other drawings.
    #[error(
        "labels: {0:?} are not of these drawings: the digits, \"seed\", \"variants\" or \"walks\" have changed, which a \
         stage that has begun cannot follow"
    )]
    Others(PathBuf),
    /// The labels hold a seed that the system does not have.
    #[error("labels: {path:?}, drawing {drawing}: {reason}")]
    Seed {
        /// The file.
        path: PathBuf,
        /// Which drawing.
        drawing: usize,
        /// What is wrong.
        reason: shared::pattern::Error,
    },
    /// The user has ended the search for labels.
    #[error("interrupted: labels of {kept} of {drawings} drawings are kept; --resume goes on")]
    Interrupted {
        /// How many drawings have theirs.
        kept: usize,
        /// How many there are.
        drawings: usize,
    },
    /// The network or the device failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl HandwritingError {
    fn labels(path: &Path, source: io::Error) -> Self {
        Self::Labels { path: path.to_owned(), source }
    }
}
