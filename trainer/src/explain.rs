//! `trainer explain`: what the network reads in one image, and heatmaps of why.

mod answer;
mod bulk;
mod figure;
mod subject;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{ValueEnum, value_parser};
use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::distribution::Distribution;
use shared::gpt_mnist;
use shared::grown::UnknownClass;
use shared::model::{Engine, Network, ReadError};
use shared::output::{Layer, Output, Target, TargetError, UnknownName};
use shared::reading::Reading;
use thiserror::Error;

use crate::device::{Choice, DeviceError, Reader};
use crate::distribution::{self, DistributionFileError};
use crate::heatmaps::{self, HeatmapsError};
use crate::picture::PictureError;
use crate::weights::{self, WeightsFileError};

use crate::output::say;
use answer::Answer;
use bulk::Bulk;
use subject::Subject;

/// The name of all methods together.
const ALL: &str = "all";

/// Explain what the network reads in an image.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout
    #[arg(long, value_name = "FILE")]
    pub weights: PathBuf,
    #[command(flatten)]
    image: Source,
    /// Seed of the sample, or of the first of several
    #[arg(long, default_value_t = 1, conflicts_with = "image")]
    pub seed: u64,
    /// The distribution, TOML, that the weights have to be for; they know it themselves
    #[arg(long, value_name = "FILE", conflicts_with = "heatmaps")]
    pub distribution: Option<PathBuf>,
    /// The output to explain: y, y_g or y_s
    #[arg(long)]
    pub output: Output,
    /// CLASS, or CHANNEL,ROW,COLUMN; without it the predicted class or every predicted generator
    #[arg(long)]
    pub target: Option<String>,
    /// Methods, separated by commas: guided-backprop, deconvolution, grad-cam, gradient,
    /// gradient-x-input, integrated-gradients, smooth-grad, lrp-z-plus, hires-cam, occlusion; or
    /// all. A layer of its own may follow, as in grad-cam@eb1
    #[arg(long, value_name = "METHODS", value_delimiter = ',', default_value = "guided-backprop")]
    pub method: Vec<String>,
    /// Where grad-cam and hires-cam look: channel-adj (as published), stem, l1 to l4, eb2, eb1, eb0
    #[arg(long, default_value_t = Layer::ChannelAdj)]
    pub layer: Layer,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Json, conflicts_with = "heatmaps")]
    pub format: Format,
    /// Add to each explanation of a generator how well it finds that generator's component
    #[arg(long, conflicts_with_all = ["image", "samples", "heatmaps"])]
    pub scores: bool,
    /// Write the heatmaps, of one method, into a file for `score` instead of printing them; without
    /// --target those of the true seeds, in the channel that the network reads there
    #[arg(long, value_name = "FILE", conflicts_with = "image")]
    pub heatmaps: Option<PathBuf>,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "cpu")]
    pub device: Choice,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// Explain a sample of this class
    #[arg(long)]
    class: Option<u8>,
    /// Explain an image: a PNG, or JSON of 28 rows of 28 numbers from 0 to 1
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
    /// Explain samples of the classes in turn; the n-th after the first has the seed + n
    #[arg(long, value_parser = value_parser!(u32).range(1..=100_000), requires = "heatmaps")]
    samples: Option<u32>,
}

/// How the answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object
    Json,
    /// A picture: the image and the maps beside it, a row for each target
    Svg,
}

