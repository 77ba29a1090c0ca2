//! `trainer dataset`: GPT MNIST, or a distribution of one's own, as files for other people's tools. docs/dataset.md describes them.

mod fields;
mod idx;
mod plan;
mod shard;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::value_parser;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::distribution::{self, DistributionFileError};
use crate::output::{folder, say};
use idx::IdxFiles;
use plan::{MAX_FILES, Part, Plan};
use shard::Shard;

/// The largest seed that a file holds.
const MAX_SEED: u64 = i64::MAX as u64;

/// Write GPT MNIST, or a distribution of your own, as IDX and safetensors files; docs/dataset.md describes them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the files; made if it is not there
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub out: PathBuf,
    /// Number of samples; sample k, from 0, is of class k modulo the number of classes
    #[arg(long, default_value_t = 60_000, value_parser = value_parser!(u32).range(1..))]
    pub samples: u32,
    /// Seed of the first sample; sample k has this seed + k
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What to draw from, TOML (docs/distributions.md); without it GPT MNIST
    #[arg(long, value_name = "FILE")]
    pub distribution: Option<PathBuf>,
    /// Samples in a safetensors file
    #[arg(long, default_value_t = 10_000, value_parser = value_parser!(u32).range(1..))]
    pub shard_size: u32,
    /// Write only the I-th of N parts, from 1, each on any machine
    #[arg(long, value_name = "I/N", default_value = "1/1")]
    pub shard: Part,
    /// Add each component's masks and the images without it: six and a half times the size
    #[arg(long)]
    pub masks: bool,
}

/// Why there is no dataset.
#[derive(Debug, Error)]
pub enum Error {
    /// The distribution cannot be read.
    #[error(transparent)]
    Distribution(#[from] DistributionFileError),
    /// The seeds do not fit.
    #[error("{samples} samples from seed {seed} on need seeds above the largest, {MAX_SEED}")]
    SeedOverflow {
        /// The first seed.
        seed: u64,
        /// The number of samples.
        samples: u32,
    },
    /// Too many shard files.
    #[error(
        "{samples} samples in shards of {shard_size} are {files} files, more than {MAX_FILES}; \
         a larger --shard-size makes fewer"
    )]
    TooManyFiles {
        /// The number of samples.
        samples: u32,
        /// Samples in a shard file.
        shard_size: u32,
        /// The number of files.
        files: u64,
    },
    /// The folder holds files of a dataset that was cut in another way.
    #[error(
        "{0:?} belongs to a dataset cut into other files, which would be mixed with this one; \
         remove it or choose another --out"
    )]
    Foreign(PathBuf),
    /// The folder cannot be made or read.
    #[error("cannot use the folder {path:?}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {path:?}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Folder { .. } | Self::File { .. } => 1,
            _ => 2,
        }
    }
}

impl From<idx::Failed> for Error {
    fn from((path, source): idx::Failed) -> Self {
        Self::File { path, source }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let plan = plan(args)?;
    prepare(&args.out, &plan)?;
    let (files, Part { number, of }) = (plan.files(), plan.part);
    if plan.shards().is_empty() {
        say!(
            "part {number}/{of} has none of the {files} shard files; a smaller --shard-size makes more"
        );
    }
    let bar = bar(plan.part_samples());
    let mut idx = IdxFiles::create(&args.out, &plan)?;
    for shard in plan.shards() {
        let name = plan.shard_name(shard);
        write_shard(&args.out.join(&name), args.masks, &plan, shard, &mut idx, &bar)?;
        let samples = plan.samples_of(shard);
        bar.suspend(|| say!("wrote {name}: samples {} to {}", samples.start, samples.end - 1));
    }
    idx.finish()?;
    bar.finish_and_clear();
    for name in plan::IDX_FILES {
        say!("wrote {}", plan.idx_name(name));
    }
    Ok(())
}

fn plan(args: &Args) -> Result<Plan, Error> {
    let &Args { samples, seed, shard_size, shard: part, .. } = args;
    let grown = distribution::grown(args.distribution.as_deref())?;
    let plan = Plan { grown, samples, seed, shard_size, part };
    if seed.checked_add(u64::from(samples) - 1).is_none_or(|last| last > MAX_SEED) {
        return Err(Error::SeedOverflow { seed, samples });
    }
    match plan.files() {
        files if files > MAX_FILES => Err(Error::TooManyFiles { samples, shard_size, files }),
        _ => Ok(plan),
    }
}

/// Makes the folder, and sees that no other dataset lies in it.
fn prepare(out: &Path, plan: &Plan) -> Result<(), Error> {
    let failed = |source| Error::Folder { path: out.to_owned(), source };
    fs::create_dir_all(out).map_err(failed)?;
    for entry in fs::read_dir(out).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_str().is_some_and(|name| plan.is_foreign(name)) {
            return Err(Error::Foreign(entry.path()));
        }
    }
    Ok(())
}

/// Writes one shard file, and its samples into the IDX files, too.
fn write_shard(
    path: &Path,
    masks: bool,
    plan: &Plan,
    shard: u64,
    idx: &mut IdxFiles,
    bar: &ProgressBar,
) -> Result<(), Error> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    let samples = plan.samples_of(shard);
    let about = [
        ("dataset", plan.title()),
        ("samples", plan.samples.to_string()),
        ("seed", plan.seed.to_string()),
        ("first", samples.start.to_string()),
    ];
    let about: Map<String, Value> =
        about.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    let count = samples.end - samples.start;
    let mut file =
        Shard::create(path, fields::fields(masks, plan.grown.most_seeds()), count, about)
            .map_err(failed)?;
    for k in samples {
        let sample = plan.sample(k);
        file.push(&sample).map_err(failed)?;
        idx.push(&sample)?;
        bar.inc(1);
    }
    file.finish().map_err(failed)
}

/// A progress bar on stderr; it shows only on a terminal.
fn bar(samples: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} samples, {eta} left");
    ProgressBar::new(samples).with_style(style.expect("the template is valid"))
}
