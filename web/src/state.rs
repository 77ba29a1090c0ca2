//! What the page shows, as one value that the address spells out.
//!
//! `#/explain?class=6&seed=3&output=y_s&target=6,15,14&layer=eb1` uses the words of `trainer explain`.

mod fragment;
#[cfg(test)]
mod tests;

use std::fmt;

use shared::gpt_mnist::{Seed, Site};
use shared::output::{Layer, Target};

use crate::dials::Dials;
use crate::engine::Question;
use crate::engine::message::{BackendChoice, Digit};
use crate::hint::Hint;
use crate::look::Look;
use crate::pairs::shortened;

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The digit.
    pub digit: Digit,
    /// The output to explain; none for the predicted class.
    pub target: Option<Target>,
    /// The layer that Grad-CAM looks at.
    pub layer: Layer,
    /// The stroke to take away or to turn; none for the one whose seed is explained.
    pub stroke: Option<usize>,
    /// How many stages of the network are to be random in the explanation, counted from the output.
    pub random: usize,
    /// The step of growth; none for the last.
    pub step: Option<u32>,
    /// How it is drawn.
    pub look: Look,
}

impl Default for View {
    fn default() -> Self {
        Self {
            digit: Digit::default(),
            target: None,
            layer: Layer::Stem,
            stroke: None,
            random: 0,
            step: None,
            look: Look::default(),
        }
    }
}

impl View {
    /// The digit with what makes a difference to it.
    pub const fn shown(&self) -> Digit {
        self.digit.edited(self.digit.edits.effective())
    }

    /// What to ask the worker about a digit.
    pub const fn question(&self, digit: Digit) -> Question {
        Question::new(digit, self.target)
    }

    /// The same page with another digit. A target, a stroke, a step and edits belong to their digit and are dropped.
    pub fn with_digit(self, digit: Digit) -> Self {
        let digit = digit.whole();
        if digit == self.digit.whole() {
            self
        } else {
            Self { digit, target: None, stroke: None, step: None, ..self }
        }
    }

    /// The same digit drawn with other numbers. What was chosen stays with its stroke, wherever that is now.
    pub fn dialled(self, dials: Dials) -> Self {
        let digit = Digit { dials, ..self.digit };
        let seeds = |digit: Digit| digit.sample().map(|sample| sample.seeds).unwrap_or_default();
        let (before, after) = (seeds(self.digit), seeds(digit));
        let moved = |target: Target| match target.site() {
            None => Some(target),
            Some(site) => {
                let index = before.iter().position(|seed| Site::of(seed) == site)?;
                let now = Site::of(after.get(index)?);
                Target::at(target.output(), target.channel(), now).ok()
            }
        };
        Self { digit, target: self.target.and_then(moved), ..self }
    }

    /// The same page with another answer explained. One about a site chooses the stroke that begins there.
    pub fn asking(self, target: Target) -> Self {
        let stroke = self.stroke.filter(|_| target.site().is_none());
        Self { target: Some(target), stroke, ..self }
    }

    /// What is shown, in a few words.
    pub fn title(&self) -> String {
        self.digit.to_string()
    }

    /// The stroke to take away or to turn, of the seeds of the digit.
    pub fn chosen(&self, seeds: &[Seed]) -> Option<usize> {
        let site = self.target.and_then(|target| target.site());
        let begins = |seed: &Seed| site == Some(Site::of(seed));
        self.stroke.or_else(|| seeds.iter().position(begins))
    }
}

/// Reads the value of `backend` in the query of an address.
///
/// # Errors
/// A sentence for the reader if there is no such backend.
pub fn backend_choice(name: &str) -> Result<BackendChoice, String> {
    BackendChoice::parse(name)
        .ok_or_else(|| hint("backend", name, "webgpu or cpu", "the fastest backend").into())
}

/// A sentence for the reader about a value in the address that cannot be used.
pub(crate) fn hint(key: &str, value: &str, expected: &str, instead: impl fmt::Display) -> Hint {
    let shown = shortened(value);
    let text = format!(
        "The address says {key}={shown}, which is not {expected}. This is {instead} instead."
    );
    Hint::about(key, text)
}
