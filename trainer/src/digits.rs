//! The parts of the real digits in a folder, as `trainer mnist` writes them.

use std::path::Path;

use clap::ValueEnum;
use shared::idx::LabelledImage;
use shared::mnist as split;

pub use crate::idx::Error;

use crate::idx;

/// A part of the real digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// 7,500 digits for anything
    Train,
    /// 1,000 digits to choose methods and settings by
    Development,
    /// 1,500 digits for numbers that are reported
    Test,
}

impl Part {
    /// The name in the files' names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Development => "development",
            Self::Test => "test",
        }
    }

    /// The part of the split.
    pub const fn of_split(self) -> split::Part {
        match self {
            Self::Train => split::Part::Train,
            Self::Development => split::Part::Development,
            Self::Test => split::Part::Test,
        }
    }

    /// The names of the files with the images and with the labels.
    pub fn files(self) -> [String; 2] {
        ["images-idx3", "labels-idx1"].map(|kind| format!("mnist-{}-{kind}-ubyte.gz", self.name()))
    }
}

/// Reads a part of the digits.
///
/// # Errors
/// If a file cannot be read or holds something else.
pub fn read(folder: &Path, part: Part) -> Result<Vec<LabelledImage>, Error> {
    let [images, labels] = part.files();
    idx::read(&folder.join(images), &folder.join(labels))
}
