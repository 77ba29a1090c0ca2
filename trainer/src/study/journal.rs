//! What a study has done, in JSON lines: one for what was asked, then one for each unit of work.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::evaluation::run::Record;
use shared::model::{Layout, Weights};
use thiserror::Error;

use super::Plan;

/// Why a journal cannot be used.
#[derive(Debug, Error)]
pub enum JournalError {
    /// It cannot be read or written.
    #[error("the journal {path:?}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It belongs to another study.
    #[error(
        "the journal {0:?} is of another study (other weights, samples or seed): without --resume it starts anew"
    )]
    Other(PathBuf),
}

/// A journal, open for writing.
pub struct Journal {
    path: PathBuf,
    file: File,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Header {
    plan: Plan,
    /// CRC-32 of the weights in PyTorch's layout.
    weights: u32,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    unit: usize,
    records: Vec<Record>,
}

/// The units that were done.
pub type Done = BTreeMap<usize, Vec<Record>>;

impl Journal {
    /// Starts a journal, or goes on with the one that is there. A last line that was cut off is dropped.
    pub fn open(
        path: &Path,
        plan: &Plan,
        weights: &Weights,
        resume: bool,
    ) -> Result<(Self, Done), JournalError> {
        let io = |source| JournalError::Io { path: path.to_owned(), source };
        let bytes =
            weights.to_safetensors(Layout::PyTorch).map_err(|error| io(io::Error::other(error)))?;
        let header = Header { plan: plan.clone(), weights: crc32fast::hash(&bytes) };
        let text = match fs::read_to_string(path) {
            Ok(text) if resume => text,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => String::new(),
        };
        let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let mut kept = 0;
        let mut done = Done::new();
        if let Some(first) = lines.next() {
            if serde_json::from_str::<Header>(first).ok().as_ref() != Some(&header) {
                return Err(JournalError::Other(path.to_owned()));
            }
            kept += first.len();
            for line in lines {
                let Ok(Entry { unit, records }) = serde_json::from_str(line) else { break };
                done.insert(unit, records);
                kept += line.len();
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(io)?;
        file.set_len(kept as u64).map_err(io)?;
        let mut journal = Self { path: path.to_owned(), file };
        if kept == 0 {
            journal.write(&header)?;
        }
        Ok((journal, done))
    }

    /// Adds a unit, and returns its records as they will be read back: a float may lose its last digit in
    /// the text, and a study that goes on must not differ from one in one go.
    pub fn add(&mut self, unit: usize, records: Vec<Record>) -> Result<Vec<Record>, JournalError> {
        let text = self.write(&Entry { unit, records })?;
        let entry: Entry = serde_json::from_slice(&text).map_err(|error| self.io(error.into()))?;
        Ok(entry.records)
    }

    fn write(&mut self, line: &impl Serialize) -> Result<Vec<u8>, JournalError> {
        let mut text = serde_json::to_vec(line).map_err(|error| self.io(error.into()))?;
        text.push(b'\n');
        self.file.write_all(&text).map_err(|error| self.io(error))?;
        Ok(text)
    }

    fn io(&self, source: io::Error) -> JournalError {
        JournalError::Io { path: self.path.clone(), source }
    }
}
