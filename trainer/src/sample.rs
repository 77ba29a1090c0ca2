//! `trainer sample`: draws GPT MNIST digits, as JSON lines or as a contact sheet.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;
use shared::mnist::{self, CLASSES, SIZE, Sample, Seed};
use thiserror::Error;

use crate::contact_sheet::ContactSheet;
use crate::output::{say, write_atomically};

/// Most samples on a contact sheet.
const MAX_SHEET: u64 = 1_000;

/// Digits in a row of it; with the classes in turn, a column is a class.
const COLUMNS: usize = 10;

/// Where a contact sheet goes when nothing else is said.
const SHEET_FILE: &str = "samples.png";

/// Draw GPT MNIST samples.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The digit; without it the classes 0 to 9 in turn
    #[arg(long, num_args = 0..=1, value_parser = clap::value_parser!(u8).range(0..=9))]
    pub class: Option<Option<u8>>,
    /// Number of samples
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub count: u64,
    /// Seed of the first sample; the n-th after it has this seed + n
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// JSON lines, or a contact sheet with each digit's seeds as red dots
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
            Self::SeedOverflow { .. } | Self::SheetTooLarge(_) => 2,
            Self::File { .. } | Self::Stdout(_) => 1,
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
    match args.format {
        Format::Json => run_json(args),
        Format::Png => run_png(args),
    }
}

fn run_json(args: &Args) -> Result<(), Error> {
    match &args.output {
        None => {
            let mut output = BufWriter::new(io::stdout().lock());
            print_json(args, &mut output)?;
            Ok(output.flush()?)
        }
        Some(path) => write_atomically(path, |file| print_json(args, file))
            .map_err(|source| Error::File { path: path.clone(), source }),
    }
}

fn run_png(args: &Args) -> Result<(), Error> {
    if args.count > MAX_SHEET {
        return Err(Error::SheetTooLarge(args.count));
    }
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(SHEET_FILE));
    sheet(&samples(args).collect::<Vec<_>>())
        .write(&path)
        .map_err(|source| Error::File { path: path.clone(), source })?;
    say!("wrote {}", path.display());
    Ok(())
}

/// The paper's Fig. 1(D): images with a red dot at the upright place of every seed, which is what
/// the labels say.
fn sheet(samples: &[Sample]) -> ContactSheet {
    let columns = samples.len().min(COLUMNS);
    let mut sheet = ContactSheet::new(columns, samples.len().div_ceil(COLUMNS));
    for (n, sample) in samples.iter().enumerate() {
        let seeds = sample.seeds.iter().map(|seed| (seed.x, seed.y));
        sheet.draw(n % COLUMNS, n / COLUMNS, sample.image.iter().copied(), seeds);
    }
    sheet
}

fn samples(args: &Args) -> impl Iterator<Item = Sample> {
    let class = args.class.flatten();
    let first = args.seed;
    (0..args.count).map(move |n| {
        let class = class.unwrap_or((n % CLASSES as u64) as u8);
        mnist::sample(class, first + n).expect("clap lets only digits through")
    })
}

fn print_json(args: &Args, output: &mut impl Write) -> io::Result<()> {
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
    for sample in samples(args) {
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
