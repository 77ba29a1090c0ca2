//! What the front page shows, as one value that the address spells out.
//!
//! `#/?digit=9&act=test&without=2&map=lrp-z-plus`

use shared::opening::METHODS;

use super::opening::{of_class, openings, samples, seeds};
use crate::edits::{read_strokes, strokes};
use crate::hint::Hint;
use crate::pairs::{pairs, unknown};
use crate::state::hint;
use crate::words;

/// The three things that can be done with a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Act {
    /// Watch it grow.
    #[default]
    Grow,
    /// See what the network reads.
    Read,
    /// Pull a stroke out.
    Test,
}

impl Act {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Grow, Self::Read, Self::Test];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grow => "grow",
            Self::Read => "read",
            Self::Test => "test",
        }
    }
}

/// What the front page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// The index of the digit.
    pub digit: usize,
    /// What is done with it.
    pub act: Act,
    /// The growth step; none for all that grows.
    pub step: Option<u32>,
    /// The seeds that are pulled out: bit `n` for seed `n`.
    pub without: u32,
    /// The index of the heatmap on the stage.
    pub map: Option<usize>,
}

impl View {
    /// Reads the fragment of an address.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    /// Unknown keys are left alone.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints, mut without) = (Self::default(), Vec::new(), None);
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let path = path.trim_start_matches('#');
        if !matches!(path, "" | "/") {
            let path: String = path.chars().take(24).collect();
            let said = format!("The address names the page {path}, which there is none of.");
            hints.push(said.into());
        }
        for (key, value) in pairs(query, &mut hints) {
            match key.as_ref() {
                "digit" => match value.parse().ok().and_then(of_class) {
                    Some(digit) => view.digit = digit,
                    None => hints.push(hint("digit", &value, "one of the digits here", "a 9")),
                },
                "act" => match Act::ALL.into_iter().find(|act| act.name() == value) {
                    Some(act) => view.act = act,
                    None => hints.push(hint("act", &value, "grow, read or test", "grow")),
                },
                "step" => match value.parse() {
                    Ok(step) => view.step = Some(step),
                    Err(_) => hints.push(hint("step", &value, "a growth step", "the last")),
                },
                "map" => match METHODS.iter().position(|method| method.name() == value) {
                    Some(map) => view.map = Some(map),
                    None => hints.push(hint("map", &value, "a heatmap of this page", "none")),
                },
                "without" => without = Some(value.into_owned()),
                _ => hints.push(unknown(&key, &value)),
            }
        }
        let last = samples()[view.digit].steps;
        if let Some(step) = view.step.filter(|&step| step > last) {
            view.step = None;
            hints.push(hint("step", &step.to_string(), "a growth step", "the last"));
        }
        if let Some(text) = without {
            match read_strokes(&text, seeds(&openings()[view.digit])) {
                Some(pulled) => view.without = pulled,
                None => hints.push(hint("without", &text, "strokes of this digit", "none")),
            }
        }
        (view, hints)
    }

    /// What is shown, in a few words; none for what the site opens with.
    pub fn title(self) -> String {
        if self == Self::default() {
            return String::new();
        }
        let pulled: Vec<usize> = (0..32).filter(|&index| self.without >> index & 1 == 1).collect();
        let without = match pulled[..] {
            [] => String::new(),
            _ => format!(" without its {}", words::strokes(&pulled)),
        };
        let done = match self.act {
            Act::Read => " as the network reads it",
            Act::Test if pulled.is_empty() => " put to the test",
            Act::Grow | Act::Test => "",
        };
        format!("{}{without}{done}", openings()[self.digit].class)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(self) -> String {
        let Self { digit, act, step, without, map } = self;
        let mut pairs = Vec::new();
        if digit != 0 {
            pairs.push(format!("digit={}", openings()[digit].class));
        }
        if act != Act::Grow {
            pairs.push(format!("act={}", act.name()));
        }
        if let Some(step) = step {
            pairs.push(format!("step={step}"));
        }
        if without != 0 {
            pairs.push(format!("without={}", strokes(without)));
        }
        if let Some(map) = map {
            pairs.push(format!("map={}", METHODS[map].name()));
        }
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("#/{mark}{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for digit in 0..openings().len() {
            for without in 0..1 << seeds(&openings()[digit]) {
                for (act, step, map) in [
                    (Act::Grow, Some(3), None),
                    (Act::Read, None, Some(0)),
                    (Act::Test, None, Some(METHODS.len() - 1)),
                ] {
                    let view = View { digit, act, step, without, map };
                    assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
                }
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_bare_address_is_the_first_digit() {
        for fragment in ["", "#", "#/", "#/?", "#/?&&=&"] {
            assert_eq!(View::from_fragment(fragment), (View::default(), Vec::new()), "{fragment}");
        }
        assert_eq!(View::default().to_fragment(), "#/");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_what_is_done_with_the_digit() {
        let title = |fragment: &str| View::from_fragment(fragment).0.title();
        assert_eq!(title("#/"), "");
        assert_eq!(title("#/?digit=5"), "5");
        assert_eq!(title("#/?act=read"), "9 as the network reads it");
        assert_eq!(title("#/?act=test"), "9 put to the test");
        assert_eq!(title("#/?act=test&without=1,3"), "9 without its first and third strokes");
        let read = "9 without its second stroke as the network reads it";
        assert_eq!(title("#/?act=read&without=2"), read);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_broken_link_shows_what_is_valid_and_says_what_is_not() {
        for wrong in
            ["digit=2", "act=sing", "step=-1", "step=99", "without=6", "without=0", "map=mine"]
        {
            let (view, hints) = View::from_fragment(&format!("#/?{wrong}"));
            assert_eq!(view, View::default(), "{wrong}");
            assert_eq!(hints.len(), 1, "{wrong}");
            assert!(hints[0].contains(wrong), "{:?}", hints[0]);
        }
        let (view, hints) = View::from_fragment("#/gardens?act=test&without=1");
        assert_eq!(view, View { act: Act::Test, without: 1, ..View::default() });
        assert!(hints[0].contains("/gardens"), "{:?}", hints[0]);
    }
}
