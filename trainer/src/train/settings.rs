//! The settings of a training stage, and their TOML.

mod file;

use std::fmt::Display;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use shared::distribution::Distribution;
use shared::gpt_mnist::{self, CLASSES, MAX_ANGLE};
use shared::grown::{Definition, DefinitionError, Grown};
use shared::model::architecture::Architecture;
use thiserror::Error;

pub use file::{File, write};

use super::handwriting::Handwriting;

/// Largest `max_angle`, in degrees: half a turn to both sides is any.
const LARGEST_ANGLE: f64 = 180.0;

/// The settings of a training stage. The defaults are those of our own recipe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Seed of the initial weights and of the samples.
    pub seed: u64,
    /// Optimizer steps.
    pub steps: u64,
    /// Samples in a step.
    pub batch: usize,
    /// Short rounds, each of all the steps, that are run after one another; 0 for a plain run.
    pub rounds: u64,
    /// How often each class is drawn, relative to the others: a number for each.
    pub class_weights: Vec<f64>,
    /// The largest rotation of the images, in degrees; 10 in the paper's dataset. At the end of the range the
    /// network sees neighbours on one side only, and errs most.
    pub max_angle: f64,
    /// How often a sample loses some of its seeds, from 0 to 1: it is grown again from the others, its
    /// labels are exact, its class stays. No digit of the dataset lacks a part, but to find out what
    /// a part is for, one has to take it away.
    pub seed_dropout: f64,
    /// The largest learning rate.
    pub learning_rate: f64,
    /// Steps of linear warm-up to it.
    pub warm_up: u64,
    /// How the rate falls after the warm-up.
    pub decay: Decay,
    /// Adam's decay rates.
    pub betas: [f32; 2],
    /// L2 penalty added to the gradient.
    pub weight_decay: f32,
    /// Weights of the losses of `y_g` and `y_s` beside that of `y`.
    pub lambdas: [f64; 2],
    /// Weight of label 0 in the losses of `y_g` and `y_s` at first.
    pub empty_weight: f64,
    /// The same at last.
    pub empty_weight_end: f64,
    /// First and last step of the geometric way from the one to the other.
    pub empty_weight_rise: [u64; 2],
    /// Slope of the heads' last ReLU below zero in training, which keeps their channels alive; 0 in the
    /// published network, as which it is evaluated.
    pub slope: f64,
    /// Steps that the running means of the losses cover, which the targets below are held against.
    pub window: u64,
    /// Running means of the losses of `y`, `y_g` and `y_s` below which the learning rate becomes
    /// `soft_learning_rate`; those of 0 are never reached.
    pub soft_targets: [f64; 3],
    /// The learning rate once the soft targets have been reached.
    pub soft_learning_rate: f64,
    /// Running means below which the stage ends, or, with `keep_best`, a model is kept.
    pub targets: [f64; 3],
    /// Whether the result is the model of the best running means instead of the last one.
    pub keep_best: bool,
    /// For a network that is to read handwriting; without it the samples are grown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handwriting: Option<Handwriting>,
    /// What samples are grown from; without it the paper's dataset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Definition>,
}

/// How the learning rate falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// It does not.
    None,
    /// Along a cosine, to 0 in the last step.
    Cosine,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            steps: 7000,
            batch: 16,
            rounds: 0,
            class_weights: vec![1.0; CLASSES],
            max_angle: 1.1 * MAX_ANGLE,
            seed_dropout: 0.0,
            learning_rate: 1e-3,
            warm_up: 100,
            decay: Decay::Cosine,
            betas: [0.9, 0.9],
            weight_decay: 1e-5,
            lambdas: [1.0, 1.0],
            empty_weight: 0.01,
            empty_weight_end: 1.0,
            empty_weight_rise: [200, 1200],
            slope: 0.1,
            window: 8,
            soft_targets: [0.0; 3],
            soft_learning_rate: 1e-4,
            targets: [0.0; 3],
            keep_best: false,
            handwriting: None,
            distribution: None,
        }
    }
}

