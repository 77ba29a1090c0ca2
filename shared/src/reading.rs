//! What GPTNet says about one image, decoded.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::gpt_mnist::{SITES, Seed, Site, seeds};
use crate::output::{Heads, Output, Target};
use crate::pattern::{Orientation, Type};

/// The raw outputs of GPTNet for one image, all finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    y: Vec<f32>,
    y_g: Vec<f32>,
    y_s: Vec<f32>,
}

/// An output that is no number: the weights or the image are beyond what 32 bits can hold.
#[derive(Debug, Clone, PartialEq, Error)]
#[error(
    "the network answers {value} at {target}, expected a finite number: the weights or the image \
     are out of range{}", in_block(block.as_deref())
)]
pub struct NotFinite {
    /// Where.
    pub target: Target,
    /// What.
    pub value: f32,
    /// The first block of the network whose numbers are not finite, if that is known.
    pub block: Option<String>,
}

fn in_block(block: Option<&str>) -> String {
    block.map_or_else(String::new, |block| {
        format!(", and what the block \"{block}\" puts out is the first that is not finite")
    })
}

/// A generator that the network predicts at a site of the upright lattice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PredictedGenerator {
    /// The generator.
    pub seed: Seed,
    /// Softmax probability of the type.
    pub type_probability: f32,
    /// Softmax probability of the orientation.
    pub orientation_probability: f32,
}

impl Reading {
    /// A reading from class logits, type logits (types x 28 x 28) and orientation logits
    /// (orientations x 28 x 28).
    ///
    /// # Errors
    /// If a logit is not finite.
    ///
    /// # Panics
    /// If a head has no channel, or one that is not 28 x 28.
    pub fn new(y: Vec<f32>, y_g: Vec<f32>, y_s: Vec<f32>) -> Result<Self, NotFinite> {
        let whole = |map: &[f32]| !map.is_empty() && map.len().is_multiple_of(SITES);
        assert!(!y.is_empty() && whole(&y_g) && whole(&y_s), "channels of a reading");
        let reading = Self { y, y_g, y_s };
        for output in Output::ALL {
            let logits = reading.logits(output);
            if let Some(index) = logits.iter().position(|value| !value.is_finite()) {
                let target = match output {
                    Output::Y => Target::class(index),
                    _ => Target::at(output, index / SITES, Site::new(index % SITES))
                        .expect("types and orientations have sites"),
                };
                return Err(NotFinite { target, value: logits[index], block: None });
            }
        }
        Ok(reading)
    }

    /// The logits of an output head: its channels, each one number or 28 x 28 in row-major order.
    pub fn logits(&self, output: Output) -> &[f32] {
        match output {
            Output::Y => &self.y,
            Output::Yg => &self.y_g,
            Output::Ys => &self.y_s,
        }
    }

    /// The number of channels of each output head.
    pub fn heads(&self) -> Heads {
        Heads {
            classes: self.y.len(),
            types: self.y_g.len() / SITES,
            orientations: self.y_s.len() / SITES,
        }
    }

    /// The logit of a target.
    ///
    /// # Panics
    /// If the network has no such channel.
    pub fn logit(&self, target: &Target) -> f32 {
        let site = target.site().map_or(0, Site::index);
        let stride = if target.site().is_some() { SITES } else { 1 };
        self.logits(target.output())[target.channel() * stride + site]
    }

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

    /// The predicted orientation at a site.
    pub fn orientation_at(&self, site: Site) -> Orientation {
        Orientation::new(argmax(at_site(&self.y_s, site).into_iter()))
    }

    /// Per site the probability that it is not empty.
    pub fn occupancies(&self) -> Vec<f32> {
        Site::all().map(|site| softmax(&at_site(&self.y_g, site))[1..].iter().sum()).collect()
    }

    /// Per site the most probable type that is not the empty one, and its probability.
    pub fn type_peaks(&self) -> Vec<(Type, f32)> {
        let peak = |site| {
            let probabilities = softmax(&at_site(&self.y_g, site));
            let best = argmax(probabilities[1..].iter().copied()) + 1;
            (Type::new(best), probabilities[best])
        };
        Site::all().map(peak).collect()
    }

    /// The logarithm of the probability of each channel of a site's output, in the order of its logits.
    ///
    /// # Panics
    /// For the class.
    pub fn log_probabilities(&self, output: Output) -> Vec<f32> {
        assert_ne!(output, Output::Y, "an output of every site");
        let mut logs = self.logits(output).to_vec();
        for site in Site::all() {
            let logits = at_site(&logs, site);
            let most = logits.iter().fold(f32::NEG_INFINITY, |most, &logit| most.max(logit));
            let sum: f32 = logits.iter().map(|&logit| libm::expf(logit - most)).sum();
            let total = most + libm::logf(sum);
            logs.iter_mut().skip(site.index()).step_by(SITES).for_each(|logit| *logit -= total);
        }
        logs
    }

