//! How settings change over the steps of a stage.

use std::f64::consts::PI;

use super::settings::{Decay, Settings};

impl Settings {
    /// The learning rate of a step, counted from 0.
    pub fn learning_rate_at(&self, step: u64, soft_targets_reached: bool) -> f64 {
        if soft_targets_reached {
            return self.soft_learning_rate;
        }
        if step < self.warm_up {
            return self.learning_rate * (step + 1) as f64 / self.warm_up as f64;
        }
        match self.decay {
            Decay::None => self.learning_rate,
            Decay::Cosine => {
                let done = fraction(step, self.warm_up, self.steps);
                self.learning_rate * 0.5 * (1.0 + (PI * done).cos())
            }
        }
    }

    /// The weight of label 0 in a step.
    pub fn empty_weight_at(&self, step: u64) -> f64 {
        let [first, last] = self.empty_weight_rise;
        let done = fraction(step, first, last);
        self.empty_weight.powf(1.0 - done) * self.empty_weight_end.powf(done)
    }
}

/// How far a step is on its way from `first` to `last`, in [0, 1].
fn fraction(step: u64, first: u64, last: u64) -> f64 {
    let span = last.saturating_sub(first).max(1) as f64;
    (step.saturating_sub(first) as f64 / span).min(1.0)
}
