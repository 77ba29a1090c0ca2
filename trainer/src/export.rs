//! `trainer export`: writes weights in another layout.

use std::path::PathBuf;

use clap::ValueEnum;
use shared::model;

use crate::output::say;
use crate::weights::{self, WeightsFileError};

/// Write weights for PyTorch or for the web.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout, such as runs/default/weights.safetensors
    #[arg(long, value_name = "FILE")]
    pub weights: PathBuf,
    /// How to write them
    #[arg(long, value_enum)]
    pub layout: Layout,
    /// Where to write
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
}

/// The layout of a weights file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// f32 with full kernels, for `load_state_dict`; about 86 MB
    Pytorch,
    /// 16-bit integers with scales, without the taps that never meet data; about 21 MB
    Web,
}

/// Runs the subcommand.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), WeightsFileError> {
    let layout = match args.layout {
        Layout::Pytorch => model::Layout::PyTorch,
        Layout::Web => model::Layout::Web,
    };
    weights::write(&args.output, &weights::read(&args.weights)?, layout)?;
    say!("wrote {}", args.output.display());
    Ok(())
}
