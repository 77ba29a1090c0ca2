//! Weights in files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use shared::distribution::Distribution;
use shared::grown::Grown;
use shared::model::architecture::Architecture;
use shared::model::{Layout, Weights, WeightsError, WeightsStream};
use thiserror::Error;

use crate::input;
use crate::output::{say, write_atomically};

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
    /// The weights are of another network.
    #[error(
        "{path:?} holds weights for {found} ({}), expected weights for {expected} ({})",
        inputs(*found_inputs), inputs(*expected_inputs)
    )]
    Architecture {
        /// The file.
        path: PathBuf,
        /// What they are for.
        found: Distribution,
        /// Their inputs.
        found_inputs: usize,
        /// What was asked for.
        expected: Distribution,
        /// The inputs of that.
        expected_inputs: usize,
    },
    /// The weights are for other images.
    #[error("{path:?} holds weights for {}", mismatch(*found, *expected))]
    Distribution {
        /// The file.
        path: PathBuf,
        /// What they are for.
        found: Distribution,
        /// What was asked for.
        expected: Distribution,
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
    parse(path, &read_bytes(path)?)
}

/// The weights in what a file holds.
///
/// # Errors
/// If that is not GPTNet's weights.
pub fn parse(path: &Path, bytes: &[u8]) -> Result<Weights, WeightsFileError> {
    let mut file = WeightsStream::new();
    let content = |source| WeightsFileError::Content { path: path.to_owned(), source };
    file.push(bytes).map_err(content)?;
    if !file.prefix().is_empty() {
        say!("note: {path:?}: the names of the tensors are read without {:?}", file.prefix());
    }
    file.finish().map_err(content)
}

/// Reads weights for images of one kind.
///
/// # Errors
/// As [`read`], and if they are for others.
pub fn read_for(path: &Path, expected: Distribution) -> Result<Weights, WeightsFileError> {
    let weights = read(path)?;
    check(path, &weights, expected)?;
    Ok(weights)
}

/// Reads weights for grown images, the paper's or others, and what they are grown from. If a distribution
/// is expected, they have to be for it.
///
/// # Errors
/// As [`read`], and if they are for others.
pub fn read_grown(
    path: &Path,
    expected: Option<Distribution>,
) -> Result<(Weights, &'static Grown), WeightsFileError> {
    let weights = read(path)?;
    if let Some(expected) = expected {
        check(path, &weights, expected)?;
    }
    let found = weights.architecture().distribution;
    let grown = found.grown().ok_or_else(|| {
        let expected = Distribution::GptMnist;
        WeightsFileError::Distribution { path: path.to_owned(), found, expected }
    })?;
    Ok((weights, grown))
}

/// Sees what weights are for.
///
/// # Errors
/// If they are for other images than expected.
pub fn check(
    path: &Path,
    weights: &Weights,
    expected: Distribution,
) -> Result<(), WeightsFileError> {
    match weights.architecture().distribution {
        found if found == expected => Ok(()),
        found => Err(WeightsFileError::Distribution { path: path.to_owned(), found, expected }),
    }
}

/// Reads weights of one architecture.
///
/// # Errors
/// As [`read`], and if they are of another.
pub fn read_as(path: &Path, expected: Architecture) -> Result<Weights, WeightsFileError> {
    let weights = read(path)?;
    check_as(path, &weights, expected)?;
    Ok(weights)
}

/// Sees what architecture weights are of.
///
/// # Errors
/// If they are of another than expected.
pub fn check_as(
    path: &Path,
    weights: &Weights,
    expected: Architecture,
) -> Result<(), WeightsFileError> {
    let found = weights.architecture();
    if found == expected {
        return Ok(());
    }
    if found.inputs == expected.inputs && found.distribution.name() == expected.distribution.name()
    {
        let (found, expected) = (found.distribution, expected.distribution);
        return Err(WeightsFileError::Distribution { path: path.to_owned(), found, expected });
    }
    Err(WeightsFileError::Architecture {
        path: path.to_owned(),
        found: found.distribution,
        found_inputs: found.inputs,
        expected: expected.distribution,
        expected_inputs: expected.inputs,
    })
}

/// What weights are for, and what they should be for, in words.
fn mismatch(found: Distribution, expected: Distribution) -> String {
    if found.name() == expected.name() {
        return format!("{found} as another file defines it");
    }
    format!("{found}; this takes weights for {expected}")
}

/// How many inputs, in words.
fn inputs(count: usize) -> String {
    if count == 1 { "1 input".to_owned() } else { format!("{count} inputs") }
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
