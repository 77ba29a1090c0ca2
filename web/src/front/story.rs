//! The text below the captions. Its phrases set the stage.

mod findings;
mod growth;
mod heatmaps;
mod onward;
mod reading;

use shared::attribution::Method;
use yew::prelude::*;

use super::model::{Action, Model};
use super::opening::{answer, of_class, openings};
use super::phrase::Phrase;
use super::player::ModelProps;
use super::view::{Act, View};
use crate::components::certainty;
use crate::words;
use findings::findings;
use growth::growth;
use heatmaps::heatmaps;
use onward::Onward;
use reading::reading;

/// What a generator is, how a digit grows, what the network says, how to read a heatmap, what was found.
#[component]
pub fn Story(props: &ModelProps) -> Html {
    let model = &props.model;
    html! {
        <div class="story">
            { growth(model) }
            { reading(model) }
            { heatmaps(model) }
            { findings(model) }
            <Onward ..props.clone() />
        </div>
    }
}

/// A phrase that shows a digit in some way.
fn show(model: &UseReducerHandle<Model>, class: u8, view: View, words: &str) -> Html {
    let view = View { digit: of_class(class).unwrap_or_default(), ..view };
    html! { <Phrase model={model.clone()} action={Action::Show(view)}>{ words }</Phrase> }
}

/// The test of a digit without a stroke, counted from 1; 0 for all of it.
fn test(stroke: u32, method: Option<Method>) -> View {
    let map = method.and_then(|method| shared::opening::METHODS.iter().position(|m| *m == method));
    View { act: Act::Test, without: 1 << stroke >> 1, map, ..View::default() }
}

/// The share of a map on a stroke, in words.
fn share(class: u8, method: Method, stroke: usize) -> String {
    let opening = &openings()[of_class(class).unwrap_or_default()];
    let map = opening.maps.iter().find(|map| map.method == method);
    words::share(map.map_or(0.0, |map| map.shares[stroke - 1]))
}

/// The class that the network names without some strokes, and how sure it is.
fn says(class: u8, without: u32) -> (usize, String) {
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
