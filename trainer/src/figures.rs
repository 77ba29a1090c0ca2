//! `trainer figures`: the paper's figures and tables, made again from weights, as one page.

mod accuracy;
mod context;
mod dataset;
mod explained;
mod fit;
mod growth;
mod heatmap_grid;
mod heatmap_words;
mod heatmaps;
mod readings;
mod real_digits;
mod reconstruction;
mod text;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{ValueEnum, value_parser};
use report::{Report, Section};
use shared::attribution::ExplainError;
use shared::distribution::Distribution;
use shared::model::{CpuEngine, Network, ReadError};
use thiserror::Error;

use crate::idx;
use crate::output::{folder, say, write_atomically};
use crate::study::{self, Earlier, JournalError, Plan, Study, StudyError};
use crate::weights::{self, WeightsFileError};
use context::Context;

/// The page.
const PAGE: &str = "report.html";

/// How many samples are read for each that is explained.
const READ: usize = 12;

/// The folder of the figures' own files, beside the page.
const FOLDER: &str = "figures";

/// Make the paper's figures and tables again: one page, and each figure as SVG and CSV.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout
    #[arg(long, value_name = "FILE")]
    pub weights: PathBuf,
    /// Folder for report.html and figures/; made if it is not there
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub out: PathBuf,
    /// Samples that are explained by methods of one pass, the classes in turn; for table 1 twelve times as
    /// many are read
    #[arg(long, default_value_t = 200, value_parser = value_parser!(u32).range(1..=80_000))]
    pub samples: u32,
    /// Samples for what takes many passes: integrated gradients, SmoothGrad, occlusion, flipping,
    /// randomization; by default a fifth of --samples
    #[arg(long, value_name = "SAMPLES", value_parser = value_parser!(u32).range(1..=80_000))]
    pub expensive: Option<u32>,
    /// Draws of random weights, by default 5
    #[arg(long, value_parser = value_parser!(u32).range(1..=100))]
    pub draws: Option<u32>,
    /// Go on with what an earlier call with the same weights and numbers left in --out
    #[arg(long)]
    pub resume: bool,
    /// Evaluate anew, and discard what an earlier call left in --out
    #[arg(long, conflicts_with = "resume")]
    pub restart: bool,
    /// Seed of the first sample; the n-th after it has this seed + n (modulo 2^64)
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Folder with the real digits mnist-development-*.gz; without it `data`, if they are there
    #[arg(long, value_name = "DIR")]
    pub mnist_dir: Option<PathBuf>,
    /// Make only these parts, separated by commas
    #[arg(long, value_enum, value_name = "PARTS", value_delimiter = ',')]
    pub only: Vec<Part>,
}

/// A part of the report, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// Samples and where their generators stand
    Dataset,
    /// What growth computes
    Growth,
    /// Table 1
    Accuracy,
    /// Predictions grown again
    Reconstruction,
    /// The same with handwritten digits
    RealDigits,
    /// By the paper's methods
    Heatmaps,
    /// By other methods
    OtherHeatmaps,
    /// Which heatmaps are true: scores, interventions, randomization, flipping
    Evaluation,
}

