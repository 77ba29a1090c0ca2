//! The numbers of the report, which come with the program.

use std::sync::LazyLock;

use serde::Deserialize;
use shared::evaluation::statistics::Estimate;

use crate::engine::evaluation::{Measure, Score};

#[derive(Deserialize)]
struct File {
    scores: Vec<Score>,
}

static SCORES: LazyLock<Vec<Score>> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../reference.json"))
        .expect("the file is valid, as a test says");
    file.scores
});

/// What the report says, where it says something.
pub fn reference(measure: Measure, explainer: &str) -> Option<Estimate> {
    find(&SCORES, measure, explainer)
}

/// The score of an explainer among others.
pub fn find(scores: &[Score], measure: Measure, explainer: &str) -> Option<Estimate> {
    let is = |score: &&Score| score.measure == measure && score.explainer == explainer;
    scores.iter().find(is).map(|score| score.estimate)
}

#[cfg(test)]
mod tests {
    use shared::evaluation::baseline::Baseline;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::evaluate::view::METHODS;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_number_of_the_report_is_of_something_that_is_evaluated() {
        assert!(!SCORES.is_empty());
        let known = |name: &str| {
            METHODS.iter().any(|method| method.to_string() == name)
                || name.parse::<Baseline>().is_ok()
        };
        for Score { explainer, estimate, .. } in SCORES.iter() {
            assert!(known(explainer), "{explainer}");
            let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
            assert!(low <= estimate.mean && estimate.mean <= high, "{explainer}");
        }
    }
}
