//! How a training run changes its settings over the steps.

use serde::{Deserialize, Serialize};

/// The settings of a training run from scratch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// Seed of the initial weights and of the samples.
    pub seed: u64,
    /// Optimizer steps.
    pub steps: u64,
    /// Samples in a step.
    pub batch: usize,
    /// The largest learning rate.
    pub learning_rate: f64,
    /// Steps of linear warm-up; then the rate falls along a cosine to 0.
    pub warm_up: u64,
    /// Adam's decay rates.
    pub betas: [f32; 2],
    /// L2 penalty added to the gradient.
    pub weight_decay: f32,
    /// Slope of the heads' last ReLU below zero, which keeps their channels alive.
    pub slope: f64,
    /// From this step on the slope is 0, as in the published network.
    pub slope_until: u64,
    /// Weight of label 0 in the losses of `y_g` and `y_s` at first; at last it is 1.
    pub empty_weight: f64,
    /// First and last step of its geometric rise.
    pub empty_weight_rise: [u64; 2],
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 1,
            steps: 4600,
            batch: 16,
            learning_rate: 1e-3,
            warm_up: 100,
            betas: [0.9, 0.99],
            weight_decay: 1e-5,
            slope: 0.1,
            slope_until: 2800,
            empty_weight: 0.01,
            empty_weight_rise: [300, 2500],
        }
    }
}

impl Recipe {
    /// The learning rate of a step, counted from 0.
    pub fn learning_rate_at(&self, step: u64) -> f64 {
        if step < self.warm_up {
            return self.learning_rate * (step + 1) as f64 / self.warm_up as f64;
        }
        let done = fraction(step, self.warm_up, self.steps);
        self.learning_rate * 0.5 * (1.0 + (std::f64::consts::PI * done).cos())
    }

    /// The weight of label 0 in a step.
    pub fn empty_weight_at(&self, step: u64) -> f64 {
        let [first, last] = self.empty_weight_rise;
        self.empty_weight.powf(1.0 - fraction(step, first, last))
    }

    /// The slope below zero of the heads' last ReLU in a step.
    pub fn slope_at(&self, step: u64) -> f64 {
        if step < self.slope_until { self.slope } else { 0.0 }
    }
}

/// How far a step is on its way from `first` to `last`, in [0, 1].
fn fraction(step: u64, first: u64, last: u64) -> f64 {
    let span = last.saturating_sub(first).max(1) as f64;
    (step.saturating_sub(first) as f64 / span).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_pass_through_their_corners() {
        let recipe = Recipe::default();
        assert!((recipe.learning_rate_at(0) - 1e-5).abs() < 1e-12);
        assert!((recipe.learning_rate_at(99) - 1e-3).abs() < 1e-12);
        assert!((recipe.learning_rate_at(2350) - 0.5e-3).abs() < 1e-9);
        assert!(recipe.learning_rate_at(4600) < 1e-12);
        assert!((recipe.empty_weight_at(0) - 0.01).abs() < 1e-12);
        assert!((recipe.empty_weight_at(1400) - 0.1).abs() < 1e-9);
        assert!((recipe.empty_weight_at(9000) - 1.0).abs() < 1e-12);
        assert_eq!((recipe.slope_at(2799), recipe.slope_at(2800)), (0.1, 0.0));
    }
}
