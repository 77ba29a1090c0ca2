//! The command line of `trainer train`.

use std::path::PathBuf;

use shared::model::Weights;

use super::plan::Plan;
use super::recipe::{self, PaperStage, Recipe};
use super::settings::{Settings, SettingsError};
use super::{Error, pretrained};
use crate::device::Choice;
use crate::output::folder;
use crate::{distribution, weights};

/// Train GPTNet: from scratch, from --init or --pretrained, or on from the newest checkpoint.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Folder of the run: settings, checkpoints, log, result
    #[arg(long, default_value = "runs/default", value_parser = folder(), value_name = "FOLDER")]
    pub out: PathBuf,
    /// Go on from the newest checkpoint in --out, with the settings there; a larger `steps` in its
    /// settings.toml makes a longer run
    #[arg(long)]
    pub resume: bool,
    #[command(flatten)]
    pub(super) start: Start,
    #[command(flatten)]
    pub(super) reporting: Reporting,
    /// Device: auto, cuda, cuda:N, vulkan or cpu
    #[arg(long, default_value = "auto")]
    pub device: Choice,
}

/// What a new run starts from.
#[derive(Debug, Clone, clap::Args)]
#[group(id = "start", multiple = true, conflicts_with = "resume")]
pub struct Start {
    /// Our own recipe, the paper's three stages, or those that learn real handwriting
    #[arg(long, value_enum)]
    recipe: Option<Recipe>,
    /// One stage of the paper's recipe
    #[arg(long, value_enum, conflicts_with = "recipe")]
    stage: Option<PaperStage>,
    /// Continue from the weights in this file, with a fresh optimizer
    #[arg(long, value_name = "WEIGHTS")]
    init: Option<PathBuf>,
    /// Start from torchvision's ResNet34, .safetensors or .pth
    #[arg(long, value_name = "FILE", conflicts_with = "init")]
    pretrained: Option<PathBuf>,
    /// Settings, TOML; the effective ones are written to settings.toml in --out
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// What the samples are grown from, TOML (docs/distributions.md); without it GPT MNIST
    #[arg(long, value_name = "FILE")]
    distribution: Option<PathBuf>,
    /// Optimizer steps; in a recipe of several stages none takes more
    #[arg(long)]
    steps: Option<u64>,
    /// Samples in a step
    #[arg(long)]
    batch: Option<usize>,
    /// The largest learning rate
    #[arg(long, value_name = "RATE")]
    learning_rate: Option<f64>,
    /// Weights of the losses of y_g and y_s
    #[arg(long, value_name = "L1,L2", value_parser = lambdas)]
    lambdas: Option<[f64; 2]>,
    /// How often a class is drawn, such as 8=6; may be given for several classes
    #[arg(long, value_name = "CLASS=WEIGHT", value_parser = class_weight)]
    class_weight: Vec<(usize, f64)>,
    /// Train in so many rounds, each in a folder of its own with a contact sheet
    #[arg(long)]
    rounds: Option<u64>,
    /// Seed of the initial weights and of the samples; the stages of a recipe count on from it
    #[arg(long)]
    seed: Option<u64>,
    /// Folder with the real digits that --recipe handwriting learns from: files of `trainer mnist`, or MNIST's own to
    /// train on, among which may be some of the development digits that it is judged by
    #[arg(long, value_name = "FOLDER")]
    mnist_dir: Option<PathBuf>,
}

/// How often a run reports, and how it gets its samples. None of it changes the result.
#[derive(Debug, Clone, clap::Args)]
pub struct Reporting {
    /// Steps between checkpoints
    #[arg(long, default_value_t = 200, value_name = "STEPS", value_parser = clap::value_parser!(u64).range(1..))]
    pub checkpoint_every: u64,
    /// Steps between reports
    #[arg(long, default_value_t = 20, value_name = "STEPS", value_parser = clap::value_parser!(u64).range(1..))]
    pub log_every: u64,
    /// Fresh samples in the evaluation at each checkpoint; 0 for none
    #[arg(long, default_value_t = 200, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub evaluation_samples: u32,
    /// Threads that draw samples
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub loader_threads: u16,
}

impl Start {
    /// What the run is to do.
    pub(super) fn plan(&self) -> Result<Plan, Error> {
        let base = match (self.stage, self.recipe.unwrap_or_default()) {
            (Some(stage), _) => Plan::One(Box::new(stage.settings())),
            (None, Recipe::Paper) => Plan::paper(),
            (None, Recipe::Handwriting) => Plan::handwriting(),
            (None, Recipe::Own) => Plan::One(Box::new(recipe::own(self.init.is_some()))),
        };
        let base = match self.distribution.as_deref().map(distribution::read).transpose()? {
            Some(distribution) => base.for_distribution(distribution)?,
            None => base,
        };
        let mut plan = match &self.settings {
            Some(path) => base.overlaid(path)?,
            None => base,
        };
        let shorten = matches!(plan, Plan::Stages(_));
        plan.for_each(|settings| self.overrule(settings, shorten))?;
        Ok(plan)
    }

    fn overrule(&self, settings: &mut Settings, shorten: bool) -> Result<(), SettingsError> {
        if let Some(steps) = self.steps {
            settings.steps = if shorten { steps.min(settings.steps) } else { steps };
        }
        settings.batch = self.batch.unwrap_or(settings.batch);
        settings.learning_rate = self.learning_rate.unwrap_or(settings.learning_rate);
        settings.lambdas = self.lambdas.unwrap_or(settings.lambdas);
        settings.rounds = self.rounds.unwrap_or(settings.rounds);
        settings.seed = self.seed.unwrap_or(settings.seed);
        match (&mut settings.handwriting, &self.mnist_dir) {
            (Some(handwriting), Some(folder)) => handwriting.digits.clone_from(folder),
            (None, Some(_)) => return Err(SettingsError::NoDigits),
            (_, None) => {}
        }
        let classes = settings.class_weights.len();
        if self.class_weight.is_empty() || classes == 0 {
            return Ok(());
        }
        settings.class_weights = vec![1.0; classes];
        for &(class, weight) in &self.class_weight {
            let place = settings.class_weights.get_mut(class);
            *place.ok_or(SettingsError::NoClass { class, classes })? = weight;
        }
        Ok(())
    }

    /// The weights that the first stage starts from.
    pub(super) fn weights(&self, settings: &Settings) -> Result<Weights, Error> {
        if let Some(path) = &self.init {
            return Ok(weights::read_as(path, settings.architecture())?);
        }
        let fresh = Weights::random_of(settings.architecture(), settings.seed);
        Ok(match &self.pretrained {
            Some(path) => pretrained::read(path, &fresh)?,
            None => fresh,
        })
    }
}

fn lambdas(text: &str) -> Result<[f64; 2], String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.parse().ok()).collect();
    let two: Option<[f64; 2]> = numbers.and_then(|numbers| numbers.try_into().ok());
    two.ok_or_else(|| "expected two numbers, such as 1,100".to_owned())
}

fn class_weight(text: &str) -> Result<(usize, f64), String> {
    let parsed = text
        .split_once('=')
        .and_then(|(class, weight)| Some((class.parse().ok()?, weight.parse().ok()?)));
    parsed.ok_or_else(|| "expected a class and its weight, such as 8=6".to_owned())
}
