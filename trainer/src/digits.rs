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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use shared::idx::{images_header, labels_header};
    use tempfile::{TempDir, tempdir};

    use super::*;

    /// A folder of the test's own with digits, which goes away with it.
    struct Folder(TempDir);

    impl Folder {
        /// Writes a file; what is called so is gzipped.
        fn write(&self, name: &str, bytes: Vec<u8>) {
            let bytes = match name.ends_with(".gz") {
                true => {
                    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
                    packed.write_all(&bytes).unwrap();
                    packed.finish().unwrap()
                }
                false => bytes,
            };
            fs::write(self.0.path().join(name), bytes).unwrap();
        }

        /// Writes the two files of some empty digits of these classes.
        fn digits(&self, [images, labels]: [&str; 2], classes: &[u8]) {
            let count = classes.len() as u32;
            let pixels = vec![0; 784 * classes.len()];
            self.write(images, [images_header(count), pixels].concat());
            self.write(labels, [labels_header(count), classes.to_vec()].concat());
        }

        /// The classes of the digits of a part.
        fn read(&self, part: Part) -> Result<Vec<u8>, String> {
            let digits = read(self.0.path(), part).map_err(|error| error.to_string())?;
            Ok(digits.iter().map(|digit| digit.label).collect())
        }
    }

    #[test]
    fn files_are_found_by_the_names_that_they_have_at_mnist() {
        for names in [
            ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
            ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"],
            ["train-images.idx3-ubyte", "train-labels.idx1-ubyte"],
            ["train-images.idx3-ubyte.gz", "train-labels-idx1-ubyte"],
        ] {
            let folder = Folder(tempdir().unwrap());
            folder.digits(names, &[1, 2]);
            folder.digits(["t10k-images-idx3-ubyte.gz", "t10k-labels.idx1-ubyte"], &[3]);
            assert_eq!(folder.read(Part::Train), Ok(vec![1, 2]), "{names:?}");
            assert_eq!(folder.read(Part::Test), Ok(vec![3]));
        }
    }

    #[test]
    fn ours_come_first_and_are_not_mixed_with_others() {
        let folder = Folder(tempdir().unwrap());
        folder.digits(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"], &[3]);
        let [images, labels] = Part::Test.files();
        folder.digits([&images, &labels], &[4]);
        assert_eq!(folder.read(Part::Test), Ok(vec![4]));
        fs::remove_file(folder.0.path().join(&labels)).unwrap();
        let message = folder.read(Part::Test).unwrap_err();
        assert!(message.starts_with("cannot read the digits") && message.contains(&labels));
    }

    #[test]
    fn a_file_that_is_missing_is_named_by_both_names() {
        let folder = Folder(tempdir().unwrap());
        let ends = |message: String, end: &str| assert!(message.ends_with(end), "{message}");
        ends(
            folder.read(Part::Train).unwrap_err(),
            "it holds neither mnist-train-images-idx3-ubyte.gz nor MNIST's own train-images-idx3-ubyte, gzipped \
             or not",
        );
        folder.digits(["t10k-images-idx3-ubyte", "other"], &[3]);
        ends(
            folder.read(Part::Test).unwrap_err(),
            "it holds neither mnist-test-labels-idx1-ubyte.gz nor MNIST's own t10k-labels-idx1-ubyte, gzipped \
             or not",
        );
        // MNIST has no development digits.
        let message = folder.read(Part::Development).unwrap_err();
        assert!(message.contains("mnist-development-images-idx3-ubyte.gz"), "{message}");
        assert!(!message.contains("MNIST's own"), "{message}");
    }
}
