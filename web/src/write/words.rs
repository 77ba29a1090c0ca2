//! Numbers and strokes in words.

use shared::handwriting::Shape;
use shared::pattern::Seed;

use crate::components::DIRECTIONS;

/// A small number as a word that begins a sentence.
pub fn count(number: usize) -> String {
    const WORDS: [&str; 25] = [
        "No",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "Eighteen",
        "Nineteen",
        "Twenty",
        "Twenty-one",
        "Twenty-two",
        "Twenty-three",
        "Twenty-four",
    ];
    WORDS.get(number).map_or_else(|| number.to_string(), |&word| word.to_owned())
}

/// What a seed grows into: its length, its width and its direction.
pub fn stroke(seed: Seed) -> String {
    let direction = DIRECTIONS[usize::from(seed.orientation) % DIRECTIONS.len()];
    match Shape::of(seed.r#type) {
        Some(Shape { length, width }) if length > 1 => {
            format!("{length} cells {direction}, {width} wide")
        }
        _ => "a dot".to_owned(),
    }
}

/// A share in percent, without decimals, never rounded to nothing. It stays on one line.
pub fn share(share: f64) -> String {
    match 100.0 * share {
        percent if percent > 0.0 && percent < 0.5 => "<\u{a0}1\u{a0}%".to_owned(),
        percent => format!("{percent:.0}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn strokes_are_named_by_what_they_grow_into() {
        let seed = |r#type, orientation| Seed { x: 3, y: 4, r#type, orientation };
        assert_eq!(stroke(seed(7, 3)), "7 cells down right, 2 wide");
        assert_eq!(stroke(seed(11, 0)), "2 cells up, 3 wide");
        assert_eq!(stroke(seed(20, 5)), "a dot");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn shares_are_not_rounded_to_nothing() {
        let shares = [0.0, 1e-9, 0.3149, 1.0].map(|value| share(value).replace('\u{a0}', " "));
        assert_eq!(shares, ["0 %", "< 1 %", "31 %", "100 %"]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn small_numbers_are_words() {
        assert_eq!([count(0), count(8), count(24)], ["No", "Eight", "Twenty-four"]);
        assert_eq!(count(100), "100");
    }
}
