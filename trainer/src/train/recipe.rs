//! How a training run changes its settings over the steps.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::output::write_atomically;

/// The settings of a training run.
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

/// Settings that do not work.
#[derive(Debug, Error)]
pub enum RecipeError {
    /// The file cannot be read.
    #[error("cannot read the settings {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML of the settings.
    #[error("the settings {path:?} do not fit: {source}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// Why.
        source: toml::de::Error,
    },
    /// A setting is out of its range.
    #[error("settings: {name} is {value}, expected {expected}")]
    Range {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What is possible.
        expected: &'static str,
    },
}

impl Recipe {
    /// The settings for going on from trained weights: no warm phase for the heads any more.
    pub fn continuing() -> Self {
        Self {
            steps: 3000,
            learning_rate: 3e-4,
            slope: 0.0,
            empty_weight: 1.0,
            ..Self::default()
        }
    }

    /// Reads settings from a TOML file; what it does not name is as by default.
    ///
    /// # Errors
    /// If the file cannot be read or does not hold settings.
    pub fn read(path: &Path) -> Result<Self, RecipeError> {
        let text = fs::read_to_string(path)
            .map_err(|source| RecipeError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| RecipeError::Toml { path: path.to_owned(), source })
    }

    /// Writes the settings as TOML.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = toml::to_string_pretty(self).map_err(io::Error::other)?;
        write_atomically(path, |file| file.write_all(text.as_bytes()))
    }

    /// The settings, if a run can work with them.
    ///
    /// # Errors
    /// If one is out of its range.
    pub fn checked(self) -> Result<Self, RecipeError> {
        let check = |name, value: f64, fits: bool, expected| {
            if fits { Ok(()) } else { Err(RecipeError::Range { name, value, expected }) }
        };
        let [beta_1, beta_2] = self.betas.map(f64::from);
        let (decay, steps) = (f64::from(self.weight_decay), self.steps as f64);
        let unit = |value: f64| (0.0..1.0).contains(&value);
        // TOML has no integers above 2^63 - 1, in which the settings are written.
        let writable = |value: u64| i64::try_from(value).is_ok();
        check("steps", steps, self.steps > 0 && writable(self.steps), "1 to 2^63 - 1")?;
        check("seed", self.seed as f64, writable(self.seed), "0 to 2^63 - 1")?;
        check("batch", self.batch as f64, (2..=4096).contains(&self.batch), "2 to 4096")?;
        check("learning_rate", self.learning_rate, unit(self.learning_rate), "0 to 1")?;
        check("betas[0]", beta_1, unit(beta_1), "0 to 1, 1 excluded")?;
        check("betas[1]", beta_2, unit(beta_2), "0 to 1, 1 excluded")?;
        check("weight_decay", decay, unit(decay), "0 to 1")?;
        check("slope", self.slope, unit(self.slope), "0 to 1")?;
        let weight = self.empty_weight;
        check("empty_weight", weight, weight > 0.0 && weight <= 1.0, "above 0, at most 1")?;
        Ok(self)
    }

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
