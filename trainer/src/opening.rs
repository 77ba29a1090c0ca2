//! `trainer opening`: what the network says about the digits that the explorer opens with.

use std::io::{self, Write};
use std::path::PathBuf;

use shared::attribution::ExplainError;
use shared::distribution::Distribution;
use shared::model::{CpuEngine, Network};
use shared::opening;
use thiserror::Error;

use crate::output::{say, write_atomically};
use crate::weights::{self, WeightsFileError};

/// Write what the page Start says about its six digits: web/opening.json
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout
    #[arg(long, value_name = "FILE", default_value = "weights/gptnet-web.safetensors")]
    weights: PathBuf,
    /// Where to write
    #[arg(long, value_name = "FILE", default_value = "web/opening.json")]
    output: PathBuf,
}

/// Why there are no answers.
#[derive(Debug, Error)]
pub enum Error {
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The network fails.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// The file cannot be written.
    #[error("cannot write the answers {path:?}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Weights(_) => 2,
            Self::Explain(_) | Self::Write { .. } => 1,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// Weights that cannot be read or do not work, or a file that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let weights = weights::read_for(&args.weights, Distribution::GptMnist)?;
    let network = Network::new(&weights, CpuEngine::new());
    let digits = pollster::block_on(opening::compute(&network))?;
    write_atomically(&args.output, |file| {
        // A digit a line, so that a change of one is seen as that.
        for (index, digit) in digits.iter().enumerate() {
            file.write_all(if index == 0 { b"[\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *file, digit)?;
        }
        file.write_all(b"\n]\n")
    })
    .map_err(|source| Error::Write { path: args.output.clone(), source })?;
    say!("wrote {} digits into {}", digits.len(), args.output.display());
    Ok(())
}
