//! Real, handwritten digits in IDX files, gzipped or not.

use std::io;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use shared::idx::{self, IdxError, LabelledImage};
use thiserror::Error;

use crate::input;

/// Largest file that is read, and largest one that is unpacked; MNIST's largest has 47 MB.
const MAX_BYTES: u64 = 64 << 20;

/// What every gzipped file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Digits that cannot be read.
#[derive(Debug, Error)]
pub enum Error {
    /// A file cannot be read or unpacked.
    #[error("cannot read the digits {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The files hold no digit.
    #[error("{path:?} holds 0 digits, expected at least 1")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The files do not hold digits.
    #[error("{path:?} does not hold digits: {source}")]
    Content {
        /// The file.
        path: PathBuf,
        /// Why.
        source: IdxError,
    },
}

/// Reads a file of images and the file of their labels; what is gzipped is told by its first bytes.
///
/// # Errors
/// If a file cannot be read, is too large, is not such a file, or holds nothing.
pub fn read(images: &Path, labels: &Path) -> Result<Vec<LabelledImage>, Error> {
    let (image_bytes, label_bytes) = (unpacked(images)?, unpacked(labels)?);
    idx::read_images(&image_bytes).map_err(|source| content(images, source))?;
    let digits = idx::read(&image_bytes, &label_bytes).map_err(|source| content(labels, source))?;
    if digits.is_empty() {
        return Err(Error::Empty { path: images.to_owned() });
    }
    Ok(digits)
}

fn content(path: &Path, source: IdxError) -> Error {
    Error::Content { path: path.to_owned(), source }
}

fn unpacked(path: &Path) -> Result<Vec<u8>, Error> {
    let unpacked = input::read(path, MAX_BYTES).and_then(|bytes| {
        if bytes.starts_with(&GZIP) {
            input::read_all(MultiGzDecoder::new(&bytes[..]), MAX_BYTES)
        } else {
            Ok(bytes)
        }
    });
    unpacked.map_err(|source| Error::Read { path: path.to_owned(), source })
}
