//! What a study has done: what was asked for, then a frame for each unit of work.
//!
//! A frame is its length and its CRC-32, each in 4 bytes, and as many bytes of a deflated `Entry`. Entries
//! name a cell once, and from then on by its number. A study has millions of values in some ten thousand cells.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::evaluation::run::{Cell, Record};
use shared::model::{Layout, Weights};
use thiserror::Error;

use super::{Earlier, Plan};

/// What a journal starts with, the version included: of its form, and of what its records mean.
const START: &[u8] = b"GPTNet study 2\n";

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
        "the journal {0:?} is of another study (other weights, samples or seed): --restart discards it, another \
         --out keeps it"
    )]
    Other(PathBuf),
    /// There is something to lose.
    #[error(
        "the journal {path:?} holds {units} finished pieces of an evaluation: --resume goes on with them, \
         --restart discards them"
    )]
    Exists {
        /// The file.
        path: PathBuf,
        /// How many.
        units: usize,
    },
    /// Another process writes into it.
    #[error("another process is writing the journal {0:?}")]
    Busy(PathBuf),
}

/// A journal, open for writing.
pub struct Journal {
    path: PathBuf,
    file: File,
    numbers: HashMap<Cell, u32>,
    /// Whether a frame could not be written, whose cells later ones would refer to.
    is_broken: bool,
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
    /// Cells that no entry before has, in the order of their numbers.
    cells: Vec<Cell>,
    records: Vec<Numbered>,
}

/// A record with cells by their numbers. Numbers and values lie apart: a run of like things is stored in
/// few bytes.
#[derive(Serialize, Deserialize)]
struct Numbered {
    class: u8,
    seed: u64,
    values: (Vec<u32>, Vec<f64>),
    pairs: (Vec<u32>, Vec<(f64, f64)>),
    curves: (Vec<u32>, Vec<Vec<f64>>),
}

/// The units that were done.
pub type Done = BTreeMap<usize, Vec<Record>>;

/// A journal's content.
#[derive(Default)]
struct Content {
    header: Option<Header>,
    done: Done,
    cells: Vec<Cell>,
    /// The bytes up to the end of the last whole frame.
    kept: usize,
}

impl Journal {
    /// Starts a journal, or goes on with the one that is there. A last frame that was cut off is dropped.
    ///
    /// # Errors
    /// If it cannot be read or written, another process writes it, it is of another study, or it has work in
    /// it that is to be kept.
    pub fn open(
        path: &Path,
        plan: &Plan,
        weights: &Weights,
        earlier: Earlier,
    ) -> Result<(Self, Done), JournalError> {
        let io = |source| JournalError::Io { path: path.to_owned(), source };
        let bytes =
            weights.to_safetensors(Layout::PyTorch).map_err(|error| io(io::Error::other(error)))?;
        let header = Header { plan: plan.clone(), weights: crc32fast::hash(&bytes) };
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(io)?;
        // Some file systems have no locks; the study does not depend on them.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(JournalError::Busy(path.to_owned()));
        }
        let bytes = match earlier {
            Earlier::Discard => Vec::new(),
            Earlier::Keep | Earlier::Resume => fs::read(path).map_err(io)?,
        };
        let mut content = Content::of(&bytes);
        if earlier == Earlier::Keep {
            // What no study wrote is not ours to discard, either.
            if !bytes.is_empty() && content.header.is_none() {
                return Err(JournalError::Other(path.to_owned()));
            }
            if !content.done.is_empty() {
                let (path, units) = (path.to_owned(), content.done.len());
                return Err(JournalError::Exists { path, units });
            }
            content = Content::default();
        } else if !bytes.is_empty() && content.header.as_ref() != Some(&header) {
            return Err(JournalError::Other(path.to_owned()));
        }
        file.set_len(content.kept as u64).map_err(io)?;
        let numbers = content.cells.into_iter().zip(0..).collect();
        let mut journal = Self { path: path.to_owned(), file, numbers, is_broken: false };
        if content.kept == 0 {
            journal.file.write_all(START).map_err(io)?;
            journal.write(&header)?;
        }
        Ok((journal, content.done))
    }

    /// Adds a unit.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, unit: usize, records: &[Record]) -> Result<(), JournalError> {
        let mut cells = Vec::new();
        let mut number = |cell: &Cell| {
            if let Some(&number) = self.numbers.get(cell) {
                return number;
            }
            let number = self.numbers.len() as u32;
            self.numbers.insert(cell.clone(), number);
            cells.push(cell.clone());
            number
        };
        let numbered = |record: &Record| Numbered {
            class: record.class,
            seed: record.seed,
            values: record.values.iter().map(|(cell, value)| (number(cell), *value)).unzip(),
            pairs: record.pairs.iter().map(|(cell, a, b)| (number(cell), (*a, *b))).unzip(),
            curves: record.curves.iter().map(|(cell, curve)| (number(cell), curve.clone())).unzip(),
        };
        let records = records.iter().map(numbered).collect();
        self.write(&Entry { unit, cells, records })
    }

    fn write(&mut self, frame: &impl Serialize) -> Result<(), JournalError> {
        let path = &self.path;
        let io = |source| JournalError::Io { path: path.clone(), source };
        let plain = postcard::to_stdvec(frame).map_err(|error| io(io::Error::other(error)))?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        let packed = encoder.write_all(&plain).and_then(|()| encoder.finish()).map_err(io)?;
        let (length, sum) = (packed.len() as u32, crc32fast::hash(&packed));
        let frame = [&length.to_le_bytes()[..], &sum.to_le_bytes(), &packed].concat();
        if self.is_broken {
            return Err(io(io::Error::other("what came before could not be written")));
        }
        let written = self.file.write_all(&frame);
        self.is_broken = written.is_err();
        written.map_err(io)
    }
}

