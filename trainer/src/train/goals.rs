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
        // More than one too many where a run was resumed with a smaller window.
        while self.recent.len() as u64 > settings.window {
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
