//! Distributions in TOML files. docs/distributions.md describes them.

use std::io;
use std::path::{Path, PathBuf};

use shared::distribution::Distribution;
use shared::gpt_mnist;
use shared::grown::{Definition, DefinitionError, Grown};
use thiserror::Error;

use crate::toml_text;

/// Largest file that is read; a hundred classes take a few ten thousand bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A file that does not define a distribution.
#[derive(Debug, Error)]
pub enum DistributionFileError {
    /// It cannot be read.
    #[error("cannot read the distribution {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not TOML of a distribution.
    #[error("the distribution {path:?} does not fit: line {line}: {reason}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// No samples can be drawn of it.
    #[error("the distribution {path:?}: {source}")]
    Definition {
        /// The file.
        path: PathBuf,
        /// Why.
        source: DefinitionError,
    },
}

/// Reads the distribution that a file defines.
///
/// # Errors
/// If the file cannot be read, or what it defines does not work.
pub fn read(path: &Path) -> Result<Distribution, DistributionFileError> {
    let text = toml_text::read(path, MAX_BYTES)
        .map_err(|source| DistributionFileError::Read { path: path.to_owned(), source })?;
    let definition: Definition = toml::from_str(&text).map_err(|error| {
        let (line, reason) = toml_text::misfit(&text, &error);
        DistributionFileError::Toml { path: path.to_owned(), line, reason }
    })?;
    Distribution::define(definition)
        .map_err(|source| DistributionFileError::Definition { path: path.to_owned(), source })
}

/// What to draw from: the distribution of a file, or else the paper's dataset.
///
/// # Errors
/// As [`read`].
pub fn grown(path: Option<&Path>) -> Result<&'static Grown, DistributionFileError> {
    let defined = path.map(read).transpose()?.and_then(Distribution::grown);
    Ok(defined.unwrap_or_else(gpt_mnist::grown))
}