impl Content {
    /// Reads as far as the content is whole.
    fn of(bytes: &[u8]) -> Self {
        let mut content = Self::default();
        let Some(mut rest) = bytes.strip_prefix(START) else { return content };
        content.header = next(&mut rest);
        if content.header.is_none() {
            return content;
        }
        content.kept = bytes.len() - rest.len();
        while let Some(Entry { unit, cells, records }) = next(&mut rest) {
            let before = content.cells.len();
            content.cells.extend(cells);
            let named = records.into_iter().map(|record| record.named(&content.cells));
            let Some(records) = named.collect() else {
                content.cells.truncate(before);
                break;
            };
            content.done.insert(unit, records);
            content.kept = bytes.len() - rest.len();
        }
        content
    }
}

impl Numbered {
    /// The record itself; none if it speaks of a cell that has no name.
    fn named(self, cells: &[Cell]) -> Option<Record> {
        let cell = |number: u32| cells.get(number as usize).cloned();
        let (values, pairs, curves) = (self.values, self.pairs, self.curves);
        let values = values.0.into_iter().zip(values.1).map(|(n, value)| Some((cell(n)?, value)));
        let pairs = pairs.0.into_iter().zip(pairs.1).map(|(n, (a, b))| Some((cell(n)?, a, b)));
        let curves = curves.0.into_iter().zip(curves.1).map(|(n, curve)| Some((cell(n)?, curve)));
        Some(Record {
            class: self.class,
            seed: self.seed,
            values: values.collect::<Option<_>>()?,
            pairs: pairs.collect::<Option<_>>()?,
            curves: curves.collect::<Option<_>>()?,
        })
    }
}

/// Takes the next frame off the front; none if it is not whole.
fn next<T: DeserializeOwned>(rest: &mut &[u8]) -> Option<T> {
    let (length, after) = rest.split_first_chunk()?;
    let (sum, after) = after.split_first_chunk()?;
    let (packed, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    if crc32fast::hash(packed) != u32::from_le_bytes(*sum) {
        return None;
    }
    let mut plain = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut plain).ok()?;
    let frame = postcard::from_bytes(&plain).ok()?;
    *rest = after;
    Some(frame)
}
