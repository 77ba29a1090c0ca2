//! What the network reads in the samples, measured once for all parts of the report.

use std::ops::Range;

use rayon::prelude::*;
use shared::evaluation::table::Outcome;
use shared::gpt_mnist::{Sample, iou, regrow};
use shared::model::ReadError;
use shared::reading::Reading;

use super::context::Context;
use crate::progress::during;

/// Images that run through the network at once.
pub const BATCH: usize = 32;

/// Steps for which a prediction is grown where its own number is unknown, as in the paper.
pub const STEPS: u32 = 8;

/// How one sample was read.
pub struct Read {
    /// Its scores.
    pub outcome: Outcome,
    /// Intersection over union with the true configuration of the predicted one, grown for
    /// [`STEPS`] and for the sample's own number of steps.
    pub overlap: [f64; 2],
}

/// Reads the samples.
///
/// # Errors
/// If the network answers with what is no number.
pub fn read(context: &Context) -> Result<Vec<Read>, ReadError> {
    let n = context.samples;
    let batches: Vec<Range<usize>> =
        (0..n).step_by(BATCH).map(|first| first..n.min(first + BATCH)).collect();
    during(&format!("reading {n} samples"), n, |bar| {
        let batches = batches.into_par_iter().map(|batch| {
            let samples: Vec<Sample> = batch.map(|k| context.sample(k)).collect();
            let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
            let readings = pollster::block_on(context.network.read(&images))?;
            bar.inc(samples.len() as u64);
            Ok(samples.iter().zip(&readings).map(|(s, reading)| compared(s, reading)).collect())
        });
        let batches: Result<Vec<Vec<Read>>, ReadError> = batches.collect();
        Ok(batches?.into_iter().flatten().collect())
    })
}

fn compared(sample: &Sample, reading: &Reading) -> Read {
    let overlap = [STEPS, sample.steps].map(|steps| iou(&regrown(reading, steps), &sample.codes));
    Read { outcome: Outcome::new(sample, reading), overlap }
}

/// The predicted configuration, grown upright: 28 x 28 codes.
pub fn regrown(reading: &Reading, steps: u32) -> Vec<u16> {
    regrow(&reading.y_g_labels(), &reading.y_s_labels(), steps)
        .expect("predicted types and orientations exist, and few steps are grown")
        .into_codes()
}
