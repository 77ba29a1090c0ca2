//! The log of a stage, in JSON lines.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::scores::Scores;
use crate::output::write_atomically;

/// The name of the file.
const FILE: &str = "log.jsonl";

/// The means over the steps since the entry before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Steps done.
    pub step: u64,
    /// Mean losses of `y`, `y_g` and `y_s`.
    pub losses: [f64; 3],
    /// How the last batch was read.
    pub scores: Scores,
    /// The learning rate of the last step.
    pub learning_rate: f64,
    /// Training samples in a second.
    pub samples_per_second: f64,
    /// Share of the time that the device waited for samples.
    pub data_wait: f64,
}

/// The log, open for writing.
pub struct Log {
    file: File,
    path: PathBuf,
}

impl Log {
    /// Opens the log in `folder`, less what it says of steps after `step`, which are done again.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn open(folder: &Path, step: u64) -> io::Result<Self> {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            text => text?,
        };
        // What cannot be read costs its line.
        let is_of = |line: &&[u8]| {
            let entry: Option<Value> = serde_json::from_slice(line).ok();
            entry.and_then(|entry| entry["step"].as_u64()).is_some_and(|found| found <= step)
        };
        write_atomically(&path, |file| {
            let lines = text.split(|&byte| byte == b'\n').filter(is_of);
            lines.into_iter().try_for_each(|line| file.write_all(&[line, b"\n"].concat()))
        })?;
        Ok(Self { file: OpenOptions::new().append(true).open(&path)?, path })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, entry: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }

    /// The entries about training so far.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let text = fs::read(&self.path)?;
        let lines = text.split(|&byte| byte == b'\n');
        Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
    }
}
