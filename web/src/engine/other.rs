//! Weights of another network than the one that reads what is to be read.

use shared::distribution::Distribution;
use shared::model::architecture::Architecture;
use thiserror::Error;

/// Weights are of a network for something else.
#[derive(Debug, Error)]
#[error("weights: they are of a network for \"{0}\", and the digits here are of \"{1}\"")]
pub struct OtherNetwork(Distribution, Distribution);

/// Checks that weights are of the network that is expected.
///
/// # Errors
/// If they are of another.
pub fn check(own: Architecture, expected: Architecture) -> Result<(), OtherNetwork> {
    if own == expected {
        return Ok(());
    }
    Err(OtherNetwork(own.distribution, expected.distribution))
}
