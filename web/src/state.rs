//! What the page shows, as one value that the address spells out.
//!
//! `#/explain?class=6&seed=3&output=y_s&target=6,15,14&layer=eb1` uses the words of `trainer explain`.

use std::fmt;

use shared::mnist::CLASSES;
use shared::output::{Heads, Layer, Output, Target};

use crate::engine::Question;
use crate::engine::message::{BackendChoice, Digit};

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The digit.
    pub digit: Digit,
    /// The output to explain; none for the predicted class.
    pub target: Option<Target>,
    /// The layer that Grad-CAM looks at.
    pub layer: Layer,
}

impl Default for View {
    fn default() -> Self {
        Self { digit: Digit { class: 6, seed: 3 }, target: None, layer: Layer::Stem }
    }
}

impl View {
    /// What to ask the worker.
    pub const fn question(&self) -> Question {
        Question { digit: self.digit, target: self.target }
    }

    /// The same page with another digit. A target belongs to its digit and is dropped.
    pub fn with_digit(self, digit: Digit) -> Self {
        if digit == self.digit { self } else { Self { digit, target: None, ..self } }
    }

    /// Reads the fragment of an address, with or without its `#`.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    /// Unknown keys are left alone.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<String>) {
        let mut view = Self::default();
        let mut hints = Vec::new();
        let (mut output, mut target) = (Output::Y, None);
        // Before the page had a name, the pairs stood alone.
        let fragment = fragment.trim_start_matches('#');
        let query = fragment.strip_prefix("/explain").unwrap_or(fragment).trim_start_matches('?');
        let pairs = form_urlencoded::parse(query.as_bytes());
        for (key, value) in pairs {
            match key.as_ref() {
                "class" => match value.parse() {
                    Ok(class) if usize::from(class) < CLASSES => view.digit.class = class,
                    _ => hints.push(hint("class", &value, "a digit from 0 to 9", view.digit.class)),
                },
                "seed" => match value.parse() {
                    Ok(seed) => view.digit.seed = seed,
                    Err(_) => hints.push(hint(
                        "seed",
                        &value,
                        "a whole number from 0 to 18446744073709551615",
                        view.digit.seed,
                    )),
                },
                "layer" => match value.parse() {
                    Ok(layer) => view.layer = layer,
                    Err(_) => {
                        hints.push(hint("layer", &value, "a layer of the network", view.layer))
                    }
                },
                "output" => match Output::ALL.into_iter().find(|known| known.name() == value) {
                    Some(known) => output = known,
                    None => hints.push(hint("output", &value, "y, y_g or y_s", output)),
                },
                "target" => target = Some(value.into_owned()),
                _ => {}
            }
        }
        if let Some(text) = target {
            let known = |target: Target| target.checked(&Heads::GPT_MNIST);
            match Target::parse(output, &text).and_then(known) {
                Ok(target) => view.target = Some(target),
                Err(_) => {
                    let expected = format!("an output of {output}");
                    hints.push(hint("target", &text, &expected, "the predicted class"));
                }
            }
        }
        (view, hints)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(self) -> String {
        let Self { digit: Digit { class, seed }, target, layer } = self;
        let target = target.map_or_else(String::new, |target| {
            let site =
                target.site().map_or_else(String::new, |(row, column)| format!(",{row},{column}"));
            format!("&output={}&target={}{site}", target.output(), target.channel())
        });
        format!("#/explain?class={class}&seed={seed}{target}&layer={layer}")
    }
}

/// Reads the value of `backend` in the query of an address.
///
/// # Errors
/// A sentence for the reader if there is no such backend.
pub fn backend_choice(name: &str) -> Result<BackendChoice, String> {
    BackendChoice::parse(name)
        .ok_or_else(|| hint("backend", name, "webgpu or cpu", "the fastest backend"))
}

/// A sentence for the reader about a value in the address that cannot be used.
pub(crate) fn hint(key: &str, value: &str, expected: &str, instead: impl fmt::Display) -> String {
    const SHOWN: usize = 24;
    let mut shown: String = value.chars().take(SHOWN).collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("The address says {key}={shown}, which is not {expected}. This is {instead} instead.")
}

#[cfg(test)]
mod tests;
