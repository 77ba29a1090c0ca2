//! The worker's answers, put together from what `shared` computes.

use shared::attribution::Explanation;
use shared::gpt_mnist::{self, SITES, SIZE, Seed};
use shared::grown::DrawError;
use shared::output::Output;
use shared::pattern::{self, develop_with_lineage};
use shared::reading::Reading;

use super::message::{Class, Digit, Grown, Map, Read};
use crate::growth::Growth;

/// Draws a digit, with what is done to it.
///
/// # Errors
/// If there is no such class, or a dial is set to what it does not have.
pub fn grown(digit: Digit) -> Result<Grown, DrawError> {
    let sample = digit.sample()?;
    let (steps, angle) = (sample.steps, sample.angle);
    let truth = digit.edits.growth(&sample, steps).into();
    Ok(Grown { digit, steps, angle, image: digit.edits.image(&sample, steps), truth })
}

/// Decodes what the network says about a digit, its class where that has been computed, and grows the
/// configuration that it predicts.
///
/// # Errors
/// If what it predicts cannot grow.
pub fn read(
    grown: &Grown,
    reading: &Reading,
    has_class: bool,
    milliseconds: f64,
) -> Result<Read, pattern::Error> {
    let class = has_class.then(|| Class {
        logits: reading.logits(Output::Y).to_vec(),
        probabilities: reading.class_probabilities(),
        predicted: reading.class(),
    });
    let predicted = gpt_mnist::seeds(&reading.y_g_labels(), &reading.y_s_labels());
    let regrowth = grow(predicted, grown.steps)?;
    Ok(Read {
        digit: grown.digit,
        class,
        generators: reading.generators(),
        iou: gpt_mnist::overlap(&regrowth.occupied(), &grown.truth.occupied()),
        regrowth,
        milliseconds,
        y_g: reading.logits(Output::Yg).to_vec(),
        y_s: reading.logits(Output::Ys).to_vec(),
    })
}

/// Readies a heatmap for drawing.
pub fn map(explanation: &Explanation) -> Map {
    let heatmap = &explanation.heatmap;
    let resized = heatmap.resized(SIZE, SIZE);
    Map {
        method: explanation.method,
        size: [heatmap.height(), heatmap.width()],
        heatmap: heatmap.values().to_vec(),
        max_abs: resized.max_abs(),
        normalized: resized.normalized().values().to_vec(),
    }
}

fn grow(seeds: Vec<Seed>, steps: u32) -> Result<Growth, pattern::Error> {
    let (_, lineage) = develop_with_lineage(gpt_mnist::system(), &seeds, steps)?;
    let lineage = (0..SITES).map(|site| lineage.seeds(site).to_vec()).collect();
    Ok(Growth { seeds, lineage })
}
