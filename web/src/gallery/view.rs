//! What the gallery shows, as one value that the address spells out.
//!
//! `#/gallery?class=6&seed=24&seeds=hidden&opens=grow`; without a class it shows all ten.

use shared::gpt_mnist::CLASSES;

use crate::elsewhere::PAGES;
use crate::hint::{Hint, SEED};
use crate::pairs::{pairs, unknown};
use crate::route::Route;
use crate::state::hint;

/// Digits of one class on the page.
const OF_ONE_CLASS: u64 = 60;
/// Digits of each class on the page of all classes.
const OF_EACH_CLASS: u64 = 10;

/// What the gallery shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The class; none for all.
    pub class: Option<u8>,
    /// The seed of the first digit of each class.
    pub seed: u64,
    /// Whether the generators are drawn.
    pub with_seeds: bool,
    /// The page on which a digit opens.
    pub opens: Route,
}

impl Default for View {
    fn default() -> Self {
        Self { class: None, seed: 0, with_seeds: true, opens: Route::Explain }
    }
}

impl View {
    /// The classes on the page.
    pub fn classes(self) -> impl Iterator<Item = u8> {
        (0..CLASSES as u8).filter(move |&class| self.class.is_none_or(|chosen| chosen == class))
    }

    /// How many digits of each class are on the page.
    pub const fn count(self) -> u64 {
        if self.class.is_some() { OF_ONE_CLASS } else { OF_EACH_CLASS }
    }

    /// The seeds of the digits of each class; the largest seed of all is the last.
    pub fn seeds(self) -> impl Iterator<Item = u64> {
        (0..self.count()).map_while(move |n| self.seed.checked_add(n))
    }

    /// The page of digits before this one; none before the first.
    pub fn previous(self) -> Option<Self> {
        (self.seed > 0).then(|| Self { seed: self.seed.saturating_sub(self.count()), ..self })
    }

    /// The page of digits after this one; none after the last seed.
    pub fn next(self) -> Option<Self> {
        let seed = self.seed.checked_add(self.count())?;
        Some(Self { seed, ..self })
    }

    /// Reads the fragment of an address. What cannot be read falls back to the default, with a sentence for
    /// the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in pairs(query, &mut hints) {
            match (key.as_ref(), value.as_ref()) {
                ("class", value) => match value.parse() {
                    Ok(class) if usize::from(class) < CLASSES => view.class = Some(class),
                    _ => hints.push(hint("class", value, "a digit from 0 to 9", "all classes")),
                },
                ("seed", value) => match value.parse() {
                    Ok(seed) => view.seed = seed,
                    Err(_) => {
                        hints.push(hint("seed", value, SEED, view.seed));
                    }
                },
                ("seeds", "hidden") => view.with_seeds = false,
                ("seeds", "shown") => view.with_seeds = true,
                ("opens", value) => match PAGES.into_iter().find(|page| word(*page) == value) {
                    Some(page) => view.opens = page,
                    None => {
                        let expected = PAGES.map(word).join(", ");
                        hints.push(hint("opens", value, &expected, word(view.opens)));
                    }
                },
                ("seeds", value) => hints.push(hint("seeds", value, "shown or hidden", "shown")),
                (key, value) => hints.push(unknown(key, value)),
            }
        }
        (view, hints)
    }

    /// What is shown, in a few words; none for the first digits of all classes.
    pub fn title(self) -> String {
        let class =
            self.class.map_or_else(|| "All classes".to_owned(), |class| format!("Class {class}"));
        match (self.class, self.seed) {
            (None, 0) => String::new(),
            (_, 0) => class,
            (_, seed) => format!("{class} from seed {seed}"),
        }
    }

    /// The fragment of the address that shows this.
    pub fn to_fragment(self) -> String {
        let class = self.class.map_or_else(String::new, |class| format!("class={class}&"));
        let hidden = if self.with_seeds { "" } else { "&seeds=hidden" };
        let opens = match self.opens {
            Route::Explain => String::new(),
            page => format!("&opens={}", word(page)),
        };
        format!("#/gallery?{class}seed={}{hidden}{opens}", self.seed)
    }
}

/// A page's word in addresses.
fn word(page: Route) -> &'static str {
    page.fragment().trim_start_matches("#/")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for class in (0..10).map(Some).chain([None]) {
            for (seed, with_seeds) in [(0, true), (u64::MAX, false)] {
                for opens in PAGES {
                    let view = View { class, seed, with_seeds, opens };
                    assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
                }
            }
        }
        assert_eq!(View::from_fragment("#/gallery"), (View::default(), Vec::new()));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_used_is_said_and_spoils_nothing_else() {
        let fragment = "#/gallery?class=10&seed=4&seeds=some&opens=evaluate";
        let (view, hints) = View::from_fragment(fragment);
        assert_eq!(view, View { seed: 4, ..View::default() });
        assert!(hints[0].contains("class=10") && hints[1].contains("seeds=some"), "{hints:?}");
        assert!(hints[2].contains("opens=evaluate, which is not explain, grow, "), "{hints:?}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_which_digits() {
        let title = |class, seed| View { class, seed, ..View::default() }.title();
        assert_eq!((title(None, 0), title(Some(7), 0)), (String::new(), "Class 7".into()));
        assert_eq!(title(Some(7), 60), "Class 7 from seed 60");
        assert_eq!(title(None, 10), "All classes from seed 10");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn pages_follow_each_other_and_end_with_the_seeds() {
        let view = View { class: Some(6), ..View::default() };
        let next = view.next().unwrap();
        assert_eq!(view.seeds().last().map(|seed| seed + 1), next.seeds().next());
        assert_eq!((next.previous(), view.previous()), (Some(view), None));
        let last = View { seed: u64::MAX - 1, ..view };
        assert_eq!((last.seeds().count(), last.next()), (2, None));
    }
}
