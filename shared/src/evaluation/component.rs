//! How well a heatmap tells one component of a digit from the others.
//!
//! The digit covers about 7 % of the image, so scores over the image mostly say that a map lies on
//! ink. These look inside the digit.

use serde::Serialize;

use super::localization::auc;
use super::mask::ComponentMasks;
use super::part::Relevance;

/// Two densities closer than this, relative to the larger, are a tie.
const TIE: f64 = 1e-9;

/// The scores of one map, made for one component.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ComponentScores {
    /// Whether the map is silent.
    pub silent: bool,
    /// The share of the map's mass on the digit.
    pub on_digit: f64,
    /// The component's share of the mass on the digit: its share of the area where there is none.
    pub own_share: f64,
    /// The component's share of the digit's area.
    pub area_share: f64,
    /// `(own_share - area_share) / (1 - area_share)`: 0 for the input itself, 1 if all mass on the
    /// digit is the component's. None for a digit of one component.
    pub gain: Option<f64>,
    /// As [`auc_within`].
    pub auc_within: Option<f64>,
    /// Whether the component's density, share of mass by share of area, is the largest; of several
    /// largest, one in their number. None for a digit of one component.
    pub top1: Option<f64>,
}

impl ComponentScores {
    /// Scores a map made for the component of index `own`. None for the signed part, and where the
    /// component has no pixel.
    ///
    /// # Panics
    /// If there is no such component, or map and masks differ in size.
    pub fn of(relevance: &Relevance, masks: &ComponentMasks, own: usize) -> Option<Self> {
        let mass = relevance.mass()?;
        let areas = area_shares(masks)?;
        let shares = shares(relevance, masks)?;
        let (own_share, area_share) = (shares[own], areas[own]);
        if area_share == 0.0 {
            return None;
        }
        let contrast = areas.iter().filter(|&&area| area > 0.0).count() > 1;
        Some(Self {
            silent: relevance.is_silent(),
            on_digit: product(&mass, &masks.digit) / mass.iter().sum::<f64>(),
            own_share,
            area_share,
            gain: contrast.then(|| (own_share - area_share) / (1.0 - area_share)),
            auc_within: auc_within(relevance, masks, own),
            top1: contrast.then(|| top1(&shares, &areas, own)),
        })
    }
}

/// Every component's share of the mass on the digit: its share of the area where there is none.
/// None for the signed part and a digit without pixels.
///
/// # Panics
/// If map and masks differ in size.
pub fn shares(relevance: &Relevance, masks: &ComponentMasks) -> Option<Vec<f64>> {
    let mass = relevance.mass()?;
    let on_digit = product(&mass, &masks.digit);
    if on_digit == 0.0 {
        return area_shares(masks);
    }
    Some(masks.soft.iter().map(|soft| product(&mass, soft) / on_digit).collect())
}

/// Every component's share of the digit's area. None for a digit without pixels.
pub fn area_shares(masks: &ComponentMasks) -> Option<Vec<f64>> {
    let area: f64 = masks.digit.iter().sum();
    let share = |soft: &Vec<f64>| soft.iter().sum::<f64>() / area;
    (area > 0.0).then(|| masks.soft.iter().map(share).collect())
}

/// The probability that one of the component's exclusive pixels is more relevant than one of the
/// rest of the digit (at least half ink), where equal ones count half; of any part. None without
/// pixels on one of both sides.
///
/// # Panics
/// If there is no such component, or map and masks differ in size.
pub fn auc_within(relevance: &Relevance, masks: &ComponentMasks, own: usize) -> Option<f64> {
    let exclusive = &masks.exclusive[own];
    let digit: Vec<bool> =
        masks.digit.iter().zip(exclusive).map(|(&ink, &own)| own || ink >= 0.5).collect();
    let inside = exclusive.iter().zip(&digit).filter(|&(_, &inside)| inside);
    let exclusive: Vec<bool> = inside.map(|(&own, _)| own).collect();
    auc(&relevance.within(&digit), &exclusive)
}

