//! `trainer train`: trains GPTNet.

pub mod arguments;
pub mod batch;
pub mod checkpoint;
pub mod curves;
pub mod goals;
pub mod grown;
pub mod handwriting;
pub mod loader;
pub mod log;
pub mod monitor;
pub mod objective;
pub mod optimizer;
pub mod plan;
pub mod pretrained;
pub mod recipe;
pub mod schedule;
pub mod scores;
pub mod settings;
pub mod sheet;
pub mod source;
pub mod stage;
pub mod step;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use shared::model::ReadError;
use thiserror::Error;

pub use arguments::{Args, Reporting};

use crate::device::DeviceError;
use crate::distribution::DistributionFileError;
use crate::interrupt::{self, Interrupt};
use crate::output::say;
use crate::weights::WeightsFileError;
use checkpoint::CheckpointError;
use handwriting::HandwritingError;
use plan::Plan;
use pretrained::PretrainedError;
use settings::{Settings, SettingsError};

/// Why training ended early.
#[derive(Debug, Error)]
pub enum Error {
    /// The settings do not work.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The distribution cannot be read.
    #[error(transparent)]
    Distribution(#[from] DistributionFileError),
    /// There is something to lose.
    #[error("{0:?} already holds a run; go on with --resume, or choose another --out")]
    Exists(PathBuf),
    /// There is nothing to go on from.
    #[error("{0:?} holds no checkpoint to go on from")]
    NothingToResume(PathBuf),
    /// A stage is to go on whose result another one has begun with.
    #[error(
        "{earlier:?} is not at its end, but {later:?} has begun with what it was; to train the later stages anew, too, \
         move their folders away"
    )]
    Begun {
        /// The folder of the one.
        earlier: PathBuf,
        /// The folder of the other.
        later: PathBuf,
    },
    /// Another process writes into the folder.
    #[error("another process is training in {0:?}")]
    Busy(PathBuf),
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The weights cannot be read or written.
    #[error(transparent)]
    Weights(#[from] WeightsFileError),
    /// The settings are of another network than the one that is being trained.
    #[error("{0}, as settings.toml says now: a run trains one network to its end")]
    Changed(WeightsFileError),
    /// The pretrained backbone cannot be read.
    #[error(transparent)]
    Pretrained(#[from] PretrainedError),
    /// A checkpoint cannot be written or read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// There is no handwriting to learn from.
    #[error(transparent)]
    Handwriting(#[from] HandwritingError),
    /// The run's folder cannot be written.
    #[error("cannot write the run {path:?}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The numbers are not numbers any more.
    #[error("{what} after {step} steps; the last good checkpoint is {last:?}")]
    Diverged {
        /// Which.
        what: String,
        /// The steps done.
        step: u64,
        /// The newest checkpoint.
        last: PathBuf,
    },
    /// A thread that draws samples has failed.
    #[error(
        "cannot draw the samples of a step after {step}: {reason}; the last good checkpoint is {last:?}"
    )]
    Samples {
        /// Why.
        reason: String,
        /// The steps done.
        step: u64,
        /// The newest checkpoint.
        last: PathBuf,
    },
    /// The user has ended the run.
    #[error("interrupted after {step} steps; --resume goes on from {checkpoint:?}")]
    Interrupted {
        /// The steps done.
        step: u64,
        /// The newest checkpoint.
        checkpoint: PathBuf,
    },
    /// Signals cannot be listened to.
    #[error("cannot listen for signals: {0}")]
    Signals(io::Error),
    /// The evaluation failed.
    #[error(transparent)]
    Evaluation(#[from] ReadError),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Weights(error) => error.exit_code(),
            Self::Interrupted { .. } | Self::Handwriting(HandwritingError::Interrupted { .. }) => {
                interrupt::EXIT_CODE
            }
            Self::Folder { .. }
            | Self::Checkpoint(_)
            | Self::Diverged { .. }
            | Self::Samples { .. }
            | Self::Handwriting(HandwritingError::Labels { .. } | HandwritingError::Read(_))
            | Self::Signals(_)
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
    // Before anything that takes time: process 1 hears no signal that is not listened for.
    let interrupt = Interrupt::listen().map_err(Error::Signals)?;
    let plan_file = args.out.join(plan::FILE);
    let plan = if args.resume {
        if !plan_file.exists() && !checkpoint::exists(&args.out)? {
            return Err(Error::NothingToResume(args.out.clone()));
        }
        Plan::read(&plan_file)?
    } else {
        args.start.plan()?
    };
    let stages = plan.stages(&args.out)?;
    let mut initial = if args.resume { None } else { Some(args.start.weights(&stages[0].1)?) };
    let chosen = args.device.open()?;
    let device = chosen.device.clone().autodiff();

    // Nobody else writes here from now on, so that what is found stays true.
    let _lock = lock(&args.out)?;
    if args.resume {
        if !checkpoint::exists(&stages[0].0)? {
            return Err(Error::NothingToResume(args.out.clone()));
        }
        check_order(&stages)?;
    } else if holds_run(&args.out)? {
        return Err(Error::Exists(args.out.clone()));
    }
    if !args.resume {
        let folder = |source| Error::Folder { path: args.out.clone(), source };
        settings::write(&plan_file, &plan).map_err(folder)?;
    }
    say!("training on {}", chosen.reason);
    for (folder, settings) in &stages {
        let from = || initial.take().ok_or_else(|| Error::NothingToResume(folder.clone()));
        let train = || stage::train(folder, settings, from, &device, &args.reporting, &interrupt);
        let result = chosen.run(train)?;
        say!("{} is the result; --init continues from it", folder.join(stage::RESULT).display());
        initial = Some(result);
    }
    Ok(())
}

/// Sees that no stage is to go on before one that has begun, which would keep what it began with.
fn check_order(stages: &[(PathBuf, Settings)]) -> Result<(), Error> {
    let mut unfinished: Option<&PathBuf> = None;
    for (folder, settings) in stages {
        match (unfinished, checkpoint::progress(folder)?) {
            (Some(earlier), Some(_)) => {
                return Err(Error::Begun { earlier: earlier.clone(), later: folder.clone() });
            }
            (None, Some(progress)) if progress.is_done(settings.steps) => {}
            _ => {
                unfinished.get_or_insert(folder);
            }
        }
    }
    Ok(())
}

/// Whether a folder holds a run with something to lose.
fn holds_run(folder: &Path) -> Result<bool, Error> {
    let holds = |folder: &Path| -> Result<bool, CheckpointError> {
        Ok(folder.join(stage::RESULT).exists() || checkpoint::exists(folder)?)
    };
    if holds(folder)? {
        return Ok(true);
    }
    let plan_file = folder.join(plan::FILE);
    if !plan_file.exists() {
        return Ok(false);
    }
    // Settings that are not of a run are not ours to overwrite.
    let Ok(stages) = Plan::read(&plan_file).and_then(|plan| plan.stages(folder)) else {
        return Ok(true);
    };
    for (folder, _) in stages {
        if holds(&folder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the run's folder, and sees to it that one process at a time writes into it.
fn lock(folder: &Path) -> Result<File, Error> {
    let error = |source| Error::Folder { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(error)?;
    let file = File::create(folder.join(".lock")).map_err(error)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Busy(folder.to_owned())),
        // Some file systems have no locks; the run does not depend on them.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}
