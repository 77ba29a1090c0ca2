//! Whether a component's heatmap lies on the component, and where on it.

use super::component::ComponentScores;
use super::explainer::{Explained, Map};
use super::localization::Localization;
use super::mask::{ComponentMasks, Frame};
use super::part::{Part, Relevance};
use super::run::{Cell, Record};
use crate::attribution::ExplainError;
use crate::gpt_mnist::{SITES, SIZE};
use crate::grown::tilted;
use crate::output::Layer;

/// What of a map lies within so many pixels of the seed counts as near it.
const NEAR: f64 = 3.0;

/// Scores every component's maps: on its own stroke, against the others, near its seed, on the far
/// half of its stroke.
///
/// # Errors
/// If a map is not finite.
pub fn localization(explained: &Explained) -> Result<Record, ExplainError> {
    let Explained { sample, masks, maps, .. } = explained;
    let upright = ComponentMasks::of(sample, Frame::Upright);
    let mut record = Record::new(sample.class, sample.seed);
    for map in maps {
        let Some(component) = map.component else { continue };
        let cell = |metric: &str| Cell::new(map.target.output(), &map.explainer, metric);
        for (part, suffix) in [(Part::Positive, ""), (Part::Absolute, "|abs")] {
            let relevance = part.of(&map.values).map_err(|_| map.not_finite())?;
            let Some(scores) = ComponentScores::of(&relevance, masks, component) else { continue };
            let values = [
                ("on-digit", Some(scores.on_digit)),
                ("own-share", Some(scores.own_share)),
                ("gain", scores.gain),
                ("auc", scores.auc_within),
                ("top1", scores.top1),
                ("silent", Some(f64::from(u8::from(scores.silent)))),
            ];
            for (metric, value) in values {
                record.value(cell(&format!("{metric}{suffix}")), value);
            }
            if is_of_expansion(map) {
                let scores = ComponentScores::of(&relevance, &upright, component);
                let gain = scores.and_then(|scores| scores.gain);
                record.value(cell(&format!("gain-upright{suffix}")), gain);
            }
        }
        let relevance = Part::Positive.of(&map.values).map_err(|_| map.not_finite())?;
        if let Some(scores) = Localization::of(&relevance, &masks.exclusive[component], SIZE) {
            let values = [
                ("image-mass", scores.mass),
                ("image-auc", scores.auc),
                ("image-ap", Some(scores.average_precision)),
                ("image-rank", Some(scores.rank_accuracy)),
                ("image-pointing", Some(scores.pointing)),
                ("image-distance", scores.mean_distance),
            ];
            for (metric, value) in values {
                record.value(cell(metric), value);
            }
        }
        if !relevance.is_silent() {
            for (metric, value) in places(explained, component, &relevance) {
                record.value(cell(metric), value);
            }
        }
    }
    Ok(record)
}

/// Whether a map was made at an expansion block, and so may lie closer to the upright lattice.
fn is_of_expansion(map: &Map) -> bool {
    let layer = map.explainer.split_once('@').and_then(|(_, layer)| layer.parse::<Layer>().ok());
    layer.is_some_and(|layer| layer.crop().is_some())
}

/// Where on the image a map's mass lies, as seen from the seed.
fn places(
    explained: &Explained,
    component: usize,
    relevance: &Relevance,
) -> Vec<(&'static str, Option<f64>)> {
    let mass = relevance.values();
    let total: f64 = mass.iter().sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let seed = &explained.sample.seeds[component];
    let upright = (f64::from(seed.y), f64::from(seed.x));
    let tilted = tilted(upright, explained.sample.angle);
    let distance_to = |place| mass.iter().zip(distances(place)).map(|(m, d)| m * d).sum::<f64>();
    let near = |place| {
        let near = mass.iter().zip(distances(place)).filter(|&(_, distance)| distance <= NEAR);
        near.map(|(mass, _)| mass).sum::<f64>() / total
    };
    let own = &explained.masks.soft[component];
    let far = far_half(own, tilted);
    let on = |inside: &dyn Fn(usize) -> bool| {
        (0..SITES).filter(|&site| inside(site)).map(|site| mass[site] * own[site]).sum::<f64>()
    };
    let on_own = on(&|_| true);
    vec![
        ("near-seed", Some(near(tilted))),
        ("near-upright-seed", Some(near(upright))),
        ("distance", Some(distance_to(tilted) / total)),
        ("distance-upright", Some(distance_to(upright) / total)),
        ("far-half", (on_own > 0.0).then(|| on(&|site| far[site]) / on_own)),
    ]
}

/// The distance of every pixel from a place.
pub fn distances((row, column): (f64, f64)) -> impl Iterator<Item = f64> {
    (0..SITES).map(move |site| {
        let (down, right) = ((site / SIZE) as f64 - row, (site % SIZE) as f64 - column);
        libm::sqrt(down * down + right * right)
    })
}

/// The pixels farther from a place than the median pixel of a mask, each pixel counted by its value.
pub fn far_half(mask: &[f64], place: (f64, f64)) -> Vec<bool> {
    let distances: Vec<f64> = distances(place).collect();
    let mut order: Vec<usize> = (0..SITES).collect();
    order.sort_by(|&a, &b| distances[a].total_cmp(&distances[b]));
    let half = mask.iter().sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let mut far = vec![false; SITES];
    for site in order {
        far[site] = sum >= half;
        sum += mask[site];
    }
    far
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::sample;

    #[test]
    fn the_far_half_holds_half_of_the_stroke() {
        let sample = sample(6, 3).unwrap();
        let masks = ComponentMasks::of(&sample, Frame::Image);
        for (seed, mask) in sample.seeds.iter().zip(&masks.soft) {
            let place = tilted((seed.y.into(), seed.x.into()), sample.angle);
            let far = far_half(mask, place);
            let on_far: f64 = (0..SITES).filter(|&site| far[site]).map(|site| mask[site]).sum();
            let share = on_far / mask.iter().sum::<f64>();
            assert!((0.4..=0.5).contains(&share), "{share}");
            assert!(!far[place.0.round() as usize * SIZE + place.1.round() as usize]);
        }
    }
}
