//! `trainer score`: scores heatmaps that anyone made, with baselines beside them. docs/score.md
//! describes the file and how to read the table.

mod case;
mod read;
mod table;
pub mod text;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use shared::distribution::Distribution;
use shared::evaluation::baseline::BaselineError;
use shared::evaluation::part::NotFinite;
use shared::model::{Engine, Network, ReadError};
use shared::output::Output;
use thiserror::Error;

use crate::device::{Choice, DeviceError, Reader};
use crate::heatmaps::{self, ContentError, HeatmapsError};
use crate::weights::{self, WeightsFileError};

use crate::output::say;
use case::{Case, Measured};
use read::read;
use table::Table;

/// Score heatmaps of GPT MNIST samples, made by any method; docs/score.md describes the file.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Heatmaps as safetensors: sample (class, seed), target (output, channel, row, column), heatmap
    #[arg(long, value_name = "FILE")]
    pub heatmaps: PathBuf,
    /// Weights of the network that reads the samples without parts of them; without it there are no
    /// interventions and no baseline "regrown"
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "auto")]
    pub device: Choice,
}

/// Why there is no table.
#[derive(Debug, Error)]
pub enum Error {
    /// The heatmaps cannot be read.
    #[error(transparent)]
    Heatmaps(#[from] HeatmapsError),
    /// Nothing can be said without a network.
    #[error(
        "every heatmap is of y, which has no component of its own: it is scored by interventions, \
         which need --weights"
    )]
    NeedsNetwork,
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The network or the device failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A baseline cannot be made.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// A baseline's map holds what is no number.
    #[error("a baseline's map is {0}")]
    NotFinite(#[from] NotFinite),
    /// The table cannot be printed.
    #[error("cannot print the scores: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Heatmaps(error) => error.exit_code(),
            Self::Weights(error) => error.exit_code(),
            Self::NeedsNetwork | Self::Device(_) => 2,
            Self::Read(_) | Self::Baseline(_) | Self::NotFinite(_) | Self::Write(_) => 1,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, a device that fails, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let cases = Case::all(heatmaps::read(&args.heatmaps)?).map_err(|(row, source)| {
        let (path, source) = (args.heatmaps.clone(), ContentError::Row { row, source });
        HeatmapsError::Content { path, source }
    })?;
    let outputs = Output::ALL.into_iter().filter(|&output| cases.iter().any(|c| c.has(output)));
    let outputs: Vec<Output> = outputs.collect();
    let measured = match &args.weights {
        None if outputs == [Output::Y] => return Err(Error::NeedsNetwork),
        None => cases.par_iter().map(|case| case.measure(None)).collect::<Result<_, _>>()?,
        Some(path) => {
            let weights = weights::read_for(path, Distribution::GptMnist)?;
            let chosen = args.device.open()?;
            say!("the network of {path:?} reads on {}", chosen.reason);
            match Reader::new(&weights, &chosen) {
                Reader::Cpu(network) => cases
                    .par_iter()
                    .map(|case| measure(&network, case))
                    .collect::<Result<_, _>>()?,
                Reader::Device(network) => {
                    cases.iter().map(|case| measure(&network, case)).collect::<Result<_, _>>()?
                }
            }
        }
    };
    let table = Table::new(args.weights.as_deref(), &outputs, &cases, measured);
    let mut stdout = BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut stdout, &table).map_err(io::Error::from)?;
        writeln!(stdout)?;
    } else {
        text::print(&mut stdout, &table)?;
    }
    Ok(stdout.flush()?)
}

fn measure<E: Engine>(network: &Network<E>, case: &Case) -> Result<Measured, Error> {
    case.measure(Some(&read(network, case)?))
}
