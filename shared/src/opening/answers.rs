//! Computes the answers.

use super::{Answer, DIGITS, METHODS, Map, Named, Opening, SHADES};
use crate::attribution::{ExplainError, Explanation, Parameters, Request};
use crate::evaluation::component::shares;
use crate::evaluation::mask::{ComponentMasks, Frame};
use crate::evaluation::part::Part;
use crate::gpt_mnist::{SIZE, Sample, sample};
use crate::model::{Engine, Network};
use crate::output::Target;
use crate::reading::{PredictedGenerator, Reading};

/// Numbers are kept to the sixth decimal: as much as `f32` holds of a probability.
const DECIMALS: f64 = 1e6;

/// Reads every digit of [`DIGITS`], whole and without any of its components, and explains its class.
///
/// # Errors
/// If the network or the device fails, or a map is not finite.
pub async fn compute<E: Engine>(network: &Network<E>) -> Result<Vec<Opening>, ExplainError> {
    let mut openings = Vec::new();
    for (class, seed) in DIGITS {
        let sample = sample(class, seed).expect("the digits have a class");
        openings.push(opening(network, &sample).await?);
    }
    Ok(openings)
}

async fn opening<E: Engine>(
    network: &Network<E>,
    sample: &Sample,
) -> Result<Opening, ExplainError> {
    let whole = (1 << sample.seeds.len()) - 1;
    let images: Vec<Vec<f32>> = (0..=whole).map(|subset| sample.keeping(subset).image).collect();
    let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
    let answers: Vec<Answer> = network.read(&images).await?.iter().map(answer).collect();

    let forward = network.forward(&[&sample.image]).await?;
    let target = Target::class(forward.readings()[0].class());
    let request = Request { image: 0, target };
    let explanations =
        network.explain(&forward, &[request], &METHODS, &Parameters::default()).await?;
    let masks = ComponentMasks::of(sample, Frame::Image);
    let maps = explanations.iter().map(|explanation| map(explanation, &masks));
    Ok(Opening {
        class: sample.class,
        seed: sample.seed,
        answers,
        maps: maps.collect::<Result<_, _>>()?,
    })
}

fn answer(reading: &Reading) -> Answer {
    let named = |generator: PredictedGenerator| Named {
        seed: generator.seed,
        type_probability: rounded(generator.type_probability.into()),
        orientation_probability: rounded(generator.orientation_probability.into()),
    };
    Answer {
        probabilities: reading
            .class_probabilities()
            .into_iter()
            .map(|p| rounded(p.into()))
            .collect(),
        generators: reading.generators().into_iter().map(named).collect(),
    }
}

fn map(explanation: &Explanation, masks: &ComponentMasks) -> Result<Map, ExplainError> {
    let heatmap = explanation.heatmap.resized(SIZE, SIZE);
    let relevance =
        Part::Positive.of(heatmap.values()).map_err(|_| ExplainError::MapNotFinite {
            explainer: explanation.method.to_string(),
            target: explanation.target,
        })?;
    let shares = shares(&relevance, masks).unwrap_or_default();
    let shade = |&value: &f32| (value * f32::from(SHADES)).round() as i8;
    Ok(Map {
        method: explanation.method,
        shares: shares.into_iter().map(rounded).collect(),
        shades: heatmap.normalized().values().iter().map(shade).collect(),
    })
}

fn rounded(value: f64) -> f64 {
    (value * DECIMALS).round() / DECIMALS
}
