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
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        let targets = [
            None,
            Some(Target::class(9)),
            Target::at(Output::Yg, 3, 0, 27).ok(),
            Target::at(Output::Ys, 6, 15, 14).ok(),
        ];
        for layer in Layer::ALL {
            for target in targets {
                let digit = Digit { class: 9, seed: u64::MAX };
                let view = View { digit, target, layer };
                assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_fragment_uses_the_words_of_the_command_line() {
        let target = Target::at(Output::Ys, 6, 15, 14).ok();
        let view = View { target, layer: Layer::Eb1, ..View::default() };
        assert_eq!(
            view.to_fragment(),
            "#/explain?class=6&seed=3&output=y_s&target=6,15,14&layer=eb1"
        );
        let escaped = "#class=6&seed=3&output=y_s&target=6%2C15%2C14&layer=eb1";
        assert_eq!(View::from_fragment(escaped), (view, Vec::new()));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn no_fragment_is_the_default_page() {
        for fragment in ["", "#", "#&&=&", "#theme=dark", "#/explain", "#/explain?"] {
            assert_eq!(View::from_fragment(fragment), (View::default(), Vec::new()));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_used_falls_back_and_says_so() {
        for (fragment, key) in [
            ("class=10", "class=10"),
            ("class=-1", "class=-1"),
            ("class=256", "class=256"),
            ("class=", "class="),
            ("seed=18446744073709551616", "seed=18446744073709551616"),
            ("seed=1e3", "seed=1e3"),
            ("layer=l5", "layer=l5"),
            ("output=z", "output=z"),
            ("target=10", "target=10"),
            ("output=y_g&target=1,28,0", "target=1,28,0"),
            ("output=y_s&target=6", "target=6"),
            ("target=6,15,14", "target=6,15,14"),
            ("class=%F0%28%8C%28", "class="),
            ("class=%", "class=%"),
        ] {
            let (view, hints) = View::from_fragment(fragment);
            assert_eq!(view, View::default(), "{fragment}");
            assert_eq!(hints.len(), 1, "{fragment}");
            assert!(hints[0].contains(key), "{}", hints[0]);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn one_bad_value_does_not_spoil_the_others() {
        let (view, hints) = View::from_fragment("#class=4&seed=x&target=2&layer=l2");
        let expected = View {
            digit: Digit { class: 4, seed: 3 },
            target: Some(Target::class(2)),
            layer: Layer::L2,
        };
        assert_eq!((view, hints.len()), (expected, 1));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn hints_stay_short() {
        let (_, hints) = View::from_fragment(&format!("class={}", "ä".repeat(1_000_000)));
        assert!(hints[0].chars().count() < 150, "{}", hints[0].len());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn backends_go_by_the_names_in_the_address() {
        assert_eq!(backend_choice("webgpu"), Ok(BackendChoice::WebGpu));
        assert_eq!(backend_choice("cpu"), Ok(BackendChoice::Cpu));
        assert!(backend_choice("cuda").unwrap_err().contains("backend=cuda"));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn another_digit_drops_the_target() {
        let view = View { target: Some(Target::class(2)), layer: Layer::L4, ..View::default() };
        assert_eq!(view.with_digit(view.digit), view);
        let digit = Digit { class: 1, seed: 0 };
        assert_eq!(view.with_digit(digit), View { digit, target: None, layer: Layer::L4 });
    }
}