/// Draws of random weights, unless another number is asked for.
const DRAWS: u32 = 5;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum Error {
    /// What the evaluation is asked for has no effect without it.
    #[error("{0} is for the evaluation, which --only leaves out")]
    NoEvaluation(&'static str),
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The real digits cannot be read.
    #[error(transparent)]
    Digits(#[from] idx::Error),
    /// The network failed on an image.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// There is no such heatmap.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// The evaluation of heatmaps failed.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A file or folder cannot be written.
    #[error("cannot write {path:?}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoEvaluation(_) | Self::Weights(_) | Self::Digits(_) => 2,
            Self::Study(StudyError::Journal(JournalError::Io { .. })) => 1,
            Self::Study(StudyError::Journal(_)) => 2,
            Self::Read(_) | Self::Explain(_) | Self::Study(_) | Self::Write { .. } => 1,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// Files that cannot be read, a network that fails, or a folder that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let mut parts = args.only.clone();
    if parts.is_empty() {
        parts = Part::value_variants().to_vec();
    }
    parts.sort();
    parts.dedup();
    let evaluates = parts.contains(&Part::Evaluation);
    let of_evaluation = [
        ("--expensive", args.expensive.is_some()),
        ("--draws", args.draws.is_some()),
        ("--resume", args.resume),
        ("--restart", args.restart),
    ];
    if let Some((option, _)) = of_evaluation.iter().find(|(_, given)| *given && !evaluates) {
        return Err(Error::NoEvaluation(option));
    }
    let read = READ * args.samples as usize;
    let digits = real_digits::read(args.mnist_dir.as_deref(), read)?;
    let bytes = weights::read_bytes(&args.weights)?;
    let weights = weights::parse(&args.weights, &bytes)?;
    weights::check(&args.weights, &weights, Distribution::GptMnist)?;
    let network = Network::new(&weights, CpuEngine::new());
    let context = Context {
        network: &network,
        weights: context::description(&args.weights, &bytes),
        seed: args.seed,
        samples: read,
        digits,
    };
    fs::create_dir_all(&args.out)
        .map_err(|source| Error::Write { path: args.out.clone(), source })?;
    let plan = Plan {
        seed: args.seed,
        samples: args.samples as usize,
        expensive: args.expensive.unwrap_or(args.samples.div_ceil(5)) as usize,
        draws: args.draws.unwrap_or(DRAWS).into(),
    };
    let earlier = match (args.resume, args.restart) {
        (true, _) => Earlier::Resume,
        (_, true) => Earlier::Discard,
        _ => Earlier::Keep,
    };
    let study = match evaluates {
        true => Some(study::run(&weights, &network, plan, &args.out, earlier)?),
        false => None,
    };
    let report = report(&context, &parts, study.as_ref())?;
    write(&args.out, &report)?;
    let items: usize = report.sections.iter().map(|section| section.items.len()).sum();
    say!("wrote {} with {items} figures and tables", args.out.join(PAGE).display());
    Ok(())
}

/// The report: first what several parts need, measured once, then a section for each part.
fn report(context: &Context, parts: &[Part], study: Option<&Study>) -> Result<Report, Error> {
    let has = |part| parts.contains(&part);
    let mut readings = Vec::new();
    if has(Part::Accuracy) || has(Part::Reconstruction) {
        readings = readings::read(context)?;
    }
    let mut digits = Vec::new();
    if has(Part::Heatmaps) || has(Part::OtherHeatmaps) {
        digits = explained::digits(context, has(Part::OtherHeatmaps))?;
    }
    let mut sections: Vec<Section> = Vec::new();
    for part in parts {
        match part {
            Part::Dataset => sections.push(dataset::section(context)),
            Part::Growth => sections.push(growth::section(context)),
            Part::Accuracy => sections.push(accuracy::section(&readings)),
            Part::Reconstruction => sections.push(reconstruction::section(context, &readings)?),
            Part::RealDigits => sections.push(real_digits::section(context)?),
            Part::Heatmaps => sections.push(heatmaps::published(&digits)),
            Part::OtherHeatmaps => sections.push(heatmaps::by_others(&digits)),
            Part::Evaluation => sections.extend(study.into_iter().flat_map(study::sections::all)),
        }
    }
    Ok(Report {
        title: "GPTNet's figures, made again".into(),
        subtitle: "The figures and tables of “Convolutional Neural Network Interpretability with \
                   General Pattern Theory” (Tjoa and Guan, 2021) from our own weights. Below each: \
                   **what the paper shows, what ours shows, and how the two compare.**"
            .into(),
        provenance: context.provenance(),
        sections,
        folder: Some(FOLDER.into()),
    })
}

/// Writes the figures' files, and the page last.
fn write(out: &Path, report: &Report) -> Result<(), Error> {
    let folder = out.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder, source })?;
    let page = (PAGE.to_owned(), report.html());
    let files = report.files().into_iter().map(|file| (file.path, file.text));
    for (name, text) in files.chain([page]) {
        let path = out.join(name);
        write_atomically(&path, |file| file.write_all(text.as_bytes()))
            .map_err(|source| Error::Write { path, source })?;
    }
    Ok(())
}
