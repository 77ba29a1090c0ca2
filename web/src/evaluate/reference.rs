//! The numbers of the report, which come with the program.

use std::sync::LazyLock;

use serde::Deserialize;
use shared::attribution::Method;
use shared::evaluation::statistics::Estimate;
use shared::output::Layer;

use crate::engine::evaluation::{Curves, Family, Line, Measure, Score};

/// How many digits there are behind each point of a curve.
const CURVED: usize = 100;

#[derive(Deserialize)]
struct File {
    scores: Vec<Score>,
    curves: Vec<FileCurves>,
}

#[derive(Deserialize)]
struct FileCurves {
    family: String,
    places: Vec<String>,
    lines: Vec<FileLine>,
}

#[derive(Deserialize)]
struct FileLine {
    explainer: String,
    /// Places and means.
    points: Vec<(usize, f64)>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../reference.json"))
        .expect("the file is valid, as a test says")
});

/// What the report says, where it says something.
pub fn reference(measure: Measure, explainer: &str) -> Option<Estimate> {
    find(&FILE.scores, measure, explainer)
}

/// The report's curves of a family by some methods, and then by what is no method, without intervals.
pub fn curves(family: Family, methods: &[Method]) -> Option<Curves> {
    let FileCurves { places, lines, .. } =
        FILE.curves.iter().find(|curves| curves.family == family.name())?;
    let estimate = |mean| Estimate { n: CURVED, mean, low: None, high: None };
    let line = |line: &FileLine| Line {
        explainer: line.explainer.clone(),
        points: line.points.iter().map(|&(place, mean)| (place, estimate(mean))).collect(),
    };
    let of_method = |method: &Method| {
        let name = method.to_string();
        lines.iter().find(move |line| line.explainer == name)
    };
    let is_none = |line: &&FileLine| Method::parse(&line.explainer, Layer::ChannelAdj).is_err();
    let chosen = methods.iter().filter_map(of_method).chain(lines.iter().filter(is_none));
    let lines = chosen.map(line).collect();
    Some(Curves { family, places: places.clone(), lines })
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
    use crate::engine::evaluation::Section;
    use crate::evaluate::view::METHODS;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_number_of_the_report_is_of_something_that_is_evaluated() {
        assert!(!FILE.scores.is_empty());
        let known = |name: &str| {
            METHODS.iter().any(|method| method.to_string() == name)
                || name.parse::<Baseline>().is_ok()
        };
        for Score { explainer, estimate, .. } in &FILE.scores {
            assert!(known(explainer), "{explainer}");
            let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
            assert!(low <= estimate.mean && estimate.mean <= high, "{explainer}");
        }
        for family in Family::ALL {
            let curves = curves(family, &METHODS).expect("the report has it");
            assert!(!curves.lines.is_empty());
            for Line { explainer, points } in &curves.lines {
                assert!(known(explainer) || explainer == "random-over-ink", "{explainer}");
                let named = |&(place, _): &(usize, Estimate)| curves.places.get(place).is_some();
                assert_eq!(
                    points.iter().all(named),
                    family.section() == Section::Randomization,
                    "{explainer}"
                );
            }
            let of_none = super::curves(family, &[]).expect("the report has it").lines;
            assert!(of_none.iter().all(|line| line.explainer.parse::<Baseline>().is_ok()
                || line.explainer == "random-over-ink"));
        }
    }
}
