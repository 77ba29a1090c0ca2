//! All scores of a heatmap by name, whoever made it, and the table of many heatmaps.
//!
//! [`score`] measures one map. [`Removals`] has the images that a network must read for the
//! [`Effects`] of a digit's components. A [`Column`] holds the scores of one maker's maps, and
//! compares them with another's.

mod column;
mod measure;
mod removal;

pub use column::Column;
pub use measure::Measure;
pub use removal::{Effects, Removals, cleared};

use super::component::{ComponentScores, shares};
use super::mask::ComponentMasks;
use super::part::{NotFinite, Part};
use super::shapley::Agreement;
use crate::gpt_mnist::{Sample, Site};

/// The parts of a map that have a mass, and so all scores.
pub const PARTS: [Part; 2] = [Part::Positive, Part::Absolute];

/// A map's share on a component, and what the target's logit loses without that component.
pub type Pair = (f64, f64);

/// What was measured of one map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// The measures that are a number for each map. What is not defined is left out.
    pub values: Vec<(Measure, Part, f64)>,
    /// The measures that are [pooled](Measure::is_pooled), with a pair for each component removed.
    pub pairs: Vec<(Measure, Part, Vec<Pair>)>,
}

/// Measures a map of the size of the masks.
///
/// `own` is the component that the map was made for, none if it was made for a class;
/// localization needs it, and its removal says nothing about the others, so that it gives no pair.
/// `effects` are those of the components on the map's target; the interventions need them.
///
/// # Errors
/// If a value of the map is NaN or infinite.
///
/// # Panics
/// If there is no such component, or sizes differ.
pub fn score(
    masks: &ComponentMasks,
    own: Option<usize>,
    effects: Option<&Effects>,
    map: &[f32],
) -> Result<Scores, NotFinite> {
    let mut scores = Scores::default();
    for part in PARTS {
        let relevance = part.of(map)?;
        let mut add = |measure, value: Option<f64>| {
            scores.values.extend(value.map(|value| (measure, part, value)));
        };
        add(Measure::Silent, Some(f64::from(u8::from(relevance.is_silent()))));
        if let Some(found) = own.and_then(|own| ComponentScores::of(&relevance, masks, own)) {
            add(Measure::OnDigit, Some(found.on_digit));
            add(Measure::OwnShare, Some(found.own_share));
            add(Measure::Gain, found.gain);
            add(Measure::AucWithin, found.auc_within);
            add(Measure::Top1, found.top1);
        }
        let Some((effects, shares)) = effects.zip(shares(&relevance, masks)) else { continue };
        // All subsets are read for the class; without its own seed there is no other output to ask about.
        if let (None, Some(shapley)) = (own, &effects.shapley) {
            let agreement = Agreement::of(&shares, shapley);
            add(Measure::ShapleyTop1, agreement.and_then(|agreement| agreement.top1));
        }
        for (measure, drops) in
            [(Measure::DropsRegrown, &effects.regrown), (Measure::DropsCleared, &effects.cleared)]
        {
            let pairs = shares.iter().copied().zip(drops.iter().copied()).enumerate();
            let others = pairs.filter(|&(component, _)| Some(component) != own);
            scores.pairs.push((measure, part, others.map(|(_, pair)| pair).collect()));
        }
    }
    Ok(scores)
}

/// The component whose seed lies at a site of the upright lattice.
pub fn component_at(sample: &Sample, site: Site) -> Option<usize> {
    sample.seeds.iter().position(|seed| Site::of(seed) == site)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::mask::{Frame, soft_masks};
    use crate::gpt_mnist::sample;

    fn value(scores: &Scores, measure: Measure, part: Part) -> Option<f64> {
        let found = scores.values.iter().find(|&&(m, p, _)| (m, p) == (measure, part));
        found.map(|&(_, _, value)| value)
    }

    #[test]
    fn a_component_is_found_by_its_seed() {
        let six = sample(6, 3).unwrap();
        for (index, seed) in six.seeds.iter().enumerate() {
            assert_eq!(component_at(&six, Site::of(seed)), Some(index));
        }
        assert_eq!(component_at(&six, Site::new(0)), None);
    }

    #[test]
    fn the_own_mask_gains_almost_everything_and_the_input_about_nothing() {
        let four = sample(4, 1).unwrap();
        let masks = ComponentMasks::of(&four, Frame::Image);
        for (own, mask) in soft_masks(&four, Frame::Image).iter().enumerate() {
            let mask: Vec<f32> = mask.iter().map(|&value| value as f32).collect();
            let [of_mask, of_input] =
                [&mask, &four.image].map(|map| score(&masks, Some(own), None, map).unwrap());
            for part in PARTS {
                assert!(value(&of_mask, Measure::Gain, part).unwrap() > 0.85);
                assert_eq!(value(&of_mask, Measure::Top1, part), Some(1.0));
                assert!(value(&of_input, Measure::Gain, part).unwrap().abs() < 0.05);
                assert_eq!(value(&of_input, Measure::Silent, part), Some(0.0));
            }
            assert!(of_mask.pairs.is_empty());
        }
    }

    #[test]
    fn the_own_component_gives_no_pair_and_a_class_has_no_localization() {
        let four = sample(4, 1).unwrap();
        let masks = ComponentMasks::of(&four, Frame::Image);
        let count = four.seeds.len();
        let drops: Vec<f64> = (0..count).map(|component| component as f64).collect();
        let effects =
            Effects { regrown: drops.clone(), cleared: drops.clone(), shapley: Some(drops) };
        let scores = |own| score(&masks, own, Some(&effects), &four.image).unwrap();
        let of_seed = scores(Some(1));
        assert_eq!(of_seed.pairs.len(), 4);
        for (_, _, pairs) in &of_seed.pairs {
            let drops: Vec<f64> = pairs.iter().map(|&(_, drop)| drop).collect();
            assert!(drops.len() == count - 1 && !drops.contains(&1.0));
        }
        let of_class = scores(None);
        assert!(of_class.pairs.iter().all(|(_, _, pairs)| pairs.len() == count));
        assert_eq!(value(&of_class, Measure::Gain, Part::Positive), None);
        assert!(value(&of_class, Measure::ShapleyTop1, Part::Positive).is_some());
        let error = score(&masks, None, None, &[f32::NAN; 784]).unwrap_err();
        assert_eq!(error.index, 0);
    }
}
