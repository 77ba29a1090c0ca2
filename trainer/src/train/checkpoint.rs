//! Checkpoints: a folder with the weights, the optimizer's state and the progress.
//!
//! A checkpoint is written to a temporary folder that is renamed when it is complete, so that
//! what bears a checkpoint's name can be read. The one before it is kept, the older ones are removed.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use burn::optim::ModuleOptimizer;
use serde::{Deserialize, Serialize};
use shared::model::{Layout, Weights, WeightsError};
use thiserror::Error;

use super::goals::Goals;
use crate::output::{self, say, sync_folder};

/// How far a stage has come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub step: u64,
    /// What the losses have decided.
    pub goals: Goals,
}

impl Progress {
    /// Whether a stage of so many steps has come to its end.
    pub fn is_done(&self, steps: u64) -> bool {
        self.step >= steps || self.goals.reached
    }
}

/// What a checkpoint's smallest file holds: the progress, and what the others must be.
#[derive(Serialize, Deserialize)]
struct Index {
    progress: Progress,
    files: BTreeMap<String, Digest>,
}

/// By which a damaged file is found before it is interpreted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Digest {
    bytes: u64,
    crc32: u32,
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of checksum {:08x}", self.bytes, self.crc32)
    }
}

/// A checkpoint that cannot be written or read.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The file system refuses.
    #[error("checkpoint: {path:?}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is damaged, or was not written by this program.
    #[error("checkpoint: {path:?} is damaged: {reason}")]
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
const PARTIAL: &str = ".partial";
const DAMAGED: &str = "damaged";
const WEIGHTS: &str = "weights.safetensors";
const OPTIMIZER: &str = "optimizer.burnpack";
const INDEX: &str = "progress.json";

/// A complete checkpoint, read back.
pub struct Checkpoint {
    /// Its folder.
    pub path: PathBuf,
    /// The weights.
    pub weights: Weights,
    /// The optimizer with its state.
    pub optimizer: ModuleOptimizer,
    /// The rest.
    pub progress: Progress,
}

/// Writes a checkpoint into `folder` and removes the older ones, but for the last.
///
/// # Errors
/// If the file system refuses; nothing of the checkpoint is left behind then.
pub fn save(
    folder: &Path,
    weights: &Weights,
    optimizer: &ModuleOptimizer,
    progress: &Progress,
) -> Result<PathBuf, CheckpointError> {
    let name = format!("{PREFIX}{:08}", progress.step);
    let (temporary, target) = (folder.join(format!(".{name}{PARTIAL}")), folder.join(&name));
    let written = write(&temporary, weights, optimizer, progress).and_then(|()| {
        fs::rename(&temporary, &target).map_err(io_error(&target))?;
        sync_folder(folder).map_err(io_error(folder))
    });
    if written.is_err() {
        // The first error is the one to report.
        let _ = remove(&temporary);
    }
    written?;
    for (_, path) in list(folder)?.iter().rev().skip(2) {
        if let Err(error) = remove(path) {
            say!("warning: {error}; the run goes on");
        }
    }
    Ok(target)
}

fn write(
    folder: &Path,
    weights: &Weights,
    optimizer: &ModuleOptimizer,
    progress: &Progress,
) -> Result<(), CheckpointError> {
    let state = optimizer.into_bytes().map_err(|error| CheckpointError::Damaged {
        path: folder.join(OPTIMIZER),
        reason: error.to_string(),
    })?;
    let weights = weights.to_safetensors(Layout::PyTorch)?;
    fs::create_dir_all(folder).map_err(io_error(folder))?;
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        File::create(&path)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .map_err(io_error(&path))
    };
    let files: [(&str, &[u8]); 2] = [(WEIGHTS, &weights), (OPTIMIZER, &state)];
    let mut digests = BTreeMap::new();
    for (name, bytes) in files {
        write(name, bytes)?;
        digests.insert(name.to_owned(), digest(bytes));
    }
    let index = Index { progress: progress.clone(), files: digests };
    write(INDEX, &serde_json::to_vec_pretty(&index).expect("progress is plain data"))?;
    sync_folder(folder).map_err(io_error(folder))
}

