//! The worker's answers, put together from what `shared` computes.

use shared::attribution::Explanation;
use shared::mnist::{self, SITES, SIZE, Seed, UnknownClass};
use shared::output::Output;
use shared::pattern::{self, Configuration, develop_with_lineage};
use shared::reading::Reading;

use super::message::{Class, Digit, Grown, Growth, Map, Read};

/// Draws a digit.
///
/// # Errors
/// If there is no such class.
pub fn grown(digit: Digit) -> Result<Grown, UnknownClass> {
    let sample = mnist::sample(digit.class, digit.seed)?;
    let (_, truth) = grow(mnist::seeds(&sample.y_g, &sample.y_s), sample.steps)
        .expect("a sample's seeds have grown before");
    Ok(Grown { digit, steps: sample.steps, angle: sample.angle, image: sample.image, truth })
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
    let predicted = mnist::seeds(&reading.y_g_labels(), &reading.y_s_labels());
    let (configuration, regrowth) = grow(predicted, grown.steps)?;
    let (truth, _) = grow(grown.truth.seeds.clone(), grown.steps)?;
    Ok(Read {
        digit: grown.digit,
        class,
        generators: reading.generators(),
        regrowth,
        iou: mnist::iou(configuration.codes(), truth.codes()),
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
        heatmap: heatmap.values().chunks(heatmap.width()).map(<[f32]>::to_vec).collect(),
        max_abs: resized.max_abs(),
        normalized: resized.normalized().values().to_vec(),
    }
}

fn grow(seeds: Vec<Seed>, steps: u32) -> Result<(Configuration, Growth), pattern::Error> {
    let (configuration, lineage) = develop_with_lineage(mnist::system(), &seeds, steps)?;
    let lineage = (0..SITES).map(|site| lineage.seeds(site).to_vec()).collect();
    Ok((configuration, Growth { seeds, lineage }))
}
