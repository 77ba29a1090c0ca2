//! `trainer evaluate`: how well weights read fresh samples, or real digits.

pub mod handwriting;
mod strokes;

use std::io::{self, StdoutLock, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use shared::attribution::{ExplainError, Method};
use shared::decode::Way;
use shared::distribution::Distribution;
use shared::evaluation::table::{Outcome, Rates, Table};
use shared::grown::{Grown, Sample};
use shared::model::{Engine, Network, ReadError, Weights};
use shared::output::{Layer, Output};
use thiserror::Error;

use crate::device::{Choice, Chosen, DeviceError, Reader};
use crate::digits::{self, Part};
use crate::distribution::{self, DistributionFileError};
use crate::explain;
use crate::idx;
use crate::output::say;
use crate::weights::{self, WeightsFileError};

/// Samples that run through the network at once.
const BATCH: usize = 32;

/// Misread samples that the text names; JSON names all.
const NAMED: usize = 10;

/// How many samples are read when nothing is said.
const SAMPLES: u32 = 2400;

/// The seed of the first of them when nothing is said.
const SEED: u64 = 7;

/// Where the real digits lie when nothing is said.
const MNIST_DIR: &str = "data";

/// Evaluate weights on fresh samples, or those for handwriting on real digits.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout
    #[arg(long, value_name = "FILE")]
    pub weights: PathBuf,
    /// Number of samples, the classes in turn; not for handwriting [default: 2400]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub samples: Option<u32>,
    /// Seed of the first sample; the n-th after it has this seed + n (modulo 2^64); not for handwriting [default: 7]
    #[arg(long)]
    pub seed: Option<u64>,
    /// The distribution, TOML, that the weights have to be for; they know it themselves
    #[arg(long, value_name = "FILE")]
    pub distribution: Option<PathBuf>,
    /// Folder of the real digits that weights for handwriting are evaluated on: files of `trainer mnist`, or MNIST's
    /// own for train and test [default: data]
    #[arg(long, value_name = "FOLDER")]
    pub mnist_dir: Option<PathBuf>,
    /// The part of the real digits [default: development]
    #[arg(long, value_enum)]
    pub part: Option<Part>,
    /// Instead of a part: any IDX file of images, gzipped or not
    #[arg(long, value_name = "FILE", requires = "labels", conflicts_with_all = ["part", "mnist_dir"])]
    pub images: Option<PathBuf>,
    /// The IDX file of their labels
    #[arg(long, value_name = "FILE", requires = "images")]
    pub labels: Option<PathBuf>,
    /// Also explain every stroke of real digits by these methods, separated by commas, and score the heatmaps; or all
    #[arg(long, value_name = "METHODS", value_delimiter = ',')]
    pub method: Vec<String>,
    /// Where grad-cam and hires-cam look: channel-adj, stem, l1, l2, eb2, eb1, eb0
    #[arg(long, default_value_t = Layer::Eb1, requires = "method")]
    pub layer: Layer,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "auto")]
    pub device: Choice,
}

/// Why there is no evaluation.
#[derive(Debug, Error)]
pub enum Error {
    /// The distribution cannot be read.
    #[error(transparent)]
    Distribution(#[from] DistributionFileError),
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The digits cannot be read.
    #[error(transparent)]
    Digits(#[from] digits::Error),
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The network or the device failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// There are no such methods.
    #[error(transparent)]
    Methods(#[from] explain::Error),
    /// The strokes cannot be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// The weights do not read strokes.
    #[error(
        "--method explains the strokes of real digits, and these weights are for {0}; \"trainer figures\" \
         evaluates heatmaps of what was grown"
    )]
    Strokes(Distribution),
    /// The weights read what was drawn by hand.
    #[error(
        "{0} is for samples that are grown; these weights are for handwriting and read real digits: see --part"
    )]
    NotGrown(&'static str),
    /// The weights read what is grown.
    #[error(
        "{0} is for real digits; these weights are for {1} and read samples that are grown: see --samples"
    )]
    NotDrawn(&'static str, Distribution),
    /// The table cannot be printed.
    #[error("cannot print the evaluation: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Read(_) | Self::Explain(_) | Self::Write(_) => 1,
            _ => 2,
        }
    }
}

impl Args {
    /// Sees that nothing was asked for that these weights would pass over.
    fn check(&self, distribution: Distribution) -> Result<(), Error> {
        let grown = [("--samples", self.samples.is_some()), ("--seed", self.seed.is_some())];
        let drawn = [("--part", self.part.is_some()), ("--mnist-dir", self.mnist_dir.is_some())];
        let given = |options: [(&'static str, bool); 2]| {
            options.into_iter().find_map(|(name, is_given)| is_given.then_some(name))
        };
        match (distribution, given(grown), given(drawn)) {
            (Distribution::Handwriting, Some(name), _) => Err(Error::NotGrown(name)),
            (Distribution::Handwriting, None, _) | (_, _, None) => Ok(()),
            (other, _, Some(name)) => Err(Error::NotDrawn(name, other)),
        }
    }
}

/// The evaluation of all samples and of those of each class.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    seed: u64,
    all: Table,
    /// None for a class without samples.
    classes: Vec<Option<Table>>,
    /// The samples with any error: in the class, or in `y_g` or `y_s` at any site.
    misread: Vec<Misread>,
}

