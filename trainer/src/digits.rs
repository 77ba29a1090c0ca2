//! The parts of the real digits in a folder, as `trainer mnist` writes them or as MNIST has them.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use shared::idx::LabelledImage;
use shared::mnist as split;
use thiserror::Error;

use crate::idx;

/// What a part's two files hold: images and labels, by the names in the files' names.
const KINDS: [[&str; 2]; 2] = [["images", "idx3"], ["labels", "idx1"]];

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

/// Digits that cannot be read.
#[derive(Debug, Error)]
pub enum Error {
    /// Files that are there, or were named, do not do.
    #[error(transparent)]
    Files(#[from] idx::Error),
    /// A file is there by none of its names.
    #[error(
        "cannot read the digits in {folder:?}: it holds neither {ours} nor MNIST's own {original}, gzipped or not"
    )]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The name that `trainer mnist` gives it.
        ours: String,
        /// The name that it has at MNIST.
        original: String,
    },
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
        KINDS.map(|[kind, idx]| format!("mnist-{}-{kind}-{idx}-ubyte.gz", self.name()))
    }

    /// The name in those of MNIST's own files, which have no development digits.
    const fn original(self) -> Option<&'static str> {
        match self {
            Self::Train => Some("train"),
            Self::Development => None,
            Self::Test => Some("t10k"),
        }
    }
}

/// Reads a part of the digits: our files or, where none of the two is there, MNIST's own. Those are another split of
/// the same digits: what is of one part here may be of another there.
///
/// # Errors
/// If a file is not there, cannot be read or holds something else.
pub fn read(folder: &Path, part: Part) -> Result<Vec<LabelledImage>, Error> {
    let [images, labels] = files(folder, part)?;
    Ok(idx::read(&images, &labels)?)
}

/// The two files of a part. Those of two splits are never mixed.
fn files(folder: &Path, part: Part) -> Result<[PathBuf; 2], Error> {
    let ours = part.files().map(|name| folder.join(name));
    let Some(name) = part.original() else { return Ok(ours) };
    if ours.iter().any(|path| path.exists()) {
        return Ok(ours);
    }
    let [images, labels] = [0, 1].map(|at| {
        let names = original_names(name, KINDS[at]);
        let found = names.iter().map(|name| folder.join(name)).find(|path| path.exists());
        found.ok_or_else(|| Error::Missing {
            folder: folder.to_owned(),
            ours: part.files()[at].clone(),
            original: names[0].clone(),
        })
    });
    Ok([images?, labels?])
}

/// The names under which a file of MNIST's own is passed on, the usual one first.
fn original_names(part: &str, [kind, idx]: [&str; 2]) -> [String; 4] {
    [("-", ""), ("-", ".gz"), (".", ""), (".", ".gz")]
        .map(|(dot, end)| format!("{part}-{kind}{dot}{idx}-ubyte{end}"))
}
