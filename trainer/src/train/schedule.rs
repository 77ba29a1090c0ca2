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
    use crate::train::recipe::PaperStage;

    #[test]
    fn our_schedules_pass_through_their_corners() {
        let own = Settings::default();
        let rate = |step| own.learning_rate_at(step, false);
        assert!((rate(0) - 1e-5).abs() < 1e-12);
        assert!((rate(99) - 1e-3).abs() < 1e-12);
        assert!((rate(2350) - 0.5e-3).abs() < 1e-9);
        assert!(rate(4600) < 1e-12);
        assert!((own.empty_weight_at(0) - 0.01).abs() < 1e-12);
        assert!((own.empty_weight_at(1400) - 0.1).abs() < 1e-9);
        assert!((own.empty_weight_at(9000) - 1.0).abs() < 1e-12);
        assert_eq!((own.slope_at(2799), own.slope_at(2800)), (0.1, 0.0));
    }

    #[test]
    fn the_papers_rate_falls_once_the_soft_targets_are_reached() {
        let [ts, ft1, ft2] = PaperStage::ALL.map(PaperStage::settings);
        assert_eq!(ts.learning_rate_at(100_000, false), 1e-3);
        assert_eq!(ts.learning_rate_at(100_000, true), 1e-4);
        assert_eq!(ft1.learning_rate_at(0, false), 4e-5);
        assert_eq!(ft2.learning_rate_at(63, false), 1e-5);
        for step in [0, 1000, 127_999] {
            assert!((ts.empty_weight_at(step) - 0.01).abs() < 1e-12);
            assert_eq!((ft1.empty_weight_at(step), ts.slope_at(step)), (1.0, 0.0));
        }
    }
}
