//! `trainer fit`: the configuration of strokes for an image, by search or as a network reads it.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::ValueEnum;
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde::Serialize;
use shared::attribution::{Explanation, Method, Parameters};
use shared::decode::{self, Decoded, Strokes, Way};
use shared::distribution::Distribution;
use shared::fit::{Fitted, Model, Options, Preference};
use shared::gpt_mnist::{SIZE, Seed};
use shared::handwriting;
use shared::model::{CpuEngine, Network, ReadError};
use shared::output::{Layer, Output};
use shared::pattern::Spec;
use thiserror::Error;

use crate::contact_sheet::ContactSheet;
use crate::digits::{self, Part};
use crate::explain;
use crate::output::{Unfinished, say};
use crate::picture::{self, PictureError};
use crate::progress;
use crate::weights::{self, WeightsFileError};

/// Most images in one call.
const MAX_COUNT: u32 = 1_000;
/// Images in a row of a contact sheet, each with what its seeds grow into.
const ACROSS: usize = 5;
/// Where a contact sheet goes when nothing else is said.
const SHEET_FILE: &str = "fit.png";

/// Find the strokes that grow into an image.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An image: a PNG of up to 4096 x 4096 pixels, or JSON of 28 rows of 28 numbers
    #[arg(long, value_name = "FILE", required_unless_present = "mnist", conflicts_with = "mnist")]
    pub image: Option<PathBuf>,
    /// A real digit by its number in --mnist-dir
    #[arg(long, value_name = "NUMBER")]
    pub mnist: Option<usize>,
    /// How many digits, beginning with that one
    #[arg(long, default_value_t = 1, conflicts_with = "image", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_COUNT)))]
    pub count: u32,
    /// Folder of the real digits: files of `trainer mnist`, or MNIST's own for train and test
    #[arg(long, value_name = "FOLDER", default_value = "data", conflicts_with = "image")]
    pub mnist_dir: PathBuf,
    /// The part of the real digits
    #[arg(long, value_enum, default_value_t = Part::Development, conflicts_with = "image")]
    pub part: Part,
    /// Weights for handwriting; without them the strokes are found by search alone
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// How they read it: one-pass, iterated, revised or proposals
    #[arg(long, default_value_t = Way::Iterated, requires = "weights")]
    pub way: Way,
    /// Add heatmaps of every stroke by these methods, separated by commas, to the JSON: see `explain`
    #[arg(long, value_name = "METHODS", value_delimiter = ',', requires = "weights")]
    pub method: Vec<String>,
    /// Where grad-cam and hires-cam look: channel-adj, stem, l1, l2, eb2, eb1, eb0
    #[arg(long, default_value_t = Layer::Eb1, requires = "method")]
    pub layer: Layer,
    /// What the heatmaps explain, a stroke's type or its orientation: y_g or y_s
    #[arg(long, default_value_t = Output::Yg, requires = "method")]
    pub output_head: Output,
    /// Configurations that may be grown [default: 2000; with --weights 200]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub growths: Option<u32>,
    /// What a seed costs, in IoU [default: 0.012; with --weights 0.027]
    #[arg(long, value_parser = price)]
    pub price: Option<f64>,
    /// What two strokes that run beside each other cost, in IoU [default: 0]
    #[arg(long, value_parser = price)]
    pub parallel_price: Option<f64>,
    /// The most seeds [default: 24]
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=784))]
    pub seeds: Option<u32>,
    /// JSON lines, specs for `develop`, or a contact sheet with the seeds as red dots
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
    /// Where to write; text goes to stdout by default, a contact sheet to fit.png
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl Args {
    /// Sees that every option has an effect beside the others.
    fn check(&self) -> Result<(), Error> {
        let place = match self.format {
            Format::Json => None,
            Format::Spec => Some("spec"),
            Format::Png => Some("png"),
        };
        if let Some(format) = place.filter(|_| !self.method.is_empty()) {
            return Err(Error::NoPlace(format));
        }
        let limits = [
            ("growths", self.growths.is_some()),
            ("price", self.price.is_some()),
            ("parallel-price", self.parallel_price.is_some()),
            ("seeds", self.seeds.is_some()),
        ];
        let way = self.way;
        match limits.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) if self.weights.is_some() && way != Way::Proposals => {
                Err(Error::NoSearch { option, way })
            }
            _ => Ok(()),
        }
    }
}

/// How configurations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line: seeds, codes, lineage, IoU
    Json,
    /// One JSON spec a line, which `develop` grows
    Spec,
    /// One PNG picture of all images, each with what its seeds grow into
    Png,
}

