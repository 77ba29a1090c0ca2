//! The digits that the page opens with, and the answers that are shipped with it.

use std::sync::LazyLock;

use shared::gpt_mnist::{Sample, sample};
use shared::opening::{Answer, Opening};

/// The file that `trainer opening` writes. It is part of the program: there is nothing to wait for.
static OPENINGS: LazyLock<Vec<Opening>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../opening.json")).expect("the trainer wrote the answers")
});

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let sample = |opening: &Opening| sample(opening.class, opening.seed);
    OPENINGS.iter().map(|opening| sample(opening).expect("the digits have a class")).collect()
});

/// The digits, grown.
pub fn samples() -> &'static [Sample] {
    &SAMPLES
}

/// The digits and their answers.
pub fn openings() -> &'static [Opening] {
    &OPENINGS
}

/// The index of the digit of a class.
pub fn of_class(class: u8) -> Option<usize> {
    openings().iter().position(|opening| opening.class == class)
}

/// How many seeds a digit has.
pub fn seeds(opening: &Opening) -> usize {
    opening.answers.len().ilog2() as usize
}

/// What the network says when the seeds of some bits are pulled out.
pub fn answer(opening: &Opening, without: u32) -> &Answer {
    let whole = opening.answers.len() - 1;
    &opening.answers[whole & !(without as usize)]
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::{SITES, sample};
    use shared::opening::{DIGITS, METHODS};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_shipped_answers_are_complete() {
        let digits: Vec<_> = openings().iter().map(|o| (o.class, o.seed)).collect();
        assert_eq!(digits, DIGITS);
        for opening in openings() {
            let sample = sample(opening.class, opening.seed).unwrap();
            assert_eq!(seeds(opening), sample.seeds.len());
            assert_eq!(answer(opening, 0).class(), usize::from(opening.class));
            assert_eq!(answer(opening, u32::MAX), &opening.answers[0]);
            let methods: Vec<_> = opening.maps.iter().map(|map| map.method).collect();
            assert_eq!(methods, METHODS);
            for map in &opening.maps {
                assert_eq!((map.shades.len(), map.shares.len()), (SITES, seeds(opening)));
                assert!((map.shares.iter().sum::<f64>() - 1.0).abs() < 0.05);
            }
        }
    }
}
