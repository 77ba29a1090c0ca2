//! `trainer explain`: what the network reads in one image, and heatmaps of why.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;
use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::mnist::{SITES, SIZE, sample};
use shared::model::{Engine, Network, ReadError};
use shared::output::{Heads, Layer, Output, Target, TargetError, UnknownName};
use shared::reading::Reading;
use thiserror::Error;

use crate::device::{Choice, DeviceError, Reader};
use crate::picture::{self, Picture, PictureError};
use crate::weights::{self, WeightsFileError};

/// Explain what the network reads in an image.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weights of either layout
    #[arg(long, value_name = "FILE")]
    pub weights: PathBuf,
    #[command(flatten)]
    image: Source,
    /// Seed of the sample
    #[arg(long, default_value_t = 1, conflicts_with = "image")]
    pub seed: u64,
    /// The output to explain
    #[arg(long)]
    pub output: Output,
    /// CLASS, or CHANNEL,ROW,COLUMN; without it the predicted class or every predicted generator
    #[arg(long)]
    pub target: Option<String>,
    /// Methods, separated by commas: guided-backprop, deconvolution, grad-cam, gradient,
    /// gradient-x-input, integrated-gradients, smooth-grad, lrp-z-plus, hires-cam, occlusion
    #[arg(long, value_name = "METHODS", value_delimiter = ',', default_value = "guided-backprop")]
    pub method: Vec<String>,
    /// Where grad-cam and hires-cam look: channel-adj (as published), stem, l1 to l4, eb2, eb1, eb0
    #[arg(long, default_value_t = Layer::ChannelAdj)]
    pub layer: Layer,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "cpu")]
    pub device: Choice,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// Explain a sample of this class
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=9))]
    class: Option<u8>,
    /// Explain an image: a PNG, or JSON of 28 rows of 28 numbers from 0 to 1
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
}

/// How the answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object
    Json,
}

/// Why there is no explanation.
#[derive(Debug, Error)]
pub enum Error {
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
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, a device that fails, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let methods = args
        .method
        .iter()
        .map(|name| Method::parse(name, args.layer))
        .collect::<Result<Vec<_>, _>>()?;
    let target = match &args.target {
        Some(text) => Some(Target::parse(args.output, text)?.checked(&Heads::GPT_MNIST)?),
        None => None,
    };
    let image = image(args)?;
    let weights = weights::read(&args.weights)?;
    let (reading, explanations) = match Reader::new(&weights, &args.device.open()?) {
        Reader::Cpu(network) => explain(&network, &image, args.output, target, &methods)?,
        Reader::Device(network) => explain(&network, &image, args.output, target, &methods)?,
    };

    #[derive(Serialize)]
    struct Answer<'a> {
        y: &'a [f32],
        y_g: Vec<Vec<&'a [f32]>>,
        y_s: Vec<Vec<&'a [f32]>>,
        explanations: &'a [Explanation],
    }
    let answer = Answer {
        y: reading.logits(Output::Y),
        y_g: channels(reading.logits(Output::Yg)),
        y_s: channels(reading.logits(Output::Ys)),
        explanations: &explanations,
    };
    let mut stdout = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => serde_json::to_writer(&mut stdout, &answer).map_err(io::Error::from)?,
    }
    writeln!(stdout)?;
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
    pollster::block_on(async {
        let forward = network.forward(&[image]).await?;
        let reading = forward.readings()[0].clone();
        let targets = match target {
            Some(target) => vec![target],
            None => reading.default_targets(output),
        };
        let requests: Vec<Request> =
            targets.into_iter().map(|target| Request { image: 0, target }).collect();
        let parameters = Parameters::default();
        let explanations = network.explain(&forward, &requests, methods, &parameters).await?;
        Ok((reading, explanations))
    })
}

/// Channels of rows.
fn channels(values: &[f32]) -> Vec<Vec<&[f32]>> {
    values.chunks(SITES).map(|channel| channel.chunks(SIZE).collect()).collect()
}

fn image(args: &Args) -> Result<Vec<f32>, Error> {
    match (&args.image.image, args.image.class) {
        (Some(path), _) => {
            let Picture { pixels, notes } = picture::read(path)?;
            notes.iter().for_each(|note| eprintln!("{note}"));
            Ok(pixels)
        }
        (None, Some(class)) => {
            Ok(sample(class, args.seed).expect("clap lets only digits through").image)
        }
        (None, None) => unreachable!("clap asks for a class or an image"),
    }
}