/// Why there is no configuration.
#[derive(Debug, Error)]
pub enum Error {
    /// The image cannot be read.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The digits cannot be read.
    #[error(transparent)]
    Digits(#[from] digits::Error),
    /// There are not so many digits.
    #[error("there are {found} digits, numbered from 0; {first} to {last} were asked for")]
    Number {
        /// How many there are.
        found: usize,
        /// The first asked for.
        first: usize,
        /// The last asked for.
        last: usize,
    },
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The network failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// There are no such heatmaps.
    #[error(transparent)]
    Explain(#[from] explain::Error),
    /// A stroke is at a site; the class is not.
    #[error("--output-head is y, expected y_g or y_s: a stroke is no class")]
    Class,
    /// Only heatmaps in JSON are shown.
    #[error("--method adds heatmaps to JSON; --format {0} does not show them")]
    NoPlace(&'static str),
    /// Only a search heeds what limits it.
    #[error(
        "--{option} is for a search: without --weights, or with --way proposals; --way {way} lays what the network \
         names"
    )]
    NoSearch {
        /// The option.
        option: &'static str,
        /// The way.
        way: Way,
    },
    /// A file cannot be written.
    #[error("cannot write {path:?}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard output cannot be written.
    #[error("cannot print the configurations: {0}")]
    Stdout(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Weights(error) => error.exit_code(),
            Self::Explain(error) => error.exit_code(),
            Self::Class
            | Self::NoPlace(_)
            | Self::NoSearch { .. }
            | Self::Picture(_)
            | Self::Digits(_)
            | Self::Number { .. } => 2,
            Self::Read(_) | Self::File { .. } | Self::Stdout(_) => 1,
        }
    }
}

fn price(text: &str) -> Result<f64, String> {
    let price = text.parse().ok().filter(|price| (0.0..=1.0).contains(price));
    price.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// An image with what was found.
struct Found {
    image: Vec<f32>,
    fitted: Fitted,
    /// What a network says of it.
    read: Option<Read>,
    explanations: Vec<Explanation>,
}

/// A heatmap of a stroke.
#[derive(Serialize)]
struct OfStroke<'a> {
    /// The index of its seed.
    stroke: usize,
    #[serde(flatten)]
    explanation: &'a Explanation,
    /// How much of the relevance lay on what was grown before.
    canvas_share: Option<f64>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Read {
    way: &'static str,
    class: usize,
    passes: usize,
}

/// Runs the subcommand.
///
/// # Errors
/// An image or weights that cannot be read, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let images = images(args)?;
    let model = Model::handwriting();
    let finder = Finder::new(args, &model)?;
    match (args.format, &args.output) {
        (Format::Png, path) => {
            let path = path.clone().unwrap_or_else(|| PathBuf::from(SHEET_FILE));
            let mut all = Vec::new();
            finder.each(images, |found| {
                all.push(found);
                Ok(())
            })?;
            let written = sheet(&model, &all).write(&path);
            written.map_err(|source| Error::File { path: path.clone(), source })?;
            say!("wrote {}", path.display());
            Ok(())
        }
        (format, None) => {
            let mut output = BufWriter::new(io::stdout());
            finder.each(images, |found| {
                print(format, &model, &found, &mut output)?;
                Ok(output.flush()?)
            })
        }
        (format, Some(path)) => {
            let error = |source| Error::File { path: path.clone(), source };
            let mut file = Unfinished::create(path).map_err(error)?;
            finder.each(images, |found| {
                print(format, &model, &found, file.writer()).map_err(error)
            })?;
            file.finish().map_err(error)
        }
    }
}

fn images(args: &Args) -> Result<Vec<Vec<f32>>, Error> {
    if let Some(path) = &args.image {
        let picture = picture::read(path)?;
        picture.notes.iter().for_each(|note| say!("{note}"));
        return Ok(vec![picture.pixels]);
    }
    let digits = digits::read(&args.mnist_dir, args.part)?;
    let first = args.mnist.expect("clap asks for an image or a digit");
    let asked: Range<usize> = first..first.saturating_add(args.count as usize);
    let some = digits.get(asked.clone()).ok_or(Error::Number {
        found: digits.len(),
        first,
        last: asked.end - 1,
    })?;
    Ok(some.iter().map(|digit| digit.image.clone()).collect())
}

/// How strokes are found.
struct Finder<'a> {
    args: &'a Args,
    model: &'a Model,
    options: Options,
    /// Without one they are searched for.
    network: Option<Network<CpuEngine>>,
    methods: Vec<Method>,
}

impl<'a> Finder<'a> {
    fn new(args: &'a Args, model: &'a Model) -> Result<Self, Error> {
        args.check()?;
        let network = match &args.weights {
            None => None,
            Some(path) => {
                let weights = weights::read_for(path, Distribution::Handwriting)?;
                Some(Network::new(&weights, CpuEngine::new()))
            }
        };
        let usual = if network.is_some() { decode::options() } else { Options::default() };
        let options = Options {
            price: args.price.unwrap_or(usual.price),
            parallel_price: args.parallel_price.unwrap_or(usual.parallel_price),
            growths: args.growths.map_or(usual.growths, |growths| growths as usize),
            seeds: args.seeds.map_or(usual.seeds, |seeds| seeds as usize),
        };
        let methods = explain::methods(&args.method, args.layer, args.output_head)?;
        if args.output_head == Output::Y {
            return Err(Error::Class);
        }
        Ok(Self { args, model, options, network, methods })
    }