/// Settings that do not work.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read the settings {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML of the settings.
    #[error("the settings {path:?} do not fit: line {line}: {reason}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// No samples can be grown of the distribution.
    #[error("settings: distribution: {0}")]
    Distribution(#[from] DefinitionError),
    /// Weights are missing for some classes, or there are some too many.
    #[error("settings: class_weights has {found} numbers, expected {expected}, one for each class")]
    ClassWeights {
        /// How many there are.
        found: usize,
        /// How many classes there are.
        expected: usize,
    },
    /// A weight is given for a class that does not exist.
    #[error("settings: a weight is given for class {class}; the classes are 0 to {}", classes - 1)]
    NoClass {
        /// The class.
        class: usize,
        /// How many there are.
        classes: usize,
    },
    /// A stage goes on from the weights of the one before.
    #[error(
        "settings: the stages of a run train one network; that in {0:?} has another distribution or other \
         \"inputs\" than the first"
    )]
    Stages(PathBuf),
    /// A folder of digits is named where none are learned.
    #[error(
        "settings: --mnist-dir is given, but nothing here learns real digits; --recipe handwriting does"
    )]
    NoDigits,
    /// Real digits are not grown from a distribution.
    #[error("settings: there can be handwriting or a distribution, not both")]
    Both,
    /// A setting is out of its range.
    #[error("settings: {name} is {value}, expected {expected}")]
    Range {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is possible.
        expected: &'static str,
    },
    /// A setting changes nothing beside another one.
    #[error("settings: {name} is {value}, expected {expected} where {other}: {reason}")]
    NoEffect {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: String,
        /// The only value that says what happens.
        expected: &'static str,
        /// The other one and its value.
        other: &'static str,
        /// Why.
        reason: &'static str,
    },
}

/// What in a TOML table is not a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands: the keys that lead to it.
    pub keys: Vec<String>,
    /// What is wrong with it.
    pub reason: String,
}

impl Misfit {
    fn all(reason: String) -> Self {
        Self { keys: Vec::new(), reason }
    }
}

impl Settings {
    /// The architecture of the network that learns.
    ///
    /// # Panics
    /// If the settings were not [checked](Self::checked).
    pub fn architecture(&self) -> Architecture {
        let (distribution, inputs) = match (&self.handwriting, &self.distribution) {
            (Some(Handwriting { inputs, .. }), _) => (Distribution::Handwriting, *inputs),
            (None, None) => (Distribution::GptMnist, 1),
            (None, Some(_)) => (Distribution::Defined(self.grown()), 1),
        };
        Architecture { distribution, inputs }
    }

