use yew::prelude::*;

use super::props::BenchProps;
use crate::components::{Disc, direction};
use crate::model::Action;

/// The strokes of the digit to choose from; those that are taken away are dashed.
#[component]
pub fn Strokes(props: &BenchProps) -> Html {
    let edits = props.model.view.digit.edits;
    let (chosen, turned) = (props.chosen(), edits.turn_all(&props.whole.sample));
    let stroke = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let direction = direction(seed.orientation);
        let taken = edits.is_without(index);
        let state = if taken { ", taken away" } else { "" };
        html! {
            <li>
                <button
                    class={classes!("pluck", "choice", taken.then_some("taken"))}
                    aria-pressed={(chosen == Some(index)).to_string()}
                    aria-label={format!("Stroke {}, which grows {direction}{state}", index + 1)}
                    data-stroke={(index + 1).to_string()}
                    onclick={props.on(move || Action::Choose(index))}
                >
                    <Disc {index} />
                </button>
            </li>
        }
    };
    html! {
        <div class="pulls">
            <span id="choose">{ "Stroke" }</span>
            <ul class="plucks" aria-labelledby="choose">
                { for turned.seeds.iter().enumerate().map(stroke) }
            </ul>
        </div>
    }
}
