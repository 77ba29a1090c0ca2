//! The evaluation of heatmaps on many samples: work in units that run side by side and are kept as they
//! are done, so that a study that is cut off goes on where it was.

pub mod journal;
mod plan;
pub mod sections;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use shared::attribution::ExplainError;
use shared::evaluation::run::{Record, Run};
use shared::model::{CpuEngine, Network, Weights};
use thiserror::Error;

use crate::progress::during;
use journal::Journal;
pub use journal::JournalError;
pub use plan::{Plan, methods};

/// Why there is no study.
#[derive(Debug, Error)]
pub enum StudyError {
    /// The network failed on a sample.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// What was done cannot be kept or read again.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// What becomes of what an earlier call left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing: if there is work in it, there is no study.
    Keep,
    /// The study goes on with it.
    Resume,
    /// The study starts anew without it.
    Discard,
}

/// What was measured.
pub struct Study {
    /// What was asked for.
    pub plan: Plan,
    /// Everything that was measured.
    pub run: Run,
}

/// Does all units of a plan that the journal in `folder` does not have yet, on as many threads as there
/// are. The result does not depend on their number.
///
/// # Errors
/// If the network fails on a sample, or the journal cannot be read or written, or has work in it that is to be
/// kept.
pub fn run(
    weights: &Weights,
    network: &Network<CpuEngine>,
    plan: Plan,
    folder: &Path,
    earlier: Earlier,
) -> Result<Study, StudyError> {
    let path: PathBuf = folder.join("study.journal");
    let (journal, mut done) = Journal::open(&path, &plan, weights, earlier)?;
    let journal = Mutex::new(journal);
    let units: Vec<plan::Unit> = plan.units();
    let left: Vec<(usize, &plan::Unit)> =
        units.iter().enumerate().filter(|(index, _)| !done.contains_key(index)).collect();
    let work = plan.work(network, left.iter().map(|&(_, unit)| unit))?;
    let name = format!("evaluating heatmaps, {} of {} pieces to do", left.len(), units.len());
    let finished: Vec<(usize, Vec<Record>)> = during(&name, left.len(), |bar| {
        let piece = |(index, unit)| {
            let records = work.perform(unit, weights, network)?;
            journal.lock().expect("no thread panics with it").add(index, &records)?;
            bar.inc(1);
            Ok((index, records))
        };
        left.into_par_iter().map(piece).collect::<Result<_, StudyError>>()
    })?;
    done.extend(finished);
    let mut run = Run::default();
    // In the order of the units, whoever was done first: sums of floats depend on it.
    for record in done.into_values().flatten() {
        run.add(record);
    }
    Ok(Study { plan, run })
}
