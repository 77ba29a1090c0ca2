//! A digit as it grew, and what its heatmaps say of its strokes.

use shared::evaluation::component::{ComponentScores, area_shares, shares};
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::part::Part;
use shared::gpt_mnist::{Sample, Site};
use shared::output::Target;

use crate::engine::message::{Digit, Map};

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
        total(&area_shares(&self.masks).unwrap_or_default(), strokes)
    }

    /// How well a heatmap of the whole digit finds a stroke; none where it says nothing of strokes.
    pub fn scores(&self, map: &Map, stroke: usize) -> Option<ComponentScores> {
        let relevance = Part::Positive.of(&map.normalized).ok()?;
        ComponentScores::of(&relevance, &self.masks, stroke)
    }

    /// How much of a heatmap of the whole digit lies on some strokes.
    pub fn share(&self, map: &Map, strokes: &[usize]) -> Share {
        let Ok(relevance) = Part::Positive.of(&map.normalized) else { return Share::Silent };
        let values = map.normalized.iter().zip(&self.masks.digit);
        let on_digit = values.map(|(&value, ink)| f64::from(value) * ink);
        match shares(&relevance, &self.masks) {
            _ if is_blue(on_digit) => Share::Blue,
            Some(shares) if !relevance.is_silent() => Share::Of(total(&shares, strokes)),
            _ => Share::Silent,
        }
    }
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
