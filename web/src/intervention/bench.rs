use yew::prelude::*;

use super::announced::Announced;
use super::changes::Changes;
use super::keys::KEYS;
use super::outcome::Outcome;
use super::props::BenchProps;
use super::shares::Shares;
use super::strokes::Strokes;
use super::tools::Tools;
use super::turn::Turn;
use crate::components::Help;

/// What can be done to the digit, what the network says then, and what the heatmaps had said.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let edits = props.model.view.digit.edits;
    html! {
        <section
            class="bench"
            aria-labelledby="bench"
            data-without={edits.without.to_string()}
            data-way={edits.way.name()}
            data-chosen={props.chosen().map(|stroke| (stroke + 1).to_string())}
        >
            <div class="heading">
                <h2 id="bench">{ "Put it to the test" }</h2>
                <Help keys={KEYS} />
            </div>
            <p class="caption lead">
                { "Take a stroke away, or turn its seed: the digit grows again and the network reads it \
                again. Had the heatmaps pointed there?" }
            </p>
            <div class="does">
                <Strokes ..props.clone() />
                <Tools ..props.clone() />
                <Turn ..props.clone() />
            </div>
            <div class="outcome">
                <Outcome ..props.clone() />
                <Changes ..props.clone() />
            </div>
            <Shares ..props.clone() />
            <Announced ..props.clone() />
        </section>
    }
}
