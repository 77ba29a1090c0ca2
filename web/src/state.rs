//! What the page shows, as one value that the address spells out.
//!
//! `#/explain?class=6&seed=3&output=y_s&target=6,15,14&layer=eb1` uses the words of `trainer explain`.

use std::fmt;

use shared::gpt_mnist::{self, CLASSES, Seed, Site};
use shared::output::{Heads, Layer, Output, Target};

use crate::dials::{Dial, Dials};
use crate::edits::{self, Edits, Way, number, read_strokes, read_turns, strokes};
use crate::engine::Question;
use crate::engine::message::{BackendChoice, Digit};
use crate::forget::STAGES;
use crate::look::Look;
use crate::pairs::{pairs, shortened, unknown};

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
    /// How it is drawn.
    pub look: Look,
}

impl Default for View {
    fn default() -> Self {
        Self {
            digit: Digit::new(6, 3),
            target: None,
            layer: Layer::Stem,
            stroke: None,
            random: 0,
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

    /// The same page with another digit. A target, a stroke and edits belong to their digit and are dropped.
    pub fn with_digit(self, digit: Digit) -> Self {
        let digit = digit.whole();
        if digit == self.digit.whole() {
            self
        } else {
            Self { digit, target: None, stroke: None, ..self }
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

    /// The stroke to take away or to turn, of the seeds of the digit.
    pub fn chosen(&self, seeds: &[Seed]) -> Option<usize> {
        let site = self.target.and_then(|target| target.site());
        let begins = |seed: &Seed| site == Some(Site::of(seed));
        self.stroke.or_else(|| seeds.iter().position(begins))
    }

    /// Reads the fragment of an address, with or without its `#`.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<String>) {
        let mut view = Self::default();
        let mut hints = Vec::new();
        let (mut output, mut target) = (Output::Y, None);
        let (mut of_class, mut of_strokes) = (Vec::new(), Vec::new());
        // Before the page had a name, the pairs stood alone.
        let fragment = fragment.trim_start_matches('#');
        let query = fragment.strip_prefix("/explain").unwrap_or(fragment).trim_start_matches('?');
        for (key, value) in pairs(query, &mut hints) {
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
                "random" => match value.parse() {
                    Ok(random) if random <= STAGES => view.random = random,
                    _ => {
                        let expected = format!("a number of stages from 0 to {STAGES}");
                        hints.push(hint("random", &value, &expected, "the trained network"));
                    }
                },
                "sign" | "scale" | "opacity" | "frame" => {
                    if let Err(expected) = view.look.read(&key, &value) {
                        hints.push(hint(&key, &value, expected, "the usual drawing"));
                    }
                }
                "target" => target = Some(value.into_owned()),
                "way" => match Way::ALL.into_iter().find(|way| way.name() == value) {
                    Some(way) => view.digit.edits.way = way,
                    None => hints.push(hint("way", &value, "regrow or clear", "regrow")),
                },
                "without" | "turn" | "stroke" => of_strokes.push((key, value)),
                _ => of_class.push((key, value)),
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
        // What is drawn depends on the class.
        let class = gpt_mnist::grown().class(view.digit.class);
        let dials = class.map(Dial::of).unwrap_or_default();
        for (key, value) in of_class {
            let Some(dial) = dials.iter().find(|dial| dial.key == key) else {
                hints.push(unknown(&key, &value));
                continue;
            };
            match dial.read(&value) {
                Some(value) => view.digit.dials = view.digit.dials.with(dial, value),
                None => {
                    let [least, most] = [dial.least, dial.most].map(|end| dial.written(end));
                    let expected = format!("a number from {least} to {most}");
                    hints.push(hint(&key, &value, &expected, "what the sample draws"));
                }
            }
        }
        // Which strokes there are depends on class and seed.
        for (key, value) in of_strokes {
            if !view.read_stroke(&key, &value) {
                hints.push(hint(
                    &key,
                    &value,
                    "a choice of this digit's strokes",
                    "the digit as it grew",
                ));
            }
        }
        (view, hints)
    }

    /// Reads a value that names strokes by their numbers.
    fn read_stroke(&mut self, key: &str, value: &str) -> bool {
        let seeds = self.digit.sample().map_or(0, |sample| sample.seeds.len());
        let edits = &mut self.digit.edits;
        match key {
            "without" => read_strokes(value, seeds).map(|without| edits.without = without),
            "turn" => read_turns(value, seeds).map(|turns| edits.turns = turns),
            _ => number(value, seeds).map(|stroke| self.stroke = Some(stroke)),
        }
        .is_some()
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(self) -> String {
        let Self {
            digit: Digit { class, seed, dials, edits },
            target,
            layer,
            stroke,
            random,
            look,
        } = self;
        let Edits { without, way, turns } = edits;
        let mut edited = String::new();
        for (key, value) in dials.words(class) {
            edited += &format!("&{key}={value}");
        }
        if without != 0 {
            edited += &format!("&without={}", strokes(without));
        }
        if way != Way::Regrow {
            edited += &format!("&way={}", way.name());
        }
        if !edits.turned().is_empty() {
            edited += &format!("&turn={}", edits::turns(&turns));
        }
        if let Some(stroke) = stroke {
            edited += &format!("&stroke={}", stroke + 1);
        }
        let target = target.map_or_else(String::new, |target| {
            let place = |site: Site| format!(",{},{}", site.row(), site.column());
            let site = target.site().map_or_else(String::new, place);
            format!("&output={}&target={}{site}", target.output(), target.channel())
        });
        let random = if random == 0 { String::new() } else { format!("&random={random}") };
        let look = look.to_address();
        format!("#/explain?class={class}&seed={seed}{edited}{target}&layer={layer}{random}{look}")
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
    let shown = shortened(value);
    format!("The address says {key}={shown}, which is not {expected}. This is {instead} instead.")
}

#[cfg(test)]
mod tests;