    /// Every site with a predicted generator, in row-major order.
    pub fn generators(&self) -> Vec<PredictedGenerator> {
        let predicted = |seed: Seed| {
            let probability =
                |logits: &[f32], channel| softmax(&at_site(logits, Site::of(&seed)))[channel];
            PredictedGenerator {
                seed,
                type_probability: probability(&self.y_g, seed.r#type.channel()),
                orientation_probability: probability(&self.y_s, seed.orientation.channel()),
            }
        };
        seeds(&self.y_g_labels(), &self.y_s_labels()).into_iter().map(predicted).collect()
    }

    /// What to explain when nothing is named: the predicted class, or the predicted type or
    /// orientation at each site with a generator.
    pub fn default_targets(&self, output: Output) -> Vec<Target> {
        if output == Output::Y {
            return vec![Target::class(self.class())];
        }
        let target =
            |seed: &Seed| Target::of_seed(output, seed).expect("types and orientations have sites");
        seeds(&self.y_g_labels(), &self.y_s_labels()).iter().map(target).collect()
    }

    /// The softmax probability of the target's channel, at its site.
    ///
    /// # Panics
    /// If the network has no such channel.
    pub fn probability(&self, target: &Target) -> f32 {
        let logits = self.logits(target.output());
        let probabilities = match target.site() {
            None => softmax(logits),
            Some(site) => softmax(&at_site(logits, site)),
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
fn at_site(logits: &[f32], site: Site) -> Vec<f32> {
    logits.iter().skip(site.index()).step_by(SITES).copied().collect()
}

fn labels(logits: &[f32]) -> Vec<u8> {
    (0..SITES).map(|site| argmax(logits.iter().skip(site).step_by(SITES).copied()) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Site = Site::new(15 * 28 + 14);

    fn reading_with(alpha: usize, orientation: usize) -> Reading {
        let mut y = vec![0.0; 10];
        y[6] = 2.0;
        let (mut y_g, mut y_s) = (vec![0.0; 4 * SITES], vec![0.0; 8 * SITES]);
        y_g[alpha * SITES + SITE.index()] = 3.0;
        y_s[orientation * SITES + SITE.index()] = 5.0;
        Reading::new(y, y_g, y_s).unwrap()
    }

    #[test]
    fn a_generator_is_decoded_with_its_probabilities() {
        let reading = reading_with(1, 6);
        assert_eq!(reading.class(), 6);
        let (r#type, orientation) = (Type::new(1), Orientation::new(6));
        let expected = PredictedGenerator {
            seed: Seed { x: 14, y: 15, r#type, orientation },
            type_probability: 3f32.exp() / (3f32.exp() + 3.0),
            orientation_probability: 5f32.exp() / (5f32.exp() + 7.0),
        };
        let [generator] = reading.generators()[..] else { panic!("one generator") };
        assert!((generator.type_probability - expected.type_probability).abs() < 1e-6);
        assert!(
            (generator.orientation_probability - expected.orientation_probability).abs() < 1e-6
        );
        assert_eq!(generator.seed, expected.seed);
        let targets = reading.default_targets(Output::Ys);
        assert_eq!(targets, [Target::at(Output::Ys, 6, SITE).unwrap()]);
        assert!((reading.probability(&targets[0]) - expected.orientation_probability).abs() < 1e-6);
    }

    #[test]
    fn what_is_no_number_is_refused_by_its_place() {
        let mut y_s = vec![0.0; 8 * SITES];
        y_s[2 * SITES + 3 * 28 + 4] = f32::INFINITY;
        let error = Reading::new(vec![0.0; 10], vec![0.0; 4 * SITES], y_s).unwrap_err();
        assert!(error.to_string().starts_with("the network answers inf at y_s[2][3,4], expected"));
        let y = vec![0.0, f32::NAN];
        let error = Reading::new(y, vec![0.0; 4 * SITES], vec![0.0; 8 * SITES]).unwrap_err();
        assert_eq!(error.target, Target::class(1));
    }

    #[test]
    fn a_reading_knows_its_heads_and_logits() {
        let reading = reading_with(1, 6);
        assert_eq!(reading.heads(), Heads::GPT_MNIST);
        assert_eq!(reading.logit(&Target::class(6)), 2.0);
        assert_eq!(reading.logit(&Target::at(Output::Ys, 6, SITE).unwrap()), 5.0);
        assert_eq!(
            reading.logit(&Target::at(Output::Ys, 6, Site::at(15, 13).unwrap()).unwrap()),
            0.0
        );
    }

    #[test]
    fn equal_logits_mean_no_generator() {
        let zeros = |channels: usize| vec![0.0; channels * SITES];
        let blank = Reading::new(vec![0.0; 10], zeros(4), zeros(8)).unwrap();
        assert!(blank.generators().is_empty());
        assert_eq!(blank.class_probabilities(), vec![0.1; 10]);
    }
}