    /// Finds the strokes of images on all threads, and hands them over one after the other as soon as they are
    /// there.
    fn each(
        &self,
        images: Vec<Vec<f32>>,
        take: impl FnMut(Found) -> Result<(), Error> + Send,
    ) -> Result<(), Error> {
        let count = images.len();
        let work = |bar: &ProgressBar| {
            let in_order = Mutex::new(InOrder { next: 0, waiting: BTreeMap::new(), take });
            images.into_iter().enumerate().par_bridge().try_for_each(
                |(index, image)| -> Result<(), Error> {
                    let found = self.find(image)?;
                    let mut in_order = in_order.lock().unwrap_or_else(PoisonError::into_inner);
                    bar.suspend(|| in_order.add(index, found))?;
                    bar.inc(1);
                    Ok(())
                },
            )
        };
        match count {
            1 => work(&ProgressBar::hidden()),
            _ => progress::during(&format!("finding the strokes of {count} images"), count, work),
        }
    }

    fn find(&self, image: Vec<f32>) -> Result<Found, Error> {
        let &Self { args, model, options, .. } = self;
        let Some(network) = &self.network else {
            let fitted = model.fit(&image, options, Preference::None);
            return Ok(Found { image, fitted, read: None, explanations: Vec::new() });
        };
        let images: [&[f32]; 1] = [&image];
        let decoded = network.decode(model, &images, args.way, options);
        let Decoded { fitted, reading, passes } = pollster::block_on(decoded)?.remove(0);
        let read = Read { way: args.way.name(), class: reading.class(), passes };
        let strokes = Strokes { image: &image, seeds: &fitted.seeds, way: args.way };
        let (output, parameters) = (args.output_head, Parameters::default());
        let explanations =
            network.explain_strokes(model, strokes, output, &self.methods, &parameters);
        let explanations = pollster::block_on(explanations).map_err(explain::Error::from)?;
        Ok(Found { image, fitted, read: Some(read), explanations })
    }
}

/// What was found before its turn, and who takes it.
struct InOrder<F> {
    next: usize,
    waiting: BTreeMap<usize, Found>,
    take: F,
}

impl<F: FnMut(Found) -> Result<(), Error>> InOrder<F> {
    fn add(&mut self, index: usize, found: Found) -> Result<(), Error> {
        self.waiting.insert(index, found);
        while let Some(found) = self.waiting.remove(&self.next) {
            self.next += 1;
            (self.take)(found)?;
        }
        Ok(())
    }
}

fn print(format: Format, model: &Model, found: &Found, output: &mut impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        seeds: &'a [Seed],
        iou: f64,
        growths: usize,
        #[serde(flatten)]
        read: Option<Read>,
        codes: Vec<&'a [u16]>,
        lineage: Vec<Vec<&'a [u32]>>,
        image: Vec<&'a [f32]>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        explanations: Vec<OfStroke<'a>>,
    }
    let Found { image, fitted, read, explanations } = found;
    let Fitted { seeds, iou, growths, .. } = fitted;
    if format == Format::Spec {
        serde_json::to_writer(&mut *output, &spec(seeds))?;
        return writeln!(output);
    }
    let (codes, lineage) = model.grow(seeds).expect("found seeds can be grown");
    let line = Line {
        seeds,
        iou: *iou,
        growths: *growths,
        read: *read,
        codes: codes.chunks(SIZE).collect(),
        lineage: lineage.rows(SIZE),
        image: image.chunks(SIZE).collect(),
        explanations: of_strokes(explanations, seeds.len()),
    };
    serde_json::to_writer(&mut *output, &line)?;
    writeln!(output)
}

/// Heatmaps, stroke after stroke, with the strokes that they are of.
fn of_strokes(explanations: &[Explanation], strokes: usize) -> Vec<OfStroke<'_>> {
    let each = explanations.len() / strokes.max(1);
    let of_stroke = |(index, explanation): (usize, _)| OfStroke {
        stroke: index / each,
        explanation,
        canvas_share: Explanation::canvas_share(explanation),
    };
    explanations.iter().enumerate().map(of_stroke).collect()
}

/// Seeds as `develop` reads them.
fn spec(seeds: &[Seed]) -> Spec {
    Spec { seeds: seeds.to_vec(), ..handwriting::spec() }
}

fn sheet(model: &Model, all: &[Found]) -> ContactSheet {
    let across = all.len().min(ACROSS);
    let mut sheet = ContactSheet::new(2 * across, all.len().div_ceil(across));
    for (index, Found { image, fitted, .. }) in all.iter().enumerate() {
        let (column, row) = (2 * (index % across), index / across);
        sheet.draw(column, row, image.iter().copied(), std::iter::empty());
        let seeds = fitted.seeds.iter().map(|seed| (seed.x, seed.y));
        sheet.draw(column + 1, row, model.canvas(&fitted.seeds).into_iter(), seeds);
    }
    sheet
}
