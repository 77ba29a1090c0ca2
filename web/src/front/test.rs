use yew::prelude::*;

use super::maps::Maps;
use super::model::{Action, Model};
use super::props::SceneProps;
use super::scene::Scene;
use super::strokes::Strokes;
use crate::components::{Columns, Verdict, certainty};
use crate::words;

/// Strokes to pull out, what that did to the answers, and what the heatmaps had said.
#[component]
pub fn Test(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let on = |action: Action| {
        let dispatcher = model.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(action.clone()))
    };
    let pulled = model.pulled();
    html! {
        <>
            <div class="pulls">
                <Strokes ..props.clone() />
                <button
                    class="take-back"
                    title="Ctrl+Z"
                    disabled={!model.can_undo()}
                    onclick={on(Action::Undo)}
                >
                    { "Undo" }
                </button>
                <button
                    class="put-back"
                    disabled={pulled.is_empty()}
                    onclick={on(Action::PutBack)}
                >
                    { "Put all back" }
                </button>
            </div>
            <p class="headline verdict" data-class={model.answer().class().to_string()}>
                { verdict(model) }
            </p>
            <Columns
                now={model.answer().probabilities.clone()}
                before={(!pulled.is_empty()).then(|| model.before().probabilities.clone())}
            />
            if !pulled.is_empty() {
                <p class="caption">{ others(model, scene) }</p>
            }
            <Maps ..props.clone() />
        </>
    }
}

/// What the network says now, and what became of what it said before.
fn verdict(model: &Model) -> Html {
    let (before, now) = (model.before(), model.answer());
    let pulled = model.pulled();
    if pulled.is_empty() {
        return html! {
            <>
                { "Whole, it is a " }
                <b>{ before.class() }</b>
                { format!(
                    " to the network ({}). Which stroke does that hang on?",
                    certainty(before.probabilities[before.class()])
                ) }
            </>
        };
    }
    let strokes = match pulled.len() {
        all if 1 << all == model.opening().answers.len() => "With nothing left".to_owned(),
        _ => words::numbered("Without stroke", &pulled),
    };
    let (before, now) = (before.probabilities.clone(), now.probabilities.clone());
    html! { <Verdict done={strokes} {before} {now} /> }
}

/// Of the seeds that are left, which the network still names.
fn others(model: &Model, scene: &Scene) -> String {
    let seeds = scene.whole.seeds.iter().enumerate();
    let left: Vec<_> = seeds.filter(|&(index, _)| !model.is_pulled(index)).collect();
    if left.is_empty() {
        return "Nothing is left. The network has never seen an empty picture, and is sure of itself."
            .to_owned();
    }
    let names = |of: &dyn Fn(&shared::gpt_mnist::Seed) -> bool| -> Vec<String> {
        let chosen = left.iter().filter(|(_, seed)| of(seed));
        chosen.map(|(index, _)| (index + 1).to_string()).collect()
    };
    let answer = model.answer();
    let lost = names(&|seed| answer.at(seed).is_none());
    let turned = names(&|seed| {
        answer.at(seed).is_some_and(|named| named.seed.orientation != seed.orientation)
    });
    let mut said = Vec::new();
    if !lost.is_empty() {
        said.push(format!("no longer finds {}", words::list(&lost)));
    }
    if !turned.is_empty() {
        said.push(format!("has {} point elsewhere", words::list(&turned)));
    }
    match said[..] {
        [] => "It still names every seed that is left, and where it points.".to_owned(),
        _ => format!("Of the seeds that are left, it {}.", said.join(" and ")),
    }
}
