//! Trains one stage in its folder, from its newest checkpoint if there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::optim::ModuleOptimizer;
use burn::tensor::Device;
use shared::decode::Way;
use shared::model::architecture::Parameter;
use shared::model::{BurnEngine, GptNet, Layout, Network, ReadError, Weights};

use super::batch::Batch;
use super::checkpoint::{self, Checkpoint, Progress};
use super::handwriting::{HandwritingError, drawings, label};
use super::loader::Loader;
use super::monitor::Monitor;
use super::optimizer::adam;
use super::plan::Plan;
use super::scores::Scores;
use super::settings::{self, Settings};
use super::source::Source;
use super::step::{Outcome, step};
use super::{Error, Reporting, curves, plan, sheet};
use crate::digits::{self, Part};
use crate::evaluate::{evaluate, handwriting};
use crate::interrupt::Interrupt;
use crate::output::say;
use crate::{panics, weights};

/// Seed of the samples of the evaluations during training; the training samples' seeds are drawn
/// from all of 0 to 2^64 - 1.
const EVALUATION_SEED: u64 = 1_000_000;

/// The name of the file with a stage's result.
pub const RESULT: &str = "weights.safetensors";

/// A stage under way.
struct Stage<'a> {
    folder: &'a Path,
    settings: &'a Settings,
    device: &'a Device,
    network: GptNet,
    optimizer: ModuleOptimizer,
    progress: Progress,
    /// The newest checkpoint.
    checkpoint: PathBuf,
}

/// Trains a stage to its end and leaves its result, loss curves and a contact sheet in its folder.
/// `initial` makes the weights that it starts from. Returns the result.
///
/// # Errors
/// If the folder cannot be written, the loss is not a number any more, or the device fails.
pub fn train(
    folder: &Path,
    settings: &Settings,
    initial: impl FnOnce() -> Result<Weights, Error>,
    device: &Device,
    reporting: &Reporting,
    interrupt: &Interrupt,
) -> Result<Weights, Error> {
    let io = |source| Error::Folder { path: folder.to_owned(), source };
    let mut stage = Stage::open(folder, settings, initial, device, interrupt)?;
    let mut monitor =
        Monitor::open(folder, settings, stage.progress.step, reporting.log_every).map_err(io)?;
    monitor.say(&format!(
        "step {} of {} in {}",
        stage.progress.step,
        settings.steps,
        folder.display()
    ));
    if stage.is_done() {
        monitor.say(match stage.progress.goals.reached {
            true => "nothing is left to do: the running means of the losses are below \"targets\"",
            false => {
                "nothing is left to do; a larger \"steps\" in the run's settings.toml makes a longer run"
            }
        });
    }
    let first = if stage.is_done() { settings.steps } else { stage.progress.step };
    let source = Source::open(folder, settings)?;
    let mut loader = Loader::start(settings, &source, first, reporting.loader_threads.into());
    while !stage.is_done() {
        let Some(batch) = loader.next() else { break };
        let batch = batch.map_err(|reason| stage.no_samples(reason))?;
        let rate = stage.learning_rate();
        let is_due = monitor.is_due(stage.progress.step + 1);
        let outcome;
        (stage, outcome) = stage.step(&batch)?;
        let step = stage.progress.step;
        interrupt.unsaved(true);
        let is_due = is_due || stage.is_done();
        let scores = is_due
            .then(|| Scores::of(&batch, outcome.logits))
            .transpose()
            .map_err(ReadError::from)?;
        monitor.step(step, outcome.losses, rate, scores, loader.waited()).map_err(io)?;
        let is_saved = step.is_multiple_of(reporting.checkpoint_every) || stage.is_done();
        if is_saved {
            let began = Instant::now();
            let weights = stage.save()?;
            interrupt.unsaved(false);
            if reporting.evaluation_samples > 0 {
                let network = Network::new(&weights, BurnEngine::new(device.clone().inner()));
                let samples = reporting.evaluation_samples as usize;
                report(&network, settings, samples, &mut monitor, step)?;
            }
            monitor.exclude(began.elapsed());
        }
        if interrupt.asked() {
            if !is_saved {
                stage.save()?;
            }
            return Err(Error::Interrupted { step, checkpoint: stage.checkpoint });
        }
    }
    if settings.keep_best && stage.progress.goals.kept.is_none() {
        let bounds = settings.targets.map(|bound| bound.to_string()).join(", ");
        monitor.say(&format!(
            "no running means of y, y_g and y_s met the bounds {bounds}: the last model is the result"
        ));
    }
    let entries = monitor.finish().map_err(io)?;
    curves::write(&folder.join("losses.svg"), &entries).map_err(io)?;
    let result = stage.result()?;
    let network = Network::new(&result, BurnEngine::new(device.clone().inner()));
    let sheet = match &settings.handwriting {
        None => sheet::draw(&network, settings.grown(), &sheet::chosen_classes(settings))?,
        Some(handwriting) => {
            let digits = digits::read(&handwriting.digits, Part::Development);
            sheet::draw_digits(&network, &digits.map_err(HandwritingError::from)?)?
        }
    };
    sheet.write(&folder.join("sheet.png")).map_err(io)?;
    Ok(result)
}

