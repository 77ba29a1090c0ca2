//! Heatmaps of the strokes that a network reads in handwriting.
//!
//! Nobody knows which strokes a real digit is made of, so the predicted configuration stands in for the true one. Masks
//! are those of its regrowth. What the network loses without a stroke is read twice, as [`removed`](super::removed) says: from
//! the configuration grown without it, and from the digit with the cells cleared that are the stroke's alone.

use super::baseline::{Baseline, Subject, noise_seed};
use super::mask::ComponentMasks;
use super::removed::{cleared, left};
use super::scoring::{Effects, Scores, score};
use crate::attribution::{ExplainError, Method, Parameters};
use crate::decode::Strokes;
use crate::fit::Model;
use crate::gpt_mnist::{SIZE, Site};
use crate::model::{Engine, Network};
use crate::output::{Output, Target};
use crate::pattern::{Lineage, Seed};

/// The baselines that apply: what they show is in the image or near the seed.
const BASELINES: [Baseline; 5] = [
    Baseline::Random,
    Baseline::Sobel,
    Baseline::Input,
    Baseline::Gaussian,
    Baseline::GaussianTimesInput,
];

/// The scores of one explainer's maps of a digit, stroke after stroke.
#[derive(Debug, Clone, PartialEq)]
pub struct OfExplainer {
    /// What of each stroke is explained: its type or its orientation.
    pub output: Output,
    /// A method or a baseline by its name.
    pub explainer: String,
    /// Of each stroke's map.
    pub scores: Vec<Scores>,
}

/// Explains every stroke that was read in an image, each in the pass that names it, and scores all maps, those of the
/// baselines included, whose noise is drawn from `noise`.
///
/// # Errors
/// If a method does not apply to types and orientations, a map is not finite, or the network or the device fails.
///
/// # Panics
/// If the model's system does not have one of the seeds.
pub async fn score_strokes<E: Engine>(
    network: &Network<E>,
    model: &Model,
    strokes: Strokes<'_>,
    methods: &[Method],
    parameters: &Parameters,
    noise: u64,
) -> Result<Vec<OfExplainer>, ExplainError> {
    let Strokes { image, seeds, .. } = strokes;
    let (_, lineage) = model.grow(seeds).expect("the seeds are those of the system");
    let masks = ComponentMasks::of_lineage(&lineage, seeds.len());
    let pictures = pictures(model, image, seeds, &lineage);
    let mut effects: [Vec<Effects>; 2] = Default::default();
    for stroke in 0..seeds.len() {
        let of_outputs = stroke_effects(network, model, strokes, &pictures, stroke).await?;
        effects.iter_mut().zip(of_outputs).for_each(|(all, own)| all.push(own));
    }
    let mut all = Vec::new();
    for (output, effects) in Output::SITES.into_iter().zip(&effects) {
        let maps = network.explain_strokes(model, strokes, output, methods, parameters).await?;
        let scored = |stroke: usize, explainer: &str, map: &[f32]| {
            score(&masks, Some(stroke), Some(&effects[stroke]), map).map_err(|_| {
                let target = target(output, &seeds[stroke]);
                ExplainError::MapNotFinite { explainer: explainer.to_owned(), target }
            })
        };
        for (index, method) in methods.iter().enumerate() {
            let explainer = method.to_string();
            let own = maps.iter().skip(index).step_by(methods.len()).enumerate();
            let scores = own.map(|(stroke, map)| {
                scored(stroke, &explainer, map.heatmap.resized(SIZE, SIZE).values())
            });
            let scores = scores.collect::<Result<_, _>>()?;
            all.push(OfExplainer { output, explainer, scores });
        }
        for baseline in BASELINES {
            let explainer = baseline.name().to_owned();
            let scores = seeds.iter().enumerate().map(|(stroke, seed)| {
                let (site, seed) = (Some(Site::of(seed)), noise_seed(noise, Some(stroke)));
                let subject = Subject { image, site, y_g: &[], y_s: &[], seed };
                let map = baseline.map(&subject).expect("a stroke has a site");
                scored(stroke, &explainer, &map)
            });
            let scores = scores.collect::<Result<_, _>>()?;
            all.push(OfExplainer { output, explainer, scores });
        }
    }
    Ok(all)
}

fn target(output: Output, seed: &Seed) -> Target {
    Target::of_seed(output, seed).expect("a stroke is no class")
}

/// What the network is to see: the configuration grown, and the digit; first with all strokes, then without each of them.
fn pictures(model: &Model, image: &[f32], seeds: &[Seed], lineage: &Lineage) -> Vec<[Vec<f32>; 2]> {
    let without = |stroke: usize| {
        let removed = [stroke];
        [model.canvas(&left(seeds, &removed)), cleared(image, lineage, &removed)]
    };
    let whole = [model.canvas(seeds), image.to_vec()];
    std::iter::once(whole).chain((0..seeds.len()).map(without)).collect()
}

/// What the logits of a stroke's type and orientation lose without each stroke, in the pass that names it: a stroke
/// that is gone is on no canvas either.
async fn stroke_effects<E: Engine>(
    network: &Network<E>,
    model: &Model,
    strokes: Strokes<'_>,
    pictures: &[[Vec<f32>; 2]],
    stroke: usize,
) -> Result<[Effects; 2], ExplainError> {
    let (seeds, laid) = (strokes.seeds, strokes.laid_before(stroke));
    // The first pictures have all strokes.
    let canvases = std::iter::once(laid.to_vec())
        .chain((0..seeds.len()).map(|removed| left(laid, &[removed])));
    let seen = canvases.zip(pictures).flat_map(|(laid, pictures)| {
        pictures.each_ref().map(|picture| network.seen(model, picture, &laid))
    });
    let inputs: Vec<Vec<f32>> = seen.collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let readings = network.read_for(Output::Yg, &inputs).await?;
    Ok(Output::SITES.map(|output| {
        let target = target(output, &seeds[stroke]);
        let logits: Vec<f64> = readings.iter().map(|r| f64::from(r.logit(&target))).collect();
        let (whole, removed) = logits.split_at(2);
        let drops = |way: usize| {
            removed.iter().skip(way).step_by(2).map(|logit| whole[way] - logit).collect()
        };
        Effects { regrown: drops(0), cleared: drops(1), shapley: None }
    }))
}
