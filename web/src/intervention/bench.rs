use yew::prelude::*;

use super::announced::Announced;
use super::changes::Changes;
use super::keys::KEYS;
use super::outcome::{Outcome, done};
use super::props::BenchProps;
use super::shares::Shares;
use super::strokes::Strokes;
use super::tools::Tools;
use super::turn::Turn;
use crate::components::{Help, direction};
use crate::edits::Way;
use crate::model::Action;

/// What can be done to the digit, what the network says then, and what the heatmaps had said.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let (edits, chosen) = (props.model.view.digit.edits, props.chosen());
    let effect = props.effect();
    let turned = edits.turn_all(&props.whole.sample);
    let names = turned.seeds.iter();
    let names = names.map(|seed| format!("which grows {}", direction(seed.orientation)));
    let dispatcher = props.model.dispatcher();
    let choose = Callback::from(move |stroke| dispatcher.dispatch(Action::Choose(stroke)));
    let dispatcher = props.model.dispatcher();
    let set_way = Callback::from(move |way: Way| dispatcher.dispatch(Action::Way(way)));
    let changes = effect.as_ref().map(|effect| effect.seeds(&props.whole.sample, &edits));
    let is_edited = props.model.is_edited();
    html! {
        <section
            class="bench"
            aria-labelledby="bench"
            data-without={edits.without.to_string()}
            data-way={edits.way.name()}
            data-chosen={chosen.map(|stroke| (stroke + 1).to_string())}
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
                <Strokes
                    strokes={names.collect::<Vec<_>>()}
                    taken={edits.taken()}
                    {chosen}
                    {choose}
                />
                <Tools
                    {chosen}
                    taken={chosen.is_some_and(|stroke| edits.is_without(stroke))}
                    way={edits.way}
                    can_undo={props.model.can_undo()}
                    edited={is_edited}
                    whole="As it grew"
                    pluck={props.on(|| Action::Pluck)}
                    undo={props.on(|| Action::Undo)}
                    put_back={props.on(|| Action::PutBack)}
                    {set_way}
                />
                <Turn ..props.clone() />
            </div>
            <div class="outcome">
                <Outcome
                    done={is_edited.then(|| AttrValue::from(done(&edits, turned.seeds.len())))}
                    whole="As it grew,"
                    classes={effect.map(|effect| effect.classes())}
                    waiting={props.model.network.is_hopeful()}
                />
                if let Some(changes) = changes {
                    <Changes {changes} {chosen} />
                }
            </div>
            <Shares ..props.clone() />
            <Announced ..props.clone() />
        </section>
    }
}