/// Reads the newest checkpoint in `folder`, if there is one, or, where that is damaged, the one before it, and gives
/// the damaged one a name by which it is none any more; `optimizer` takes its state.
///
/// # Errors
/// Of the newest one, if none can be read.
pub fn latest(
    folder: &Path,
    optimizer: ModuleOptimizer,
) -> Result<Option<Checkpoint>, CheckpointError> {
    let mut damaged: Vec<(PathBuf, CheckpointError)> = Vec::new();
    for (step, path) in list(folder)?.into_iter().rev() {
        match read(&path, step, optimizer.clone()) {
            Ok(checkpoint) => {
                for (newer, error) in damaged {
                    let aside = set_aside(&newer)?;
                    say!("warning: {error}; going on from {path:?}, and it is {aside:?} now");
                }
                return Ok(Some(checkpoint));
            }
            Err(error) => damaged.push((path, error)),
        }
    }
    damaged.into_iter().next().map_or(Ok(None), |(_, error)| Err(error))
}

/// Gives a damaged checkpoint another name, so that it is not kept in the place of a good one.
fn set_aside(path: &Path) -> Result<PathBuf, CheckpointError> {
    let aside = path.with_extension(DAMAGED);
    remove(&aside)?;
    fs::rename(path, &aside).map_err(io_error(path))?;
    Ok(aside)
}

/// Reads the checkpoint of a step.
fn read(path: &Path, step: u64, optimizer: ModuleOptimizer) -> Result<Checkpoint, CheckpointError> {
    let damaged =
        |name: &str, reason: String| CheckpointError::Damaged { path: path.join(name), reason };
    let Index { progress, files } = index(path, step)?;
    let read = |name: &str| {
        let expected = files.get(name).ok_or_else(|| damaged(INDEX, format!("no \"{name}\"")))?;
        let mut bytes = Vec::new();
        File::open(path.join(name))
            .and_then(|file| file.take(expected.bytes.saturating_add(1)).read_to_end(&mut bytes))
            .map_err(io_error(&path.join(name)))?;
        let found = digest(&bytes);
        if found == *expected {
            return Ok(bytes);
        }
        Err(damaged(name, format!("it has {found}, expected {expected}")))
    };
    let weights = Weights::from_safetensors(&read(WEIGHTS)?)
        .map_err(|error| damaged(WEIGHTS, error.to_string()))?;
    let optimizer = optimizer
        .from_bytes(burn::tensor::Bytes::from_bytes_vec(read(OPTIMIZER)?))
        .map_err(|error| damaged(OPTIMIZER, error.to_string()))?;
    Ok(Checkpoint { weights, optimizer, progress, path: path.to_owned() })
}

/// Reads the smallest file of the checkpoint of a step.
fn index(path: &Path, step: u64) -> Result<Index, CheckpointError> {
    let path = path.join(INDEX);
    let damaged = |reason| CheckpointError::Damaged { path: path.clone(), reason };
    let bytes = fs::read(&path).map_err(io_error(&path))?;
    let index: Index =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    match index.progress.step == step {
        true => Ok(index),
        false => Err(damaged(format!("it is of step {}", index.progress.step))),
    }
}

/// How far the newest checkpoint in `folder` has come that tells it, if there is any checkpoint.
///
/// # Errors
/// Of the newest one, if none tells it.
pub fn progress(folder: &Path) -> Result<Option<Progress>, CheckpointError> {
    let mut damaged = None;
    for (step, path) in list(folder)?.into_iter().rev() {
        match index(&path, step) {
            Ok(Index { progress, .. }) => return Ok(Some(progress)),
            Err(error) => {
                damaged.get_or_insert(error);
            }
        }
    }
    damaged.map_or(Ok(None), Err)
}

/// Whether there is a checkpoint in `folder`.
///
/// # Errors
/// If the folder cannot be read.
pub fn exists(folder: &Path) -> Result<bool, CheckpointError> {
    Ok(!list(folder)?.is_empty())
}

/// Removes what a run that was killed while it wrote has left behind.
///
/// # Errors
/// If the file system refuses.
pub fn clean(folder: &Path) -> Result<(), CheckpointError> {
    for path in entries(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.ends_with(PARTIAL) {
            continue;
        }
        if name.starts_with(&format!(".{PREFIX}")) {
            remove(&path)?;
        } else if name.starts_with(output::TEMPORARY) {
            fs::remove_file(&path).map_err(io_error(&path))?;
        }
    }
    Ok(())
}

/// The complete checkpoints in a folder by their step, oldest first.
fn list(folder: &Path) -> Result<Vec<(u64, PathBuf)>, CheckpointError> {
    let step = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse().ok();
    let mut found: Vec<(u64, PathBuf)> =
        entries(folder)?.into_iter().filter_map(|path| Some((step(&path)?, path))).collect();
    found.sort();
    Ok(found)
}

/// What lies in a folder; nothing if there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, CheckpointError> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .map_err(io_error(folder)),
    }
}

fn digest(bytes: &[u8]) -> Digest {
    Digest { bytes: bytes.len() as u64, crc32: crc32fast::hash(bytes) }
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
