//! `trainer train`: trains GPTNet.

pub mod batch;
pub mod checkpoint;
pub mod loader;
pub mod monitor;
pub mod objective;
pub mod recipe;

use std::fs;
use std::io;
use std::path::PathBuf;

use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use shared::model::{GptNet, Network, ReadError, Weights};
use thiserror::Error;

use crate::device::{Choice, DeviceError};
use crate::evaluate::evaluate;
use crate::weights::{self, WeightsFileError};
use batch::Batch;
use checkpoint::{Checkpoint, CheckpointError, Progress};
use loader::Loader;
use monitor::Monitor;
use objective::losses;
use recipe::{Recipe, RecipeError};

/// Seed of the samples of the evaluations during training; the training samples' seeds are drawn
/// from all of 0 to 2^64 - 1.
const EVALUATION_SEED: u64 = 1_000_000;

/// Train GPTNet: from scratch, from --init WEIGHTS, or on from the newest checkpoint.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Folder of the run: checkpoints, log and settings
    #[arg(long, default_value = "runs/default", value_name = "FOLDER")]
    pub out: PathBuf,
    /// Continue from the weights in this file, with a fresh optimizer
    #[arg(long, value_name = "WEIGHTS")]
    pub init: Option<PathBuf>,
    /// Go on from the newest checkpoint in --out
    #[arg(long, conflicts_with_all = ["init", "settings"])]
    pub resume: bool,
    /// Settings of the run, TOML; the effective ones are written to settings.toml in --out
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Optimizer steps
    #[arg(long, conflicts_with = "resume")]
    pub steps: Option<u64>,
    /// Samples in a step
    #[arg(long, conflicts_with = "resume")]
    pub batch: Option<usize>,
    /// The largest learning rate
    #[arg(long, conflicts_with = "resume")]
    pub learning_rate: Option<f64>,
    /// Seed of the initial weights and of the samples
    #[arg(long, conflicts_with = "resume")]
    pub seed: Option<u64>,
    /// Steps between checkpoints
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    pub checkpoint_every: u64,
    /// Fresh samples in the evaluation at each checkpoint
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub evaluation_samples: u32,
    /// Threads that draw samples
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub loader_threads: u16,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "auto")]
    pub device: Choice,
}

