//! The files that real digits are read from.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use shared::idx::{images_header, labels_header};
use tempfile::{TempDir, tempdir_in};
use trainer::digits::{Part, read};

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
        let folder = Folder(tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap());
        folder.digits(names, &[1, 2]);
        folder.digits(["t10k-images-idx3-ubyte.gz", "t10k-labels.idx1-ubyte"], &[3]);
        assert_eq!(folder.read(Part::Train), Ok(vec![1, 2]), "{names:?}");
        assert_eq!(folder.read(Part::Test), Ok(vec![3]));
    }
}

#[test]
fn ours_come_first_and_are_not_mixed_with_others() {
    let folder = Folder(tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap());
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
    let folder = Folder(tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap());
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
