//! What the page for drawings shows, as one value that the address spells out.
//!
//! `#/write?way=iterated&stroke=1&drawing=AAAA…`, and `reader=grown` where the paper's network reads it,
//! `without=2,4&rest=clear` where strokes are taken away, `step=3` where the growth stands still before its end, and `sign`, `scale` and `opacity` as in the
//! explorer.

use std::collections::BTreeSet;

use shared::handwriting::STEPS;

use super::drawing::Drawing;
use crate::edits;
use crate::engine::features::Reader;
use crate::engine::handwriting::Way;
use crate::hint::Hint;
use crate::look::Look;
use crate::pairs::{pairs, unknown};
use crate::state::hint;
use crate::words;

/// The class of the real digit that the page opens with.
const FIRST: usize = 4;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The drawing.
    pub drawing: Drawing,
    /// The network that reads it.
    pub reader: Reader,
    /// How it is read.
    pub way: Way,
    /// The stroke that is explained, 0 for the first.
    pub stroke: usize,
    /// The strokes that are taken away.
    pub without: BTreeSet<usize>,
    /// What becomes of the rest.
    pub rest: edits::Way,
    /// The growth step; none for all that grows.
    pub step: Option<u32>,
    /// How heatmaps are drawn.
    pub look: Look,
}

impl Default for View {
    fn default() -> Self {
        Self {
            drawing: Drawing::digit(FIRST),
            reader: Reader::Handwriting,
            way: Way::default(),
            stroke: 0,
            without: BTreeSet::new(),
            rest: edits::Way::default(),
            step: None,
            look: Look::default(),
        }
    }
}

impl View {
    /// Reads the fragment of an address.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in pairs(query, &mut hints) {
            match key.as_ref() {
                "way" => match Way::parse(&value) {
                    Some(way) => view.way = way,
                    None => {
                        let ways = "one-pass, iterated, revised, proposals or search";
                        hints.push(hint("way", &value, ways, view.way.name()));
                    }
                },
                "reader" => match Reader::ALL.into_iter().find(|reader| reader.name() == value) {
                    Some(reader) => view.reader = reader,
                    None => {
                        let readers = "grown or handwriting";
                        hints.push(hint("reader", &value, readers, view.reader.name()));
                    }
                },
                "stroke" => match stroke(&value) {
                    Some(stroke) => view.stroke = stroke,
                    None => {
                        hints.push(hint("stroke", &value, "the number of a stroke", "the first"))
                    }
                },
                "without" => match value.split(',').map(stroke).collect() {
                    Some(without) => view.without = without,
                    None => {
                        hints.push(hint("without", &value, "numbers of strokes", "all of them"))
                    }
                },
                "rest" => match edits::Way::ALL.into_iter().find(|way| way.name() == value) {
                    Some(rest) => view.rest = rest,
                    None => hints.push(hint("rest", &value, "regrow or clear", view.rest.name())),
                },
                "step" => match value.parse() {
                    Ok(step) if step <= STEPS => {
                        view.step = Some(step).filter(|&step| step < STEPS)
                    }
                    _ => hints.push(hint("step", &value, "a growth step", "the last")),
                },
                key @ ("sign" | "scale" | "opacity") => {
                    if let Err(expected) = view.look.read(key, &value) {
                        hints.push(hint(key, &value, expected, "the usual drawing"));
                    }
                }
                "drawing" => match Drawing::unpack(&value) {
                    Ok(drawing) => view.drawing = drawing,
                    Err(error) => {
                        let said = format!(
                            "The drawing in the address {error}. This is a real {FIRST} instead."
                        );
                        hints.push(Hint::about("drawing", said));
                    }
                },
                _ => hints.push(unknown(&key, &value)),
            }
        }
        (view, hints)
    }

    /// What is shown, in a few words; none for what the page opens with.
    pub fn title(&self) -> String {
        let Self { drawing, reader, without, .. } = self;
        let opening = Self { drawing: *drawing, reader: *reader, ..Self::default() };
        if without.is_empty() && opening == Self::default() {
            return String::new();
        }
        let drawn = match drawing.class_of_digit() {
            Some(class) => format!("A real {class}"),
            None if drawing.is_blank() => "An empty page".to_owned(),
            None => "A drawing".to_owned(),
        };
        let read = match reader {
            Reader::Handwriting => "",
            Reader::Grown => " read by the paper's network",
        };
        let taken: Vec<usize> = without.iter().copied().collect();
        let taken = match taken[..] {
            [] => String::new(),
            _ => format!(" without its {}", words::strokes(&taken)),
        };
        format!("{drawn}{taken}{read}")
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(&self) -> String {
        let Self { drawing, reader, way, stroke, without, rest, step, look } = self;
        let mut fragment = "#/write?".to_owned();
        if *reader != Reader::Handwriting {
            fragment += &format!("reader={}&", reader.name());
        }
        fragment += &format!("way={}&stroke={}", way.name(), stroke + 1);
        if !without.is_empty() {
            let numbers: Vec<String> =
                without.iter().map(|stroke| (stroke + 1).to_string()).collect();
            fragment += &format!("&without={}", numbers.join(","));
        }
        if *rest != edits::Way::default() {
            fragment += &format!("&rest={}", rest.name());
        }
        if let Some(step) = step {
            fragment += &format!("&step={step}");
        }
        fragment + &look.to_address() + "&drawing=" + &drawing.pack()
    }
}