/// Why training ended early.
#[derive(Debug, Error)]
pub enum Error {
    /// The settings do not work.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// There is something to lose.
    #[error("{0:?} already holds a run; go on with --resume, or choose another --out")]
    Exists(PathBuf),
    /// There is nothing to go on from.
    #[error("{0:?} holds no checkpoint to go on from")]
    NothingToResume(PathBuf),
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// A checkpoint cannot be written or read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The run's folder cannot be written.
    #[error("cannot write the run {path:?}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The loss is not a number any more.
    #[error("the loss became {loss} in step {step}; the last good checkpoint is {last}")]
    Diverged {
        /// The loss.
        loss: f32,
        /// The step.
        step: u64,
        /// The newest checkpoint, or "none".
        last: String,
    },
    /// The evaluation failed.
    #[error(transparent)]
    Evaluation(#[from] ReadError),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Folder { .. }
            | Self::Checkpoint(_)
            | Self::Diverged { .. }
            | Self::Evaluation(_) => 1,
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A request that cannot be met, or a run that cannot go on.
pub fn run(args: &Args) -> Result<(), Error> {
    let chosen = args.device.open()?;
    let device = chosen.device.autodiff();
    let folder = |source| Error::Folder { path: args.out.clone(), source };
    let (mut network, mut optimizer, mut progress) = start(args, &device)?;
    fs::create_dir_all(&args.out).map_err(folder)?;
    progress.recipe.write(&args.out.join("settings.toml")).map_err(folder)?;
    let recipe = progress.recipe.clone();
    let mut monitor = Monitor::open(&args.out, &recipe, progress.step).map_err(folder)?;
    monitor.say(&format!(
        "training on {}, step {} of {}, in {}",
        chosen.reason,
        progress.step,
        recipe.steps,
        args.out.display()
    ));
    let mut loader = Loader::start(&recipe, progress.step, args.loader_threads.into());
    let mut last = None;
    while let Some(batch) = loader.next() {
        let step = progress.step;
        let values;
        (network, values) = train_step(network, &mut optimizer, &recipe, step, &batch, &device);
        if let Some(&loss) = values.iter().find(|loss| !loss.is_finite()) {
            let last = last.map_or("none".to_owned(), |path: PathBuf| path.display().to_string());
            return Err(Error::Diverged { loss, step, last });
        }
        progress.step += 1;
        monitor.step(progress.step, values, &recipe, loader.waited()).map_err(folder)?;
        if progress.step % args.checkpoint_every == 0 || progress.step == recipe.steps {
            last = Some(checkpoint::save(&args.out, &network, &optimizer, &progress)?);
            let frozen = Network::new(&network.weights(), &device.clone().inner());
            let evaluation = evaluate(&frozen, EVALUATION_SEED, args.evaluation_samples as usize)?;
            monitor.say(&evaluation.summary());
            monitor.log(&evaluation).map_err(folder)?;
            monitor.resume();
        }
    }
    Ok(())
}

/// The state in which a run starts.
fn start(args: &Args, device: &Device) -> Result<(GptNet, ModuleOptimizer, Progress), Error> {
    let found = checkpoint::latest(&args.out, adam)?;
    if args.resume {
        let found = found.ok_or_else(|| Error::NothingToResume(args.out.clone()))?;
        let Checkpoint { weights, optimizer, progress } = found;
        return Ok((GptNet::new(&weights, device), optimizer, progress));
    }
    if found.is_some() {
        return Err(Error::Exists(args.out.clone()));
    }
    let base = if args.init.is_some() { Recipe::continuing() } else { Recipe::default() };
    let mut recipe = match &args.settings {
        Some(path) => Recipe::read(path)?,
        None => base,
    };
    recipe.steps = args.steps.unwrap_or(recipe.steps);
    recipe.batch = args.batch.unwrap_or(recipe.batch);
    recipe.learning_rate = args.learning_rate.unwrap_or(recipe.learning_rate);
    recipe.seed = args.seed.unwrap_or(recipe.seed);
    let recipe = recipe.checked()?;
    let weights = match &args.init {
        Some(path) => weights::read(path)?,
        None => Weights::random(recipe.seed),
    };
    Ok((GptNet::new(&weights, device), adam(&recipe), Progress { step: 0, recipe }))
}

fn adam(recipe: &Recipe) -> ModuleOptimizer {
    AdamConfig::new()
        .with_beta_1(recipe.betas[0])
        .with_beta_2(recipe.betas[1])
        .with_epsilon(1e-8)
        .with_weight_decay(Some(WeightDecayConfig::new(recipe.weight_decay)))
        .init()
}

/// One optimizer step. Returns the three losses.
fn train_step(
    network: GptNet,
    optimizer: &mut ModuleOptimizer,
    recipe: &Recipe,
    step: u64,
    batch: &Batch,
    device: &Device,
) -> (GptNet, [f32; 3]) {
    let batch = batch.upload(recipe.empty_weight_at(step) as f32, device);
    let logits = network.forward(batch.images.clone(), recipe.slope_at(step));
    let [y, y_g, y_s] = losses(logits, &batch);
    let values = Tensor::cat(vec![y.clone(), y_g.clone(), y_s.clone()], 0).detach();
    let gradients = GradientsParams::from_grads((y + y_g + y_s).backward(), &network);
    let network = optimizer.step(recipe.learning_rate_at(step), network, gradients);
    let values = values.into_data().try_to_vec::<f32>().expect("losses are f32");
    (network, [values[0], values[1], values[2]])
}
