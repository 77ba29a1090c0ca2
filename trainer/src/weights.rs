//! Weights in files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use shared::model::{Layout, Weights, WeightsError};
use thiserror::Error;

use crate::input;
use crate::output::write_atomically;

/// Largest weights file that is read; the largest of GPTNet has 87 MB.
const MAX_BYTES: u64 = 512 << 20;

/// Weights that cannot be read or written.
#[derive(Debug, Error)]
pub enum WeightsFileError {
    /// The file cannot be read.
    #[error("cannot read the weights {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file does not hold GPTNet's weights.
    #[error("{path:?}: {source}")]
    Content {
        /// The file.
        path: PathBuf,
        /// Why.
        source: WeightsError,
    },
    /// The file cannot be written.
    #[error("cannot write the weights {path:?}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl WeightsFileError {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Write { .. } => 1,
            _ => 2,
        }
    }
}

/// Reads weights of either layout.
///
/// # Errors
/// If the file cannot be read or does not hold GPTNet's weights.
pub fn read(path: &Path) -> Result<Weights, WeightsFileError> {
    Weights::from_safetensors(&read_bytes(path)?)
        .map_err(|source| WeightsFileError::Content { path: path.to_owned(), source })
}

/// Reads a file of weights whole.
///
/// # Errors
/// If the file cannot be read or is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, WeightsFileError> {
    input::read(path, MAX_BYTES)
        .map_err(|source| WeightsFileError::Read { path: path.to_owned(), source })
}

/// Writes weights.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, weights: &Weights, layout: Layout) -> Result<(), WeightsFileError> {
    let bytes = weights
        .to_safetensors(layout)
        .map_err(|source| WeightsFileError::Content { path: path.to_owned(), source })?;
    write_atomically(path, |file| file.write_all(&bytes))
        .map_err(|source| WeightsFileError::Write { path: path.to_owned(), source })
}