/// The evaluation of real digits, and that of heatmaps of their strokes where it is asked for.
#[derive(Debug, Serialize)]
struct RealDigits {
    #[serde(flatten)]
    evaluation: handwriting::Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    heatmaps: Option<strokes::Scores>,
}

/// A sample that is not read right.
#[derive(Debug, Serialize)]
struct Misread {
    class: u8,
    seed: u64,
}

impl Evaluation {
    fn new(grown: &Grown, seed: u64, read: Vec<Vec<(u64, Outcome)>>) -> Self {
        let read = || read.iter().flatten();
        let of_class = |class| {
            Table::new(
                read().map(|(_, outcome)| outcome).filter(|outcome| outcome.class() == class),
            )
        };
        let wrong = read().filter(|(_, outcome)| !outcome.is_right());
        Self {
            seed,
            all: Table::new(read().map(|(_, outcome)| outcome)).expect("at least one sample"),
            classes: (0..grown.classes().len()).map(|class| of_class(class as u8)).collect(),
            misread: wrong
                .map(|&(seed, ref outcome)| Misread { class: outcome.class(), seed })
                .collect(),
        }
    }

    /// One line with the most important rates.
    pub fn summary(&self) -> String {
        let Table { y_g, y_s, .. } = &self.all;
        let percent = |rate: f64| 100.0 * rate;
        format!(
            "  {} fresh samples: class {:.2} %, exact {:.2} %, precision / recall y_g {:.2} / {:.2} %, \
             y_s {:.2} / {:.2} %",
            self.all.samples,
            percent(self.all.class_accuracy),
            percent(self.all.exact_configuration),
            percent(y_g.precision),
            percent(y_g.recall),
            percent(y_s.precision),
            percent(y_s.recall)
        )
    }
}

/// Runs the subcommand.
///
/// # Errors
/// Weights that cannot be read, a device that fails, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let expected = args.distribution.as_deref().map(distribution::read).transpose()?;
    let weights = weights::read(&args.weights)?;
    // Images of one's own are handwriting.
    let handwriting = args.images.is_some().then_some(Distribution::Handwriting);
    for expected in expected.into_iter().chain(handwriting) {
        weights::check(&args.weights, &weights, expected)?;
    }
    let distribution = weights.architecture().distribution;
    args.check(distribution)?;
    let methods = explain::methods(&args.method, args.layer, Output::Yg)?;
    if !methods.is_empty() && distribution != Distribution::Handwriting {
        return Err(Error::Strokes(distribution));
    }
    let chosen = args.device.open()?;
    say!("evaluating on {}", chosen.reason);
    let Some(grown) = distribution.grown() else {
        return real_digits(args, &weights, &methods, &chosen);
    };
    let count = args.samples.unwrap_or(SAMPLES) as usize;
    let seed = args.seed.unwrap_or(SEED);
    let evaluation = match Reader::new(&weights, &chosen) {
        Reader::Cpu(network) => {
            let batches: Vec<Range<usize>> = batches(count).collect();
            let read = |batch| read(&network, grown, seed, batch);
            Evaluation::new(
                grown,
                seed,
                batches.into_par_iter().map(read).collect::<Result<_, _>>()?,
            )
        }
        Reader::Device(network) => evaluate(&network, grown, seed, count)?,
    };
    write(args, &evaluation, |stdout| print(stdout, grown, &evaluation))
}

/// Evaluates weights for handwriting.
fn real_digits(
    args: &Args,
    weights: &Weights,
    methods: &[Method],
    chosen: &Chosen,
) -> Result<(), Error> {
    let digits = match (&args.images, &args.labels) {
        (Some(images), Some(labels)) => idx::read(images, labels).map_err(digits::Error::from)?,
        _ => {
            let folder = args.mnist_dir.as_deref().unwrap_or(Path::new(MNIST_DIR));
            digits::read(folder, args.part.unwrap_or(Part::Development))?
        }
    };
    let asked = !methods.is_empty();
    let evaluation = match Reader::new(weights, chosen) {
        Reader::Cpu(network) => RealDigits {
            evaluation: handwriting::evaluate_all(&network, &digits)?,
            heatmaps: asked
                .then(|| strokes::scores_side_by_side(&network, &digits, methods))
                .transpose()?,
        },
        Reader::Device(network) => RealDigits {
            evaluation: handwriting::evaluate(&network, &digits, &Way::ALL)?,
            heatmaps: asked.then(|| strokes::scores(&network, &digits, methods)).transpose()?,
        },
    };
    write(args, &evaluation, |stdout| {
        evaluation.evaluation.print(stdout)?;
        evaluation.heatmaps.iter().try_for_each(|heatmaps| heatmaps.print(stdout))
    })
}

