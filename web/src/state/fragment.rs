//! A view as the fragment of an address.

use shared::gpt_mnist::{CLASSES, Site};
use shared::output::{Heads, Output, Target};

use super::{View, hint};
use crate::dials::Dial;
use crate::edits::{self, Edits, Way, number, read_strokes, read_turns, strokes};
use crate::engine::message::Digit;
use crate::forget::STAGES;
use crate::hint::Hint;
use crate::pairs::{pairs, unknown};

impl View {
    /// Reads the fragment of an address, with or without its `#`.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let mut view = Self::default();
        let mut hints = Vec::new();
        let (mut output, mut target, mut step) = (Output::Y, None, None);
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
                "step" => step = Some(value.into_owned()),
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
        let dials = Dial::of_class(view.digit.class);
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
        if let Some(text) = step {
            let steps = view.digit.sample().map_or(0, |sample| sample.steps);
            match text.parse() {
                Ok(step) if step <= steps => view.step = Some(step).filter(|&step| step < steps),
                _ => hints.push(hint("step", &text, "a step of this digit's growth", "the last")),
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
            step,
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
        if let Some(step) = step {
            edited += &format!("&step={step}");
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
