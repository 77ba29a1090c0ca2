//! Checkpoints: a folder with the weights, the optimizer's state and the progress.
//!
//! A checkpoint is written to a temporary folder that is renamed when it is complete, so that
//! what bears a checkpoint's name can be read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use burn::optim::ModuleOptimizer;
use serde::{Deserialize, Serialize};
use shared::model::{GptNet, Layout, Weights, WeightsError};
use thiserror::Error;

use super::recipe::Recipe;

/// What a checkpoint knows besides tensors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub step: u64,
    /// The settings of the run.
    pub recipe: Recipe,
}

/// A checkpoint that cannot be written or read.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The file system refuses.
    #[error("checkpoint: {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is damaged.
    #[error("checkpoint: {path} is damaged: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The weights cannot be written.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

const PREFIX: &str = "checkpoint-";
const WEIGHTS: &str = "weights.safetensors";
const OPTIMIZER: &str = "optimizer.burnpack";
const PROGRESS: &str = "progress.json";

/// A complete checkpoint, read back.
pub struct Checkpoint {
    /// The weights.
    pub weights: Weights,
    /// The optimizer with its state.
    pub optimizer: ModuleOptimizer,
    /// The rest.
    pub progress: Progress,
}

/// Writes a checkpoint into `folder` and removes the older ones.
///
/// # Errors
/// If the file system refuses.
pub fn save(
    folder: &Path,
    network: &GptNet,
    optimizer: &ModuleOptimizer,
    progress: &Progress,
) -> Result<PathBuf, CheckpointError> {
    let name = format!("{PREFIX}{:08}", progress.step);
    let (temporary, target) = (folder.join(format!(".{name}.partial")), folder.join(&name));
    remove(&temporary)?;
    fs::create_dir_all(&temporary).map_err(io_error(&temporary))?;
    let write = |file: &str, bytes: &[u8]| {
        let path = temporary.join(file);
        fs::File::create(&path)
            .and_then(|mut file| io::Write::write_all(&mut file, bytes).and_then(|()| file.sync_all()))
            .map_err(io_error(&path))
    };
    write(WEIGHTS, &network.weights().to_safetensors(Layout::PyTorch)?)?;
    let state = optimizer.into_bytes().map_err(|error| CheckpointError::Damaged {
        path: temporary.join(OPTIMIZER),
        reason: error.to_string(),
    })?;
    write(OPTIMIZER, &state)?;
    write(PROGRESS, &serde_json::to_vec_pretty(progress).expect("progress is plain data"))?;
    remove(&target)?;
    fs::rename(&temporary, &target).map_err(io_error(&target))?;
    for (step, path) in list(folder)? {
        if step < progress.step {
            remove(&path)?;
        }
    }
    Ok(target)
}

/// Reads the newest checkpoint in `folder`, if there is one.
///
/// # Errors
/// If it cannot be read.
pub fn latest(
    folder: &Path,
    optimizer: impl Fn(&Recipe) -> ModuleOptimizer,
) -> Result<Option<Checkpoint>, CheckpointError> {
    let Some((_, path)) = list(folder)?.pop() else { return Ok(None) };
    let read = |file: &str| {
        let path = path.join(file);
        fs::read(&path).map_err(io_error(&path))
    };
    let damaged = |file: &str, reason: String| CheckpointError::Damaged {
        path: path.join(file),
        reason,
    };
    let progress: Progress = serde_json::from_slice(&read(PROGRESS)?)
        .map_err(|error| damaged(PROGRESS, error.to_string()))?;
    let weights = Weights::from_safetensors(&read(WEIGHTS)?)
        .map_err(|error| damaged(WEIGHTS, error.to_string()))?;
    let state = burn::tensor::Bytes::from_bytes_vec(read(OPTIMIZER)?);
    let optimizer = optimizer(&progress.recipe)
        .from_bytes(state)
        .map_err(|error| damaged(OPTIMIZER, error.to_string()))?;
    Ok(Some(Checkpoint { weights, optimizer, progress }))
}

/// The complete checkpoints in a folder by their step, oldest first.
fn list(folder: &Path) -> Result<Vec<(u64, PathBuf)>, CheckpointError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(io_error(folder))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(io_error(folder))?.path();
        let step = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_prefix(PREFIX)?.parse().ok());
        found.extend(step.map(|step| (step, path)));
    }
    found.sort();
    Ok(found)
}

fn remove(path: &Path) -> Result<(), CheckpointError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result.map_err(io_error(path)),
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> CheckpointError {
    let path = path.to_owned();
    move |source| CheckpointError::Io { path, source }
}