/// The index of a stroke that is named by its number.
fn stroke(number: &str) -> Option<usize> {
    number.parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::SITES;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::look::Sign;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for way in Way::ALL {
            for (drawing, reader) in
                [Drawing::blank(), Drawing::digit(7)].into_iter().zip(Reader::ALL)
            {
                for rest in edits::Way::ALL {
                    for (without, step) in
                        [(&[][..], None), (&[1][..], Some(0)), (&[0, 23][..], Some(9))]
                    {
                        let without = without.iter().copied().collect();
                        let look = Look { opacity: 35, sign: Sign::For, ..Look::default() };
                        let look = if step.is_none() { Look::default() } else { look };
                        let view =
                            View { drawing, reader, way, stroke: 11, without, rest, step, look };
                        assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
                    }
                }
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_what_was_drawn_who_reads_it_and_what_is_missing() {
        let title = |fragment| View::from_fragment(fragment).0.title();
        assert_eq!(title("#/write"), "");
        assert_eq!(title("#/write?without=1,3"), "A real 4 without its first and third strokes");
        let mut view = View { drawing: Drawing::digit(7), ..View::default() };
        assert_eq!(view.title(), "A real 7");
        view.reader = Reader::Grown;
        assert_eq!(view.title(), "A real 7 read by the paper's network");
        view.drawing = Drawing::blank();
        assert_eq!(view.title(), "An empty page read by the paper's network");
        view = View { drawing: Drawing::of(&[0.5; SITES]), ..View::default() };
        assert_eq!(view.title(), "A drawing");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_bare_address_is_the_default_page() {
        for fragment in ["#/write", "#/write?", "/write?&&=&"] {
            assert_eq!(View::from_fragment(fragment), (View::default(), Vec::new()));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_broken_link_shows_what_is_valid_and_says_what_is_not() {
        for (wrong, named) in [
            ("way=twice", "way=twice"),
            ("reader=tea", "reader=tea"),
            ("stroke=0", "stroke=0"),
            ("stroke=-2", "stroke=-2"),
            ("without=2,0", "without=2,0"),
            ("without=", "without="),
            ("rest=stay", "rest=stay"),
            ("step=11", "step=11"),
            ("sign=red", "sign=red"),
            ("opacity=101", "opacity=101"),
            ("drawing=AAAA", "4 characters"),
            ("drawing=", "0 characters"),
        ] {
            let (view, hints) = View::from_fragment(&format!("#/write?{wrong}"));
            assert_eq!(view, View::default(), "{wrong}");
            assert_eq!(hints.len(), 1, "{wrong}");
            assert!(hints[0].contains(named), "{:?}", hints[0]);
        }
        let (view, hints) = View::from_fragment("#/write?drawing=x&way=one-pass&stroke=4");
        let expected = View { way: Way::OnePass, stroke: 3, ..View::default() };
        assert_eq!((view, hints.len()), (expected, 1));
        let last = View::from_fragment(&format!("#/write?step={STEPS}"));
        assert_eq!(last, (View::default(), Vec::new()));
    }
}
