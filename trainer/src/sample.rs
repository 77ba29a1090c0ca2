//! `trainer sample`: draws grown images, as JSON lines or as a contact sheet.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use shared::gpt_mnist::{SIZE, Sample, Seed};
use shared::grown::{Grown, UnknownClass};
use thiserror::Error;

use crate::contact_sheet::ContactSheet;
use crate::distribution::{self, DistributionFileError};
use crate::output::{say, write_atomically};

/// Most samples on a contact sheet.
const MAX_SHEET: u64 = 1_000;

/// Images in a row of it, about; with the classes in turn, a column is of one class.
const COLUMNS: usize = 12;

/// Most images in a row.
const MAX_COLUMNS: usize = 20;

/// Where a contact sheet goes when nothing else is said.
const SHEET_FILE: &str = "samples.png";

/// Draw samples of GPT MNIST, or of a distribution of your own.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The class, from 0: the digit; without it the classes in turn
    #[arg(long, num_args = 0..=1)]
    pub class: Option<Option<u8>>,
    /// Number of samples
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub count: u64,
    /// Seed of the first sample; the n-th after it has this seed + n
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What to draw from, TOML (docs/distributions.md); without it GPT MNIST
    #[arg(long, value_name = "FILE")]
    pub distribution: Option<PathBuf>,
    /// JSON lines, or a contact sheet with each image's seeds as red dots
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
    /// Where to write; JSON goes to stdout by default, a contact sheet to samples.png
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Json,
    /// One PNG picture of all samples
    Png,
}

/// Why there are no samples.
#[derive(Debug, Error)]
pub enum Error {
    /// The distribution cannot be read.
    #[error(transparent)]
    Distribution(#[from] DistributionFileError),
    /// The class does not exist.
    #[error(transparent)]
    Class(#[from] UnknownClass),
    /// The seeds do not fit.
    #[error("{count} samples from seed {seed} on need seeds above the largest, {}", u64::MAX)]
    SeedOverflow {
        /// The first seed.
        seed: u64,
        /// The number of samples.
        count: u64,
    },
    /// Too many samples for a picture.
    #[error("{0} samples are too many for one contact sheet; it holds {MAX_SHEET}")]
    SheetTooLarge(u64),
    /// A file cannot be written.
    #[error("cannot write {path:?}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// Standard output cannot be written.
    #[error("cannot print the samples: {0}")]
    Stdout(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::File { .. } | Self::Stdout(_) => 1,
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let &Args { count, seed, .. } = args;
    if seed.checked_add(count - 1).is_none() {
        return Err(Error::SeedOverflow { seed, count });
    }
    let grown = distribution::grown(args.distribution.as_deref())?;
    if let Some(class) = args.class.flatten() {
        grown.sample(class, seed)?;
    }
    match args.format {
        Format::Json => run_json(args, grown),
        Format::Png => run_png(args, grown),
    }
}

fn run_json(args: &Args, grown: &'static Grown) -> Result<(), Error> {
    match &args.output {
        None => {
            let mut output = BufWriter::new(io::stdout().lock());
            print_json(samples(args, grown), &mut output)?;
            Ok(output.flush()?)
        }
        Some(path) => write_atomically(path, |file| print_json(samples(args, grown), file))
            .map_err(|source| Error::File { path: path.clone(), source }),
    }
}

fn run_png(args: &Args, grown: &'static Grown) -> Result<(), Error> {
    if args.count > MAX_SHEET {
        return Err(Error::SheetTooLarge(args.count));
    }
    let path = args.output.as_deref().unwrap_or(Path::new(SHEET_FILE)).to_owned();
    sheet(&samples(args, grown).collect::<Vec<_>>(), grown.classes().len())
        .write(&path)
        .map_err(|source| Error::File { path: path.clone(), source })?;
    say!("wrote {}", path.display());
    Ok(())
}

/// The paper's Fig. 1(D): images with a red dot at the upright place of every seed, which is what
/// the labels say.
fn sheet(samples: &[Sample], classes: usize) -> ContactSheet {
    let whole = classes * (COLUMNS / classes).max(1);
    let columns = samples.len().min(if whole > MAX_COLUMNS { COLUMNS } else { whole });
    let mut sheet = ContactSheet::new(columns, samples.len().div_ceil(columns));
    for (n, sample) in samples.iter().enumerate() {
        let seeds = sample.seeds.iter().map(|seed| (seed.x, seed.y));
        sheet.draw(n % columns, n / columns, sample.image.iter().copied(), seeds);
    }
    sheet
}

fn samples(args: &Args, grown: &'static Grown) -> impl Iterator<Item = Sample> {
    let class = args.class.flatten();
    let first = args.seed;
    (0..args.count).map(move |n| {
        let class = class.unwrap_or_else(|| grown.class_of(n));
        grown.sample(class, first + n).expect("the class was drawn once before")
    })
}

fn print_json(samples: impl Iterator<Item = Sample>, output: &mut impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        class: u8,
        seed: u64,
        steps: u32,
        translation: [i32; 2],
        angle: f64,
        seeds: &'a [Seed],
        codes: Vec<&'a [u16]>,
        lineage: Vec<Vec<&'a [u32]>>,
        image: Vec<&'a [f32]>,
        y_g: Vec<&'a [u8]>,
        y_s: Vec<&'a [u8]>,
    }
    for sample in samples {
        let lineage = sample.lineage();
        let line = Line {
            class: sample.class,
            seed: sample.seed,
            steps: sample.steps,
            translation: sample.translation,
            angle: sample.angle,
            seeds: &sample.seeds,
            codes: rows(&sample.codes),
            lineage: lineage.rows(SIZE),
            image: rows(&sample.image),
            y_g: rows(&sample.y_g),
            y_s: rows(&sample.y_s),
        };
        serde_json::to_writer(&mut *output, &line)?;
        writeln!(output)?;
    }
    Ok(())
}

fn rows<T>(sites: &[T]) -> Vec<&[T]> {
    sites.chunks(SIZE).collect()
}