/// Prints an evaluation as JSON or as text.
fn write(
    args: &Args,
    evaluation: &impl Serialize,
    text: impl FnOnce(&mut StdoutLock) -> io::Result<()>,
) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut stdout, evaluation).map_err(io::Error::from)?;
        writeln!(stdout)?;
    } else {
        text(&mut stdout)?;
    }
    Ok(())
}

/// Reads `count` fresh samples, the classes in turn.
///
/// # Errors
/// If the device fails.
pub fn evaluate<E: Engine>(
    network: &Network<E>,
    grown: &'static Grown,
    seed: u64,
    count: usize,
) -> Result<Evaluation, ReadError> {
    let read = |batch| read(network, grown, seed, batch);
    let read = batches(count).map(read).collect::<Result<_, _>>()?;
    Ok(Evaluation::new(grown, seed, read))
}

/// The numbers of the samples that run through the network at once.
fn batches(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(BATCH).map(move |first| first..count.min(first + BATCH))
}

/// Draws and reads some samples, and keeps of each its seed and what came of it.
fn read<E: Engine>(
    network: &Network<E>,
    grown: &'static Grown,
    seed: u64,
    numbers: Range<usize>,
) -> Result<Vec<(u64, Outcome)>, ReadError> {
    let samples: Vec<Sample> = numbers.map(|n| grown.nth(seed, n as u64)).collect();
    let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
    let readings = pollster::block_on(network.read(&images))?;
    let outcomes = samples.iter().zip(&readings);
    Ok(outcomes.map(|(sample, reading)| (sample.seed, Outcome::new(sample, reading))).collect())
}

fn print(output: &mut impl Write, grown: &Grown, evaluation: &Evaluation) -> io::Result<()> {
    let Evaluation { seed, all, classes, misread } = evaluation;
    let of_classes = classes.iter().enumerate();
    let name = |class: usize| grown.classes()[class].name.clone();
    let of_classes = of_classes.filter_map(|(class, t)| Some((name(class), t.as_ref()?)));
    let rows: Vec<(String, &Table)> = of_classes.chain([("all".to_owned(), all)]).collect();

    writeln!(output, "{} fresh samples from seed {seed} on, means over samples", all.samples)?;
    errors(output, "by the definitions", &rows, |table| [&table.y_g, &table.y_s])?;
    let swapped = "as published: truth and prediction swapped, as in the paper's table 1";
    errors(output, swapped, &rows, |table| [&table.y_g_as_published, &table.y_s_as_published])?;

    writeln!(output, "\n% of samples: class right; configuration exact: y_g right everywhere and")?;
    writeln!(output, "y_s at every seed; strictly: y_s right everywhere too; IoU of the regrowth")?;
    let names = ["samples", "class", "exact", "strictly", "IoU"];
    let width = width(&rows);
    writeln!(output, "{:<width$}{}", "class", names.map(|name| format!("{name:>10}")).concat())?;
    for (name, table) in &rows {
        let percents =
            [table.class_accuracy, table.exact_configuration, table.strictly_exact_configuration]
                .map(|share| format!("{:>10.2}", 100.0 * share))
                .concat();
        writeln!(
            output,
            "{name:<width$}{:>10}{percents}{:>10.5}",
            table.samples, table.regrowth_iou
        )?;
    }
    if !misread.is_empty() {
        writeln!(
            output,
            "\n{} samples with any error; see `explain --class C --seed S`:",
            misread.len()
        )?;
        let named = misread.iter().take(NAMED);
        let named = named.map(|Misread { class, seed }| format!("{class} {seed}"));
        let more = if misread.len() > NAMED { ", ..." } else { "" };
        writeln!(output, "class and seed: {}{more}", named.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}

/// One of the two tables of errors of `y_g` and `y_s`, a class in a row.
fn errors(
    output: &mut impl Write,
    title: &str,
    rows: &[(String, &Table)],
    rates: impl Fn(&Table) -> [&Rates; 2],
) -> io::Result<()> {
    let columns = "  accuracy    recall precision";
    let width = width(rows);
    writeln!(output, "\n% error {title}\n{:width$}{:<32}y_s", "", "y_g")?;
    writeln!(output, "{:<width$}{columns}  {columns}", "class")?;
    for (name, table) in rows {
        let [y_g, y_s] = rates(table).map(|rates| {
            [rates.accuracy, rates.recall, rates.precision]
                .map(|rate| format!("{:>10.4}", 100.0 * (1.0 - rate)))
                .concat()
        });
        writeln!(output, "{name:<width$}{y_g}  {y_s}")?;
    }
    Ok(())
}

/// Characters that the names of classes take, and a space.
fn width(rows: &[(String, &Table)]) -> usize {
    let names = rows.iter().map(|(name, _)| name.chars().count());
    names.max().map_or(0, |longest| longest + 1).max("class ".len())
}
