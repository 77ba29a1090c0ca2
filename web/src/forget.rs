//! A network that forgets: its weights become random, stage after stage from the output on.

use shared::evaluation::correlation::rank_correlation;
use shared::evaluation::part::Part;
use shared::output::Output;

use crate::engine::message::Map;

/// The most stages that there are.
pub const STAGES: usize = 8;

/// What becomes random, beside what was before, on the way to an output: `Form::Standard` of
/// `shared::evaluation::randomization`, which the page does not link.
pub const fn stages(output: Output) -> &'static [&'static str] {
    match output {
        Output::Y => &["fc", "l4", "l3", "l2", "l1", "stem"],
        Output::Yg | Output::Ys => &["heads", "eb0", "cf", "eb1", "stem", "eb2", "l2", "l1"],
    }
}

/// How alike two maps of one method rank the pixels, by the size of their relevance; none where one is zero everywhere.
pub fn likeness(trained: &Map, random: &Map) -> Option<f64> {
    let [trained, random] = [trained, random].map(|map| Part::Absolute.of(&map.normalized).ok());
    let correlation = rank_correlation(&trained?, &random?);
    (correlation.silent == [false; 2]).then_some(correlation.rho)
}

#[cfg(test)]
mod tests {
    use shared::attribution::Method;
    use shared::evaluation::randomization::Form;
    use shared::gpt_mnist::SITES;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_stages_are_those_of_the_evaluation() {
        for output in Output::ALL {
            assert_eq!(stages(output), Form::Standard.stages(output));
            assert!(stages(output).len() <= STAGES);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_map_is_like_itself_with_other_signs_and_like_no_silent_one() {
        let map = |normalized: Vec<f32>| Map {
            method: Method::Gradient,
            size: [0, 0],
            heatmap: Vec::new(),
            max_abs: 1.0,
            normalized,
        };
        let values = |sign: f32| (0..SITES).map(|site| sign * site as f32).collect::<Vec<_>>();
        let [one, other] = [1.0, -1.0].map(|sign| map(values(sign)));
        assert!(likeness(&one, &other).unwrap() > 0.999);
        assert!(likeness(&one, &map(values(1.0).into_iter().rev().collect())).unwrap() < -0.999);
        assert_eq!(likeness(&one, &map(vec![0.0; SITES])), None);
    }
}
