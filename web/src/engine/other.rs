//! Weights of another network than the one that reads what is to be read.

use shared::model::architecture::Architecture;
use thiserror::Error;

/// Weights are of a network that cannot read what is to be read.
#[derive(Debug, Error)]
pub enum OtherNetwork {
    /// It is one for something else.
    #[error(
        "weights: they are of a network for \"{}\", and the digits here are of \"{}\"",
        .own.distribution, .expected.distribution
    )]
    Distribution {
        /// What the weights are of.
        own: Architecture,
        /// What is expected.
        expected: Architecture,
    },
    /// It sees something else.
    #[error("weights: input channels of their network: {own}, expected {expected}")]
    Inputs {
        /// Those of the weights.
        own: usize,
        /// Those that are expected.
        expected: usize,
    },
}

/// Checks that weights are of the network that is expected.
///
/// # Errors
/// If they are of another.
pub fn check(own: Architecture, expected: Architecture) -> Result<(), OtherNetwork> {
    if own == expected {
        return Ok(());
    }
    if own.distribution == expected.distribution {
        return Err(OtherNetwork::Inputs { own: own.inputs, expected: expected.inputs });
    }
    Err(OtherNetwork::Distribution { own, expected })
}