/// Says and logs how the network reads what it was not trained on.
fn report(
    network: &Network<BurnEngine>,
    settings: &Settings,
    samples: usize,
    monitor: &mut Monitor,
    step: u64,
) -> Result<(), Error> {
    let log = |monitor: &mut Monitor, summary: &str, evaluation: &serde_json::Value| {
        monitor.say(summary);
        monitor.log(step, evaluation)
    };
    let written = match &settings.handwriting {
        None => {
            let evaluation = evaluate(network, settings.grown(), EVALUATION_SEED, samples)?;
            log(monitor, &evaluation.summary(), &serde_json::json!(evaluation))
        }
        Some(handwriting) => {
            let digits = digits::read(&handwriting.digits, Part::Development);
            let digits = digits.map_err(HandwritingError::from)?;
            let some = &digits[..samples.min(digits.len())];
            let evaluation = handwriting::evaluate(network, some, &[Way::OnePass, Way::Iterated])?;
            log(monitor, &evaluation.summary(), &serde_json::json!(evaluation))
        }
    };
    written.map_err(|source| Error::Folder { path: monitor.log_path().to_owned(), source })
}

impl<'a> Stage<'a> {
    fn open(
        folder: &'a Path,
        settings: &'a Settings,
        initial: impl FnOnce() -> Result<Weights, Error>,
        device: &'a Device,
        interrupt: &Interrupt,
    ) -> Result<Self, Error> {
        checkpoint::clean(folder)?;
        let io = |source| Error::Folder { path: folder.to_owned(), source };
        let Checkpoint { path, weights, optimizer, progress } =
            match checkpoint::latest(folder, adam(settings))? {
                Some(found) => {
                    weights::check_as(&found.path, &found.weights, settings.architecture())
                        .map_err(Error::Changed)?;
                    // A run of several stages is told in its own file what is to be otherwise.
                    let own = folder.join(plan::FILE);
                    if Plan::read(&own).ok() != Some(Plan::One(Box::new(settings.clone()))) {
                        settings::write(&own, settings).map_err(io)?;
                    }
                    found
                }
                None => Self::begin(folder, settings, initial()?)?,
            };
        if let Some(handwriting) = &settings.handwriting
            && progress.step == 0
        {
            let drawings = drawings(handwriting, settings.seed)?;
            let seed = settings.seed;
            say!("{}", label(folder, handwriting, seed, &drawings, &weights, interrupt)?);
        }
        let network = GptNet::new(&weights, device);
        let checkpoint = path;
        let stage = Self { folder, settings, device, network, optimizer, progress, checkpoint };
        stage.advise();
        Ok(stage)
    }

    /// Writes the checkpoint that a stage begins with. Digits that are not there are said before.
    fn begin(folder: &Path, settings: &Settings, weights: Weights) -> Result<Checkpoint, Error> {
        if let Some(handwriting) = &settings.handwriting {
            // The development part is what the stage is judged by.
            for part in [Part::Train, Part::Development] {
                digits::read(&handwriting.digits, part).map_err(HandwritingError::from)?;
            }
        }
        let io = |source| Error::Folder { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(io)?;
        settings::write(&folder.join(plan::FILE), settings).map_err(io)?;
        let (optimizer, progress) = (adam(settings), Progress::default());
        let path = checkpoint::save(folder, &weights, &optimizer, &progress)?;
        Ok(Checkpoint { path, weights, optimizer, progress })
    }

    fn is_done(&self) -> bool {
        self.progress.is_done(self.settings.steps)
    }

    fn learning_rate(&self) -> f64 {
        self.settings.learning_rate_at(self.progress.step, self.progress.goals.soft_reached)
    }

    /// One step of the optimizer.
    fn step(mut self, batch: &Batch) -> Result<(Self, Outcome), Error> {
        let settings = self.settings;
        let empty_weight = settings.empty_weight_at(self.progress.step) as f32;
        let (uploaded, rate) = (batch.upload(empty_weight, self.device), self.learning_rate());
        let outcome;
        (self.network, outcome) =
            step(self.network, &mut self.optimizer, &uploaded, settings, rate);
        let values = outcome.losses;
        if let Some(&loss) = values.iter().find(|loss| !loss.is_finite()) {
            return Err(self.diverged(format!("the loss became {loss}")));
        }
        self.progress.step += 1;
        if self.progress.goals.update(self.progress.step, values, settings) {
            weights::write(&self.folder.join(RESULT), &self.weights()?, Layout::PyTorch)?;
        }
        Ok((self, outcome))
    }

    /// The present weights, if they can be read again.
    fn weights(&self) -> Result<Weights, Error> {
        let architecture = self.settings.architecture();
        let weights = self.network.weights(architecture);
        for parameter in architecture.parameters() {
            let Parameter { name, kind, .. } = &parameter;
            Weights::check(name, *kind, weights.get(name))
                .map_err(|error| self.diverged(error.to_string()))?;
        }
        Ok(weights)
    }

    fn diverged(&self, what: String) -> Error {
        Error::Diverged { what, step: self.progress.step, last: self.checkpoint.clone() }
    }

    fn no_samples(&self, reason: String) -> Error {
        Error::Samples { reason, step: self.progress.step, last: self.checkpoint.clone() }
    }

    fn save(&mut self) -> Result<Weights, Error> {
        let weights = self.weights()?;
        self.checkpoint = checkpoint::save(self.folder, &weights, &self.optimizer, &self.progress)?;
        self.advise();
        Ok(weights)
    }

    /// What follows the message if the device or the program fails from now on.
    fn advise(&self) {
        panics::advise(format!("the last good checkpoint is {:?}", self.checkpoint));
    }

    /// The best model if one was kept, else the last.
    fn result(&self) -> Result<Weights, Error> {
        let path = self.folder.join(RESULT);
        if self.progress.goals.kept.is_some() {
            return Ok(weights::read_as(&path, self.settings.architecture())?);
        }
        let result = self.weights()?;
        weights::write(&path, &result, Layout::PyTorch)?;
        Ok(result)
    }
}
