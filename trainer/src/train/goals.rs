//! What the running means of the losses decide: when the rate falls, when a stage ends, and which
//! model is kept (paper section 2.4 and table 2).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::settings::Settings;

/// A best running mean sinks by at most this factor when a model is kept.
const SINK: f64 = 0.95;

/// The state of the decisions in a stage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Goals {
    /// The losses of the last steps, at most as many as a running mean covers.
    recent: VecDeque<[f32; 3]>,
    /// Whether the soft targets have been reached.
    pub soft_reached: bool,
    /// Whether the targets that end the stage have been reached.
    pub reached: bool,
    /// The bounds for `y_g` and `y_s` since the last model that was kept.
    best: Option<[f64; 2]>,
    /// The number of steps done when a model was last kept.
    pub kept: Option<u64>,
}

impl Goals {
    /// Takes note of the losses of a step, the `step`-th from 1. Returns whether its model is to
    /// be kept as the best so far.
    pub fn update(&mut self, step: u64, losses: [f32; 3], settings: &Settings) -> bool {
        self.recent.push_back(losses);
        if self.recent.len() as u64 > settings.window {
            self.recent.pop_front();
        }
        if (self.recent.len() as u64) < settings.window {
            return false;
        }
        let means = self.means();
        let below = |targets: [f64; 3]| means.iter().zip(targets).all(|(mean, t)| *mean < t);
        self.soft_reached |= below(settings.soft_targets);
        if !settings.keep_best {
            self.reached |= below(settings.targets);
            return false;
        }
        // FT2: y below its target, y_g and y_s at or below their best, which at first are theirs.
        let [y, y_g, y_s] = settings.targets;
        let best = self.best.unwrap_or([y_g, y_s]);
        let keep = means[0] < y && means[1] <= best[0] && means[2] <= best[1];
        if keep {
            let sunk = |mean: f64, best: f64| mean.max(SINK * best);
            self.best = Some([sunk(means[1], best[0]), sunk(means[2], best[1])]);
            self.kept = Some(step);
        }
        keep
    }

    fn means(&self) -> [f64; 3] {
        let count = self.recent.len() as f64;
        [0, 1, 2].map(|output| {
            self.recent.iter().map(|losses| f64::from(losses[output])).sum::<f64>() / count
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::recipe::PaperStage;

    #[test]
    fn ts_lowers_its_rate_and_ends_on_one_iteration() {
        let (ts, mut goals) = (PaperStage::Ts.settings(), Goals::default());
        goals.update(1, [2e-5, 5e-4, 5e-4], &ts);
        assert!(!goals.soft_reached);
        goals.update(2, [0.9e-5, 9e-4, 9e-4], &ts);
        assert!(goals.soft_reached && !goals.reached);
        goals.update(3, [1.0, 1.0, 1.0], &ts);
        assert!(goals.soft_reached, "the rate does not rise again");
        goals.update(4, [0.9e-5, 0.9e-4, 0.9e-4], &ts);
        assert!(goals.reached);
    }

    #[test]
    fn ft1_ends_on_the_mean_of_eight() {
        let (ft1, mut goals) = (PaperStage::Ft1.settings(), Goals::default());
        goals.update(1, [1e-6, 10e-4, 1e-4], &ft1);
        for step in 2..=8 {
            goals.update(step, [1e-6, 1e-4, 1e-4], &ft1);
            // (10 + 7) / 8 of 1e-4 is above the target of 2e-4 for y_g.
            assert!(!goals.reached, "step {step}");
        }
        goals.update(9, [1e-6, 1e-4, 1e-4], &ft1);
        assert!(goals.reached);
    }

    #[test]
    fn ft2_keeps_the_best_and_lets_the_bounds_sink_slowly() {
        let ft2 = Settings { window: 1, ..PaperStage::Ft2.settings() };
        let mut goals = Goals::default();
        assert!(!goals.update(1, [3e-4, 1e-4, 1e-4], &ft2), "y is above 2e-4");
        assert!(!goals.update(2, [1e-4, 1e-4, 2.1e-4], &ft2), "y_s is above 2e-4");
        assert!(goals.update(3, [1e-4, 1e-4, 1.95e-4], &ft2));
        let bounds = |goals: &Goals| goals.best.unwrap().map(|bound| (bound * 1e8).round());
        // 0.95 of 2e-4 is above the mean of y_g and below that of y_s.
        assert_eq!(bounds(&goals), [19_000.0, 19_500.0]);
        assert!(!goals.update(4, [1e-4, 1e-4, 1.96e-4], &ft2), "y_s is above its best");
        assert!(goals.update(5, [1e-4, 1.9e-4, 1e-4], &ft2));
        assert_eq!((bounds(&goals), goals.kept), ([19_000.0, 18_525.0], Some(5)));
        assert!(!goals.reached, "the stage goes on");
    }
}
