//! Heatmaps in files: `explain --heatmaps` writes what `score --heatmaps` reads. docs/score.md
//! describes the tensors.

mod content;
mod row;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use safetensors::SafeTensorError;
use thiserror::Error;

use crate::input;
use crate::output::Unfinished;

pub use content::ContentError;
pub use row::{Row, RowError};

/// Largest file that is read.
const MAX_BYTES: u64 = 512 << 20;

/// Most maps in a file: of each 784 numbers and what they explain.
const MAX_MAPS: usize = 168_000;

/// Heatmaps that cannot be read or written.
#[derive(Debug, Error)]
pub enum HeatmapsError {
    /// The file cannot be read.
    #[error("cannot read the heatmaps {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("heatmaps {path:?}: {source}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: ContentError,
    },
    /// There are more than are read again.
    #[error("{0} heatmaps are more than the {MAX_MAPS} that `score` reads from a file")]
    Many(usize),
    /// The file cannot be written.
    #[error("cannot write the heatmaps {path:?}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl HeatmapsError {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Write { .. } => 1,
            _ => 2,
        }
    }
}

/// Reads heatmaps, in the order of the file.
///
/// # Errors
/// A file that cannot be read, is too large, or holds no heatmaps; a row that is not in order.
pub fn read(path: &Path) -> Result<Vec<Row>, HeatmapsError> {
    let bytes = input::read(path, MAX_BYTES)
        .map_err(|source| HeatmapsError::Read { path: path.to_owned(), source })?;
    content::decode(&bytes)
        .map_err(|source| HeatmapsError::Content { path: path.to_owned(), source })
}

/// Starts a file for so many heatmaps.
///
/// # Errors
/// If it cannot be made, or they are too many.
pub fn create(path: &Path, count: usize) -> Result<Unfinished, HeatmapsError> {
    if count > MAX_MAPS {
        return Err(HeatmapsError::Many(count));
    }
    Unfinished::create(path)
        .map_err(|source| HeatmapsError::Write { path: path.to_owned(), source })
}

/// Writes heatmaps.
///
/// # Errors
/// If the file cannot be written.
pub fn write(mut file: Unfinished, rows: &[Row]) -> Result<(), HeatmapsError> {
    let path = file.path().to_owned();
    let failed = |source| HeatmapsError::Write { path: path.clone(), source };
    let bytes = content::encode(rows).map_err(|e: SafeTensorError| failed(io::Error::other(e)))?;
    file.writer().write_all(&bytes).map_err(failed)?;
    file.finish().map_err(failed)
}
