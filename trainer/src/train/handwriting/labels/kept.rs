//! The labels that have been found so far, a line for each batch: labelling that is cut off goes on with them.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::Found;
use crate::output::write_atomically;

/// The name of the file.
pub const FILE: &str = "labels.partial.jsonl";

/// What a file starts with.
#[derive(Serialize, Deserialize)]
struct Start {
    /// What the labels are of.
    of: u32,
}

/// A batch as it is read.
#[derive(Deserialize)]
struct Batch {
    batch: usize,
    labels: Vec<Found>,
}

/// A batch as it is written.
#[derive(Serialize)]
struct Line<'a> {
    batch: usize,
    labels: &'a [Found],
}

/// The file, open for more.
pub struct Kept {
    path: PathBuf,
    file: Mutex<File>,
}

impl Kept {
    /// Opens the file in a stage's folder, and what it has of the labels that are asked for. What is of others and
    /// what cannot be read goes.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn open(folder: &Path, of: u32) -> io::Result<(Self, BTreeMap<usize, Vec<Found>>)> {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            text => text?,
        };
        let mut lines = text.split(|&byte| byte == b'\n');
        let start: Option<Start> = lines.next().and_then(|line| serde_json::from_slice(line).ok());
        let kept: BTreeMap<usize, Vec<Found>> = match start {
            Some(start) if start.of == of => lines
                .filter_map(|line| serde_json::from_slice(line).ok())
                .map(|Batch { batch, labels }| (batch, labels))
                .collect(),
            _ => BTreeMap::new(),
        };
        write_atomically(&path, |file| {
            write_line(file, &Start { of })?;
            kept.iter().try_for_each(|(&batch, labels)| write_line(file, &Line { batch, labels }))
        })?;
        let file = Mutex::new(OpenOptions::new().append(true).open(&path)?);
        Ok((Self { path, file }, kept))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a batch.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&self, batch: usize, labels: &[Found]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        write_line(&mut *file, &Line { batch, labels })
    }

    /// Removes the file.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn remove(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Writes a line at once, so that a process that is killed leaves at most one that is cut off.
fn write_line(file: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(line)?;
    line.push(b'\n');
    file.write_all(&line)
}
