//! A digit as it grew, and what its heatmaps say of its strokes.

use shared::evaluation::component::{ComponentScores, area_shares, shares};
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::part::Part;
use shared::gpt_mnist::{Sample, Site};
use shared::output::Target;

use crate::engine::message::{Digit, Map};
use crate::words;

/// A digit as it grew, and which pixels of its image are whose.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// The digit.
    pub sample: Sample,
    masks: ComponentMasks,
}

/// How much of a heatmap lies on some strokes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Share {
    /// That share of the red on the digit.
    Of(f64),
    /// The map is the same everywhere.
    Silent,
    /// Next to nothing in it is red.
    Blue,
}

impl Whole {
    /// The whole digit.
    ///
    /// # Panics
    /// If there is no such digit.
    pub fn of(digit: Digit) -> Self {
        let sample = digit.sample().expect("every digit of a view can be drawn");
        let masks = ComponentMasks::of(&sample, Frame::Image);
        Self { sample, masks }
    }

    /// The stroke whose seed an answer is about; none for a place without a seed.
    pub fn stroke_at(&self, target: Target) -> Option<usize> {
        let site = target.site()?;
        self.sample.seeds.iter().position(|seed| Site::of(seed) == site)
    }

    /// The share of the ink that some strokes have.
    pub fn ink(&self, strokes: &[usize]) -> f64 {
        ink(&self.masks, strokes)
    }

    /// How well a heatmap of the whole digit finds a stroke, in a sentence; none where it says nothing of strokes.
    pub fn finding(&self, map: &Map, stroke: usize) -> Option<String> {
        finding(&map.normalized, &self.masks, stroke, "ink")
    }

    /// How well it does; none where it says nothing of strokes.
    pub fn scores(&self, map: &Map, stroke: usize) -> Option<ComponentScores> {
        scores(&map.normalized, &self.masks, stroke)
    }

    /// How much of a heatmap of the whole digit lies on some strokes.
    pub fn share(&self, map: &Map, strokes: &[usize]) -> Share {
        Share::of(&map.normalized, &self.masks, strokes)
    }
}

impl Share {
    /// How much of a heatmap lies on some strokes, of whose digit these are the masks.
    pub fn of(map: &[f32], masks: &ComponentMasks, strokes: &[usize]) -> Self {
        let Ok(relevance) = Part::Positive.of(map) else { return Self::Silent };
        let values = map.iter().zip(&masks.digit);
        let on_digit = values.map(|(&value, ink)| f64::from(value) * ink);
        match shares(&relevance, masks) {
            _ if is_blue(on_digit) => Self::Blue,
            Some(shares) if !relevance.is_silent() => Self::Of(total(&shares, strokes)),
            _ => Self::Silent,
        }
    }
}

/// The share of the area of a digit that some strokes have.
pub fn ink(masks: &ComponentMasks, strokes: &[usize]) -> f64 {
    total(&area_shares(masks).unwrap_or_default(), strokes)
}

/// How well a heatmap finds a stroke, in a sentence, where a digit consists of `what`; none where it says nothing of
/// strokes.
pub fn finding(map: &[f32], masks: &ComponentMasks, stroke: usize, what: &str) -> Option<String> {
    match Share::of(map, masks, &[stroke]) {
        Share::Of(_) => {}
        Share::Silent => return None,
        Share::Blue => return Some("Next to nothing on the digit is red. ".to_owned()),
    }
    let scores = scores(map, masks, stroke)?;
    let auc = scores.auc_within?;
    Some(format!(
        "{} of the red lies on stroke {}, which has {} of the {what}; AUC {auc:.2}. ",
        words::share(scores.own_share),
        stroke + 1,
        words::share(scores.area_share),
    ))
}

fn scores(map: &[f32], masks: &ComponentMasks, stroke: usize) -> Option<ComponentScores> {
    let relevance = Part::Positive.of(map).ok()?;
    ComponentScores::of(&relevance, masks, stroke)
}

/// Whether next to all of a map speaks against the answer. What is left of red then are the edges of the
/// picture, whose shares would say nothing.
pub fn is_blue(relevance: impl Iterator<Item = f64> + Clone) -> bool {
    let sum = |sign: f64| relevance.clone().map(|value| (sign * value).max(0.0)).sum::<f64>();
    20.0 * sum(1.0) < sum(-1.0)
}

fn total(shares: &[f64], strokes: &[usize]) -> f64 {
    strokes.iter().filter_map(|&stroke| shares.get(stroke)).sum()
}

#[cfg(test)]
mod tests {
    use shared::attribution::Method;
    use shared::gpt_mnist::SITES;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn map(normalized: Vec<f32>) -> Map {
        Map {
            method: Method::Gradient,
            size: [0, 0],
            heatmap: Vec::new(),
            max_abs: 1.0,
            normalized,
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_own_pixels_are_the_whole_share_and_the_image_has_that_of_the_ink() {
        let whole = Whole::of(Digit::new(4, 9));
        let strokes = 0..whole.sample.seeds.len();
        for stroke in strokes.clone() {
            let own = whole.masks.exclusive[stroke].iter();
            let map_of_own = map(own.map(|&own| f32::from(u8::from(own))).collect());
            let Share::Of(share) = whole.share(&map_of_own, &[stroke]) else { panic!("a share") };
            assert!(share > 0.85, "stroke {stroke}: {share}");
            let picture = map(whole.sample.image.clone());
            let Share::Of(share) = whole.share(&picture, &[stroke]) else { panic!("a share") };
            assert!((share - whole.ink(&[stroke])).abs() < 0.05, "stroke {stroke}: {share}");
        }
        assert!((whole.ink(&strokes.collect::<Vec<_>>()) - 1.0).abs() < 0.05);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_map_that_says_nothing_has_no_share() {
        let whole = Whole::of(Digit::new(4, 9));
        assert_eq!(whole.share(&map(vec![0.0; SITES]), &[0]), Share::Silent);
        assert_eq!(whole.share(&map(vec![-1.0; SITES]), &[0]), Share::Blue);
    }
}