    /// What samples are grown from, if they are.
    ///
    /// # Panics
    /// If the settings were not [checked](Self::checked).
    pub fn grown(&self) -> &'static Grown {
        self.distribution.as_ref().map_or_else(gpt_mnist::grown, |definition| {
            Grown::define(definition.clone()).expect("the settings are checked")
        })
    }

    /// These settings for images of a distribution, rotated by as much more or less than its own as they
    /// were for those of the paper's, all classes drawn alike.
    pub fn for_distribution(self, grown: &Grown) -> Self {
        let definition = grown.definition();
        Self {
            class_weights: vec![1.0; definition.classes.len()],
            max_angle: (self.max_angle / MAX_ANGLE * definition.angle).min(LARGEST_ANGLE),
            distribution: Some(definition.clone()),
            ..self
        }
    }

    /// These settings with those of a TOML table in their place.
    ///
    /// # Errors
    /// What in the table is not a setting, in one line.
    pub fn overlaid(&self, table: &toml::Table) -> Result<Self, Misfit> {
        self.with(table)
            .map_err(|reason| self.misfit(table, &[]).unwrap_or_else(|| Misfit::all(reason)))
    }

    fn with(&self, table: &toml::Table) -> Result<Self, String> {
        let mut all = toml::Table::try_from(self).map_err(|error| error.to_string())?;
        merge(&mut all, table);
        all.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
    }

    /// The first entry of a table at some keys that does not fit by itself.
    fn misfit(&self, table: &toml::Table, keys: &[String]) -> Option<Misfit> {
        table.iter().find_map(|(key, value)| {
            let keys = [keys, std::slice::from_ref(key)].concat();
            let nest = |value, key: &String| toml::Table::from_iter([(key.clone(), value)]).into();
            let toml::Value::Table(alone) = keys.iter().rev().fold(value.clone(), nest) else {
                return None;
            };
            let reason = self.with(&alone).err()?;
            let inner = value.as_table().and_then(|inner| self.misfit(inner, &keys));
            // Alone, a part of what has no defaults lacks the rest.
            let inner = inner.filter(|inner| inner.reason == reason);
            Some(inner.unwrap_or(Misfit { keys, reason }))
        })
    }

    /// The settings, if a run can work with them.
    ///
    /// # Errors
    /// If one is out of its range, or has no effect.
    pub fn checked(self) -> Result<Self, SettingsError> {
        /// TOML, in which the settings are written, has no larger ones.
        const LARGEST: u64 = i64::MAX as u64;
        let unit = |value: f64| (0.0..1.0).contains(&value);
        let weight = |value: f64| value > 0.0 && value <= 1.0;
        let amount = |value: f64| (0.0..1e9).contains(&value);
        let rate = |value: f64| value > 0.0 && value.is_finite();
        let share = |value: f64| (0.0..=1.0).contains(&value);
        check("seed", &[self.seed], |value| value <= LARGEST, "0 to 2^63 - 1")?;
        let steps = |value| (1..=1_000_000_000).contains(&value);
        check("steps", &[self.steps], steps, "1 to 1000000000")?;
        check("batch", &[self.batch], |value| (2..=4096).contains(&value), "2 to 4096")?;
        check("rounds", &[self.rounds], |value| value <= 1000, "0 to 1000")?;
        if let Some(definition) = &self.distribution {
            Distribution::define(definition.clone())?;
            if self.handwriting.is_some() {
                return Err(SettingsError::Both);
            }
        }
        let (found, expected) = (self.class_weights.len(), self.grown().classes().len());
        if found != expected {
            return Err(SettingsError::ClassWeights { found, expected });
        }
        check("class_weights", &self.class_weights, amount, "0 to 10^9")?;
        let total = self.class_weights.iter().sum::<f64>();
        check("the sum of class_weights", &[total], |value| value > 0.0, "above 0")?;
        let angle = |value: f64| (0.0..=LARGEST_ANGLE).contains(&value);
        check("max_angle", &[self.max_angle], angle, "0 to 180")?;
        if let Some(definition) = &self.distribution
            && self.max_angle > 0.0
        {
            let reason = "its images are never rotated";
            let upright = (definition.angle == 0.0, "distribution.angle is 0", reason);
            has_effect("max_angle", self.max_angle, "0", &[upright])?;
        }
        check("seed_dropout", &[self.seed_dropout], share, "0 to 1")?;
        check("learning_rate", &[self.learning_rate], rate, "above 0, finite")?;
        check("soft_learning_rate", &[self.soft_learning_rate], rate, "above 0, finite")?;
        check("betas", &self.betas, |value| unit(value.into()), "0 to 1, 1 excluded")?;
        let decay = |value: f32| unit(value.into());
        check("weight_decay", &[self.weight_decay], decay, "0 to 1, 1 excluded")?;
        check("lambdas", &self.lambdas, amount, "0 to 10^9")?;
        check("empty_weight", &[self.empty_weight], weight, "above 0, at most 1")?;
        check("empty_weight_end", &[self.empty_weight_end], weight, "above 0, at most 1")?;
        let [first, last] = self.empty_weight_rise;
        let step = |value| value >= first;
        check("the end of empty_weight_rise", &[last], step, "no step before its first")?;
        check("slope", &[self.slope], unit, "0 to 1, 1 excluded")?;
        check("window", &[self.window], |value| (1..=10_000).contains(&value), "1 to 10000")?;
        check("soft_targets", &self.soft_targets, amount, "0 to 10^9")?;
        check("targets", &self.targets, amount, "0 to 10^9")?;
        if let Some(handwriting) = &self.handwriting {
            let Handwriting { inputs, variants, walks, growths, shift, .. } = *handwriting;
            check("handwriting.inputs", &[inputs], |value| [1, 2].contains(&value), "1 or 2")?;
            check("handwriting.variants", &[variants], |value| value <= 100, "0 to 100")?;
            check("handwriting.walks", &[walks], |value| value <= 1_000_000, "0 to 1000000")?;
            let most = |value| (1..=1_000_000).contains(&value);
            check("handwriting.growths", &[growths], most, "1 to 1000000")?;
            check("handwriting.shift", &[shift], |value| (0..=13).contains(&value), "0 to 13")?;
            check("handwriting.price", &[handwriting.price], share, "0 to 1")?;
            let parallel = [handwriting.parallel_price];
            check("handwriting.parallel_price", &parallel, share, "0 to 1")?;
            check("handwriting.bonus", &[handwriting.bonus], share, "0 to 1")?;
            let offset = |value: f64| (0.0..=100.0).contains(&value);
            check("handwriting.offset", &[handwriting.offset], offset, "0 to 100")?;
            check("handwriting.empty_canvas", &[handwriting.empty_canvas], share, "0 to 1")?;
            check("handwriting.own_canvas", &[handwriting.own_canvas], share, "0 to 1")?;
            check("handwriting.jitter", &[handwriting.jitter], share, "0 to 1")?;
            check_own(handwriting)?;
            self.check_ungrown()?;
        }
        Ok(self)
    }

    /// Sees that nothing is asked of digits that only grown ones can give.
    fn check_ungrown(&self) -> Result<(), SettingsError> {
        let real = (true, "there is handwriting", "real digits are drawn alike and not grown");
        if self.seed_dropout > 0.0 {
            has_effect("seed_dropout", self.seed_dropout, "0", &[real])?;
        }
        match self.class_weights.iter().find(|&&weight| weight != self.class_weights[0]) {
            Some(weight) => has_effect("a number of class_weights", weight, "all alike", &[real]),
            None => Ok(()),
        }
    }
}

