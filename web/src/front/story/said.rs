//! What the text is made of: phrases that set the stage, and what the network said.

use shared::attribution::Method;
use yew::prelude::*;

use crate::components::certainty;
use crate::front::model::{Action, Model};
use crate::front::opening::{answer, of_class, openings};
use crate::front::phrase::Phrase;
use crate::front::view::{Act, View};
use crate::words;

/// A phrase that shows a digit in some way.
pub fn show(model: &UseReducerHandle<Model>, class: u8, view: View, words: &str) -> Html {
    let view = View { digit: of_class(class).unwrap_or_default(), ..view };
    html! { <Phrase model={model.clone()} action={Action::Show(view)}>{ words }</Phrase> }
}

/// The test of a digit without a stroke, counted from 1; 0 for all of it.
pub fn test(stroke: u32, method: Option<Method>) -> View {
    let map = method.and_then(|method| shared::opening::METHODS.iter().position(|m| *m == method));
    View { act: Act::Test, without: 1 << stroke >> 1, map, ..View::default() }
}

/// The share of a map on a stroke, in words.
pub fn share(class: u8, method: Method, stroke: usize) -> String {
    let opening = &openings()[of_class(class).unwrap_or_default()];
    let map = opening.maps.iter().find(|map| map.method == method);
    words::share(map.map_or(0.0, |map| map.shares[stroke - 1]))
}

/// The class that the network names without some strokes, and how sure it is.
pub fn says(class: u8, without: u32) -> (usize, String) {
    let answer = answer(&openings()[of_class(class).unwrap_or_default()], without);
    (answer.class(), certainty(answer.probabilities[answer.class()]))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// The words that stand beside the numbers.
    #[wasm_bindgen_test(unsupported = test)]
    fn the_text_says_what_the_answers_say() {
        let without = |class: u8, stroke: u32| says(class, 1 << stroke >> 1).0;
        assert_ne!(without(6, 3), 6);
        assert_eq!(without(6, 2), 6);
        assert!((1..=4).all(|stroke| without(8, stroke) == 8));
        assert!((1..=3).all(|stroke| without(5, stroke) != 5));
        let opening = &openings()[of_class(6).unwrap()];
        assert!(answer(opening, 0b10).probabilities[6] > 0.999);
        let most = |method: Method| {
            let map = opening.maps.iter().find(|map| map.method == method).unwrap();
            (0..4).max_by(|&a, &b| map.shares[a].total_cmp(&map.shares[b]))
        };
        assert_eq!(most(Method::GuidedBackprop), Some(2));
        assert_eq!(most(Method::GradientXInput), Some(1));
    }
}
