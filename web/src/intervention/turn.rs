use shared::gpt_mnist::ORIENTATIONS;
use shared::pattern::Orientation;
use yew::prelude::*;

use super::props::BenchProps;
use super::rose::Rose;
use crate::components::{direction, percent};
use crate::model::Action;

/// Seven eighths clockwise are one the other way round.
const BACK: u8 = 7;

/// Turns the seed of the chosen stroke, and shows which way the network says that it points.
#[component]
pub fn Turn(props: &BenchProps) -> Html {
    let Some(stroke) = props.chosen() else {
        return html! {
            <p class="caption">
                { "Choose a stroke by its number, by a click on it, or with " }
                <kbd>{ "←" }</kbd>{ " " }<kbd>{ "→" }</kbd>
                { ", to take it away or to turn it." }
            </p>
        };
    };
    let edits = props.model.view.digit.edits;
    let seed = edits.turn_all(&props.whole.sample).seeds[stroke];
    let effect = props.effect();
    let change = effect.as_ref().map(|effect| effect.seeds(&props.whole.sample, &edits)[stroke]);
    let directions = effect.map(|effect| effect.directions(&seed)).unwrap_or_default();
    let seen = change.is_none_or(|change| change.is_here.probability.now >= 0.5);
    let eighths = edits.turns[stroke];
    let dispatcher = props.model.dispatcher();
    let pointed = seed.orientation.turned(-i32::from(eighths), ORIENTATIONS);
    let drag = Callback::from(move |(to, begins): (Orientation, bool)| {
        let eighths = pointed.turn_to(to, ORIENTATIONS);
        dispatcher.dispatch(Action::Drag { eighths, begins });
    });
    html! {
        <div class="turn" data-turned={eighths.to_string()}>
            <Rose {stroke} {seed} directions={directions.clone()} {seen} {drag} />
            <div class="turning">
                <p>
                    { format!("Seed {} points ", stroke + 1) }
                    <b>{ direction(seed.orientation) }</b>
                    if eighths != 0 {
                        { format!(", it pointed {}", direction(pointed)) }
                    }
                    { "." }
                </p>
                if let Some(change) = change {
                    <p
                        class={(change.named != seed.orientation && !change.taken).then_some("wrong")}
                        data-named={change.named.to_string()}
                    >
                        if !seen {
                            { "The network sees no seed here." }
                        } else {
                            { "The network says " }
                            <b>{ direction(change.named) }</b>
                            { format!(
                                " ({}).",
                                percent(directions[change.named.channel()].now)
                            ) }
                        }
                    </p>
                }
                <div class="pulls">
                    <button title="[" aria-label="Turn left" onclick={props.on(|| Action::Turn(BACK))}>
                        { "↺" }
                    </button>
                    <button title="]" aria-label="Turn right" onclick={props.on(|| Action::Turn(1))}>
                        { "↻" }
                    </button>
                </div>
            </div>
        </div>
    }
}