/// Why there is no explanation.
#[derive(Debug, Error)]
pub enum Error {
    /// The distribution cannot be read.
    #[error(transparent)]
    Distribution(#[from] DistributionFileError),
    /// The class does not exist.
    #[error(transparent)]
    Class(#[from] UnknownClass),
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The image file does not give an image.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The network does not take the image, or the device failed.
    #[error(transparent)]
    Unread(#[from] ReadError),
    /// The target does not exist.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The method does not exist.
    #[error(transparent)]
    Method(#[from] UnknownName),
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// There is no such explanation, or the device failed.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// The file of heatmaps cannot be written.
    #[error(transparent)]
    Heatmaps(#[from] HeatmapsError),
    /// A file of heatmaps has one map of each target.
    #[error("--heatmaps takes one --method, got {0}")]
    Methods(usize),
    /// A file of heatmaps cannot hold the seeds.
    #[error(
        "--heatmaps holds seeds up to {}, fewer than {samples} samples from seed {seed} on need",
        i64::MAX
    )]
    Seeds {
        /// The first seed.
        seed: u64,
        /// The number of samples.
        samples: u32,
    },
    /// A picture has no place for scores.
    #[error("--scores adds to JSON; --format svg does not show them")]
    ScoresInPicture,
    /// The answer cannot be printed.
    #[error("cannot print the explanation: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unread(ReadError::Device(_)) | Self::Write(_) => 1,
            Self::Explain(ExplainError::Read(ReadError::Device(_))) => 1,
            Self::Heatmaps(error) => error.exit_code(),
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, a device that fails, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let methods = methods(&args.method, args.layer, args.output)?;
    let target = match &args.target {
        Some(text) => Some(Target::parse(args.output, text)?),
        None => None,
    };
    match &args.heatmaps {
        Some(path) => write_heatmaps(args, path, target, &methods),
        None => print(args, target, &methods),
    }
}

/// The methods of some names, which all have something to say about the output.
///
/// # Errors
/// A method that does not exist, or whose layer does not lead to the output.
pub fn methods(names: &[String], layer: Layer, output: Output) -> Result<Vec<Method>, Error> {
    let mut methods = Vec::new();
    for name in names {
        match name.as_str() {
            ALL => methods.extend(Method::all(layer)),
            name => methods.push(Method::parse(name, layer)?),
        }
    }
    let useless = methods.iter().find(|method| !method.applies_to(output));
    match useless.and_then(|&method| Some((method, method.layer()?))) {
        Some((method, layer)) => Err(ExplainError::Layer { method, layer, output }.into()),
        None => Ok(methods),
    }
}

/// Explains one sample or several and writes the maps into a file.
fn write_heatmaps(
    args: &Args,
    path: &Path,
    target: Option<Target>,
    methods: &[Method],
) -> Result<(), Error> {
    let &[method] = methods else { return Err(Error::Methods(methods.len())) };
    let (seed, samples) = (args.seed, args.image.samples.unwrap_or(1));
    if seed.checked_add(u64::from(samples) - 1).is_none_or(|last| last > i64::MAX as u64) {
        return Err(Error::Seeds { seed, samples });
    }
    let weights = weights::read_for(&args.weights, Distribution::GptMnist)?;
    let grown = gpt_mnist::grown();
    let target = target.map(|target| target.checked(&grown.heads())).transpose()?;
    if let Some(class) = args.image.class {
        grown.sample(class, seed)?;
    }
    let bulk = Bulk {
        samples: Bulk::samples(args.image.class, seed, samples),
        output: args.output,
        target,
        method,
    };
    let file = heatmaps::create(path, bulk.count())?;
    let rows = bulk.rows(&Reader::new(&weights, &args.device.open()?))?;
    heatmaps::write(file, &rows)?;
    say!("wrote {} heatmaps into {}", rows.len(), path.display());
    Ok(())
}

/// Explains one image and prints the answer.
fn print(args: &Args, target: Option<Target>, methods: &[Method]) -> Result<(), Error> {
    if args.scores && args.format == Format::Svg {
        return Err(Error::ScoresInPicture);
    }
    let expected = args.distribution.as_deref().map(distribution::read).transpose()?;
    let (weights, grown) = weights::read_grown(&args.weights, expected)?;
    let target = target.map(|target| target.checked(&grown.heads())).transpose()?;
    let subject = Subject::read(&args.image, grown, args.seed)?;
    let output = args.output;
    let (reading, explanations) = match Reader::new(&weights, &args.device.open()?) {
        Reader::Cpu(network) => explain(&network, &subject.image, output, target, methods)?,
        Reader::Device(network) => explain(&network, &subject.image, output, target, methods)?,
    };
    let mut stdout = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => {
            let scored = subject.sample.as_ref().filter(|_| args.scores);
            let answer = Answer::new(&reading, &explanations, scored);
            serde_json::to_writer(&mut stdout, &answer).map_err(io::Error::from)?;
            writeln!(stdout)?;
        }
        Format::Svg => {
            let picture = figure::svg(&subject, &reading, output, methods, &explanations);
            stdout.write_all(picture.as_bytes())?;
        }
    }
    Ok(stdout.flush()?)
}

/// Reads an image, and explains one target of it or all that it reads there.
fn explain<E: Engine>(
    network: &Network<E>,
    image: &[f32],
    output: Output,
    target: Option<Target>,
    methods: &[Method],
) -> Result<(Reading, Vec<Explanation>), Error> {
    let targets = |reading: &Reading| match target {
        Some(target) => vec![target],
        None => reading.default_targets(output),
    };
    explain_targets(network, image, targets, methods)
}

/// Reads an image, and explains the targets that are chosen by what was read.
fn explain_targets<E: Engine>(
    network: &Network<E>,
    image: &[f32],
    targets: impl FnOnce(&Reading) -> Vec<Target>,
    methods: &[Method],
) -> Result<(Reading, Vec<Explanation>), Error> {
    pollster::block_on(async {
        let forward = network.forward(&[image]).await?;
        let reading = forward.readings()[0].clone();
        let requests: Vec<Request> =
            targets(&reading).into_iter().map(|target| Request { image: 0, target }).collect();
        let parameters = Parameters::default();
        let explanations = network.explain(&forward, &requests, methods, &parameters).await?;
        Ok((reading, explanations))
    })
}
