//! What GPTNet says about one image, decoded.

use serde::{Deserialize, Serialize};

use crate::attribution::{Output, Target};
use crate::mnist::{SITES, SIZE};

/// The raw outputs of GPTNet for one image.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Class logits: 10.
    pub y: Vec<f32>,
    /// Generator type logits: 4 x 28 x 28.
    pub y_g: Vec<f32>,
    /// Generator orientation logits: 8 x 28 x 28.
    pub y_s: Vec<f32>,
}

/// A generator that the network predicts at a site of the upright lattice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PredictedGenerator {
    /// Row, from the top.
    pub row: usize,
    /// Column, from the left.
    pub column: usize,
    /// Type `alpha`, 1 to 3 (0 would be the empty cell).
    pub r#type: u8,
    /// Orientation, 0-based, 0 = up, then clockwise.
    pub orientation: u8,
    /// Softmax probability of the type.
    pub type_probability: f32,
    /// Softmax probability of the orientation.
    pub orientation_probability: f32,
}

impl Reading {
    /// The predicted class: the largest logit, the first of equals.
    pub fn class(&self) -> usize {
        argmax(self.y.iter().copied())
    }

    /// The probability of every class.
    pub fn class_probabilities(&self) -> Vec<f32> {
        softmax(&self.y)
    }

    /// The predicted type per site, 0 = no generator.
    pub fn y_g_labels(&self) -> Vec<u8> {
        labels(&self.y_g)
    }

    /// The predicted orientation per site.
    pub fn y_s_labels(&self) -> Vec<u8> {
        labels(&self.y_s)
    }

    /// Every site with a predicted generator, in row-major order.
    pub fn generators(&self) -> Vec<PredictedGenerator> {
        let types = self.y_g_labels();
        let orientations = self.y_s_labels();
        let predicted = (0..SITES).filter(|&site| types[site] > 0);
        predicted
            .map(|site| {
                let (r#type, orientation) = (types[site], orientations[site]);
                PredictedGenerator {
                    row: site / SIZE,
                    column: site % SIZE,
                    r#type,
                    orientation,
                    type_probability: softmax(&at_site(&self.y_g, site))[usize::from(r#type)],
                    orientation_probability: softmax(&at_site(&self.y_s, site))
                        [usize::from(orientation)],
                }
            })
            .collect()
    }

    /// What to explain when nothing is named: the predicted class, or the predicted type or
    /// orientation at each site with a generator.
    pub fn default_targets(&self, output: Output) -> Vec<Target> {
        let target = |generator: &PredictedGenerator| {
            let channel =
                if output == Output::Yg { generator.r#type } else { generator.orientation };
            Target::at(output, usize::from(channel), generator.row, generator.column)
                .expect("predicted sites and channels exist")
        };
        match output {
            Output::Y => vec![Target::class(self.class()).expect("a predicted class exists")],
            Output::Yg | Output::Ys => self.generators().iter().map(target).collect(),
        }
    }

    /// The softmax probability of the target's channel, at its site.
    pub fn probability(&self, target: &Target) -> f32 {
        let logits = match target.output() {
            Output::Y => &self.y,
            Output::Yg => &self.y_g,
            Output::Ys => &self.y_s,
        };
        let probabilities = match target.site() {
            None => softmax(logits),
            Some((row, column)) => softmax(&at_site(logits, row * SIZE + column)),
        };
        probabilities[target.channel()]
    }
}

/// The index of the largest value, the first of equals.
fn argmax(values: impl Iterator<Item = f32>) -> usize {
    let best = values.enumerate().fold((0, f32::NEG_INFINITY), |best, (index, value)| {
        if value > best.1 { (index, value) } else { best }
    });
    best.0
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let max = logits.iter().fold(f32::NEG_INFINITY, |max, &logit| max.max(logit));
    let exponentials: Vec<f32> = logits.iter().map(|&logit| libm::expf(logit - max)).collect();
    let sum: f32 = exponentials.iter().sum();
    exponentials.iter().map(|exponential| exponential / sum).collect()
}

/// The channels of a `channels x 28 x 28` map at one site.
fn at_site(logits: &[f32], site: usize) -> Vec<f32> {
    logits.iter().skip(site).step_by(SITES).copied().collect()
}

fn labels(logits: &[f32]) -> Vec<u8> {
    (0..SITES).map(|site| argmax(logits.iter().skip(site).step_by(SITES).copied()) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading_with(row: usize, column: usize, alpha: usize, orientation: usize) -> Reading {
        let mut y = vec![0.0; 10];
        y[6] = 2.0;
        let (mut y_g, mut y_s) = (vec![0.0; 4 * SITES], vec![0.0; 8 * SITES]);
        y_g[alpha * SITES + row * SIZE + column] = 3.0;
        y_s[orientation * SITES + row * SIZE + column] = 5.0;
        Reading { y, y_g, y_s }
    }

    #[test]
    fn a_generator_is_decoded_with_its_probabilities() {
        let reading = reading_with(15, 14, 1, 6);
        assert_eq!(reading.class(), 6);
        let expected = PredictedGenerator {
            row: 15,
            column: 14,
            r#type: 1,
            orientation: 6,
            type_probability: 3f32.exp() / (3f32.exp() + 3.0),
            orientation_probability: 5f32.exp() / (5f32.exp() + 7.0),
        };
        let [generator] = reading.generators()[..] else { panic!("one generator") };
        assert!((generator.type_probability - expected.type_probability).abs() < 1e-6);
        assert!(
            (generator.orientation_probability - expected.orientation_probability).abs() < 1e-6
        );
        assert_eq!(
            (generator.row, generator.column, generator.r#type, generator.orientation),
            (15, 14, 1, 6)
        );
        let targets = reading.default_targets(Output::Ys);
        assert_eq!(targets, [Target::at(Output::Ys, 6, 15, 14).unwrap()]);
        assert!((reading.probability(&targets[0]) - expected.orientation_probability).abs() < 1e-6);
    }

    #[test]
    fn equal_logits_mean_no_generator() {
        let blank =
            Reading { y: vec![0.0; 10], y_g: vec![0.0; 4 * SITES], y_s: vec![0.0; 8 * SITES] };
        assert!(blank.generators().is_empty());
        assert_eq!(blank.class_probabilities(), vec![0.1; 10]);
    }
}
