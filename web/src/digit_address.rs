//! A digit in the fragment of an address: its class and seed, what is set of the numbers that it draws, and what is
//! done to its seeds.

#[cfg(test)]
mod tests;

use shared::gpt_mnist::CLASSES;

use crate::dials::Dial;
use crate::edits::{self, Edits, Way, read_strokes, read_turns, strokes};
use crate::engine::message::Digit;
use crate::hint::{Hint, SEED};
use crate::pairs::{Pair, unknown};
use crate::state::hint;

/// Reads a digit from those pairs that say something of it.
///
/// What is drawn depends on the class, and which strokes there are on class and seed, so no pair can be read before all
/// are known. What cannot be read falls back to the default, and a pair that says nothing of a digit means nothing, with
/// one sentence for the reader about each.
pub fn read(pairs: Vec<Pair<'_>>, hints: &mut Vec<Hint>) -> Digit {
    let mut digit = Digit::default();
    let (mut of_class, mut of_strokes) = (Vec::new(), Vec::new());
    for (key, value) in pairs {
        match key.as_ref() {
            "class" => match value.parse() {
                Ok(class) if usize::from(class) < CLASSES => digit.class = class,
                _ => hints.push(hint("class", &value, "a digit from 0 to 9", digit.class)),
            },
            "seed" => match value.parse() {
                Ok(seed) => digit.seed = seed,
                Err(_) => {
                    hints.push(hint("seed", &value, SEED, digit.seed));
                }
            },
            "way" => match Way::ALL.into_iter().find(|way| way.name() == value) {
                Some(way) => digit.edits.way = way,
                None => hints.push(hint("way", &value, "regrow or clear", "regrow")),
            },
            "without" | "turn" => of_strokes.push((key, value)),
            _ => of_class.push((key, value)),
        }
    }
    let dials = Dial::of_class(digit.class);
    for (key, value) in of_class {
        let Some(dial) = dials.iter().find(|dial| dial.key == key) else {
            hints.push(unknown(&key, &value));
            continue;
        };
        match dial.read(&value) {
            Some(value) => digit.dials = digit.dials.with(dial, value),
            None => {
                let [least, most] = [dial.least, dial.most].map(|end| dial.written(end));
                let expected = format!("a number from {least} to {most}");
                hints.push(hint(&key, &value, &expected, "what the sample draws"));
            }
        }
    }
    let seeds = digit.sample().map_or(0, |sample| sample.seeds.len());
    for (key, value) in of_strokes {
        let read = match key.as_ref() {
            "without" => read_strokes(&value, seeds).map(|without| digit.edits.without = without),
            _ => read_turns(&value, seeds).map(|turns| digit.edits.turns = turns),
        };
        if read.is_none() {
            let expected = "a choice of this digit's strokes";
            hints.push(hint(&key, &value, expected, "the digit as it grew"));
        }
    }
    digit
}

/// The pairs that [`read`] reads, joined as in an address.
pub fn write(digit: Digit) -> String {
    let Digit { class, seed, dials, edits: Edits { without, way, turns } } = digit;
    let mut written = format!("class={class}&seed={seed}");
    for (key, value) in dials.words(class) {
        written += &format!("&{key}={value}");
    }
    if without != 0 {
        written += &format!("&without={}", strokes(without));
    }
    if way != Way::Regrow {
        written += &format!("&way={}", way.name());
    }
    if !digit.edits.turned().is_empty() {
        written += &format!("&turn={}", edits::turns(&turns));
    }
    written
}