/// Why a setting may have no effect: whether it is so, the other setting's value, and what that means.
type Obstacle = (bool, &'static str, &'static str);

/// Sees that what the network is to name itself is asked of a network, and comes onto a canvas that it sees.
fn check_own(handwriting: &Handwriting) -> Result<(), SettingsError> {
    let &Handwriting { inputs, bonus, own_strokes, empty_canvas, own_canvas, .. } = handwriting;
    let search = (bonus == 0.0, "handwriting.bonus is 0", "the labels are those of search alone");
    let blind = (inputs == 1, "handwriting.inputs is 1", "the network sees no canvas");
    let empty = (empty_canvas == 1.0, "handwriting.empty_canvas is 1", "every canvas is empty");
    if own_strokes {
        has_effect("handwriting.own_strokes", own_strokes, "false", &[search])?;
    }
    if own_canvas > 0.0 {
        has_effect("handwriting.own_canvas", own_canvas, "0", &[search, blind, empty])?;
    }
    Ok(())
}

fn has_effect(
    name: &'static str,
    value: impl Display,
    expected: &'static str,
    obstacles: &[Obstacle],
) -> Result<(), SettingsError> {
    match obstacles.iter().find(|(is_there, ..)| *is_there) {
        Some(&(_, other, reason)) => {
            let value = value.to_string();
            Err(SettingsError::NoEffect { name, value, expected, other, reason })
        }
        None => Ok(()),
    }
}

fn check<T: Copy + Display>(
    name: &'static str,
    values: &[T],
    fits: impl Fn(T) -> bool,
    expected: &'static str,
) -> Result<(), SettingsError> {
    match values.iter().find(|&&value| !fits(value)) {
        Some(value) => Err(SettingsError::Range { name, value: value.to_string(), expected }),
        None => Ok(()),
    }
}

/// Puts what a table names in the place of what another has, table by table.
fn merge(into: &mut toml::Table, table: &toml::Table) {
    for (name, value) in table {
        match (into.get_mut(name), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            _ => {
                into.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_without_effect_are_named_with_what_takes_it_away() {
        let checked = |handwriting| {
            Settings { handwriting: Some(handwriting), ..Settings::default() }.checked()
        };
        let refused = |handwriting| checked(handwriting).unwrap_err().to_string();
        let usual = Handwriting { bonus: 0.01, ..Handwriting::default() };
        let strokes = Handwriting { own_strokes: true, ..usual.clone() };
        let canvas = Handwriting { own_canvas: 0.5, ..usual.clone() };
        for works in [&usual, &strokes, &canvas, &Handwriting { inputs: 1, ..strokes.clone() }] {
            assert_eq!(checked(works.clone()).unwrap().handwriting.as_ref(), Some(works));
        }
        assert_eq!(
            refused(Handwriting { bonus: 0.0, ..strokes }),
            "settings: handwriting.own_strokes is true, expected false where handwriting.bonus is 0: the labels \
             are those of search alone"
        );
        let expected = "settings: handwriting.own_canvas is 0.5, expected 0 where handwriting.";
        for (without_effect, other) in [
            (Handwriting { bonus: 0.0, ..canvas.clone() }, "bonus is 0: "),
            (Handwriting { inputs: 1, ..canvas.clone() }, "inputs is 1: "),
            (Handwriting { empty_canvas: 1.0, ..canvas }, "empty_canvas is 1: "),
        ] {
            let message = refused(without_effect);
            assert!(message.starts_with(&format!("{expected}{other}")), "{message}");
        }
    }
}