fn top1(shares: &[f64], areas: &[f64], own: usize) -> f64 {
    let with_area = shares.iter().zip(areas).filter(|&(_, &area)| area > 0.0);
    let densities: Vec<f64> = with_area.map(|(share, area)| share / area).collect();
    let least = densities.iter().copied().fold(0.0, f64::max) * (1.0 - TIE);
    let ties = densities.iter().filter(|&&density| density >= least).count();
    if shares[own] / areas[own] >= least { 1.0 / ties as f64 } else { 0.0 }
}

fn product(mass: &[f64], mask: &[f64]) -> f64 {
    assert_eq!(mass.len(), mask.len(), "pixels of mask and map");
    mass.iter().zip(mask).map(|(mass, mask)| mass * mask).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::mask::Frame;
    use crate::evaluation::part::Part;
    use crate::gpt_mnist::sample;

    /// Upright, where the masks sum to the digit, the input says nothing and the stroke all.
    #[test]
    fn upright_the_input_gains_nothing_and_the_own_stroke_everything() {
        for class in 2..10 {
            let masks = ComponentMasks::of(&sample(class, 5).unwrap(), Frame::Upright);
            let components = masks.soft.len();
            for own in 0..components {
                let scores = |map: &[f64]| {
                    let map: Vec<f32> = map.iter().map(|&value| value as f32).collect();
                    let relevance = Part::Absolute.of(&map).unwrap();
                    ComponentScores::of(&relevance, &masks, own).unwrap()
                };
                let input = scores(&masks.digit);
                assert!(input.gain.unwrap().abs() < 1e-9 && input.on_digit == 1.0);
                assert_eq!(input.top1, Some(1.0 / components as f64));
                let stroke: Vec<f64> =
                    masks.exclusive[own].iter().map(|&own| f64::from(u8::from(own))).collect();
                let stroke = scores(&stroke);
                assert_eq!((stroke.own_share, stroke.gain), (1.0, Some(1.0)), "class {class}");
                assert_eq!((stroke.auc_within, stroke.top1), (Some(1.0), Some(1.0)));
            }
        }
    }

    #[test]
    fn in_the_image_the_input_gains_about_nothing() {
        for class in 2..10 {
            for seed in 0..20 {
                let sample = sample(class, seed).unwrap();
                let masks = ComponentMasks::of(&sample, Frame::Image);
                let relevance = Part::Positive.of(&sample.image).unwrap();
                for own in 0..masks.soft.len() {
                    let scores = ComponentScores::of(&relevance, &masks, own).unwrap();
                    assert!(scores.gain.unwrap().abs() < 0.05, "{class}, {seed}: {scores:?}");
                }
            }
        }
    }

    #[test]
    fn a_digit_of_one_component_has_no_contrast_and_the_signed_part_no_mass() {
        let one = sample(1, 0).unwrap();
        let masks = ComponentMasks::of(&one, Frame::Image);
        let scores = ComponentScores::of(&Part::Positive.of(&one.image).unwrap(), &masks, 0);
        let scores = scores.unwrap();
        assert_eq!((scores.own_share, scores.area_share), (1.0, 1.0));
        assert_eq!((scores.gain, scores.top1, scores.auc_within), (None, None, None));
        let signed = Part::Signed.of(&one.image).unwrap();
        assert_eq!(ComponentScores::of(&signed, &masks, 0), None);
        assert_eq!(shares(&signed, &masks), None);
    }

    #[test]
    fn a_component_without_pixels_has_no_scores_and_takes_part_in_no_tie() {
        let masks = ComponentMasks {
            digit: vec![1.0, 1.0, 0.0],
            soft: vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0; 3]],
            exclusive: vec![vec![true, false, false], vec![false, true, false], vec![false; 3]],
        };
        let zero = Part::Absolute.of(&[0.0; 3]).unwrap();
        assert_eq!(ComponentScores::of(&zero, &masks, 2), None);
        assert_eq!(ComponentScores::of(&zero, &masks, 0).unwrap().top1, Some(0.5));
        let beside = Part::Absolute.of(&[3.0, 1.0, 9.0]).unwrap();
        assert_eq!(shares(&beside, &masks), Some(vec![0.75, 0.25, 0.0]));
        let nothing = ComponentMasks { digit: vec![0.0; 3], soft: vec![], exclusive: vec![] };
        assert_eq!(shares(&beside, &nothing), None);
    }
}
