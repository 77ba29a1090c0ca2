use yew::prelude::*;

use super::model::{Action, Tool};
use super::neighbours::Neighbours;
use super::props::SceneProps;
use super::view::place;
use super::words::{cell, explanation, name};
use crate::words::list;
use shared::pattern::{Inspection, Type};

/// What the last step did at the chosen site, in words and in numbers (the paper's Figs. 9 and 11).
#[component]
pub fn Inspect(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let step = model.step();
    let grown = scene.grown.first().copied();
    let look = {
        let dispatcher = model.dispatcher();
        move |_: MouseEvent| {
            dispatcher.dispatch(Action::Tool(Tool::Look));
            dispatcher.dispatch(Action::Pick(grown));
        }
    };
    let title = match model.view.site {
        None => "Why did a cell grow?".to_owned(),
        Some(site) => {
            let (column, row) = place(site, model.spec());
            format!("Column {column}, row {row} in step {step}")
        }
    };
    html! {
        <section class="inspect" aria-label="The step at one cell">
            <h2>{ title }</h2>
            {
                match (&scene.inspection, model.view.site) {
                    (Some(inspection), Some(site)) => html! {
                        <>
                            <p class="says">{ explanation(inspection, &scene.system) }</p>
                            { descent(&scene.lineage[site]) }
                            <Neighbours scene={scene.clone()} inspection={inspection.clone()} />
                            { numbers(inspection, props) }
                        </>
                    },
                    (None, Some(_)) => html! {
                        <p class="says">
                            { "Before the first step there are seeds only. Go one step on to see what they do." }
                        </p>
                    },
                    (_, None) => html! {
                        <>
                            <p class="says">
                                { "Take “Look” and click on a cell: what it heard from its neighbours, and what the \
                                rule made of that, stands here then." }
                            </p>
                            <button class="look" disabled={grown.is_none()} onclick={look}>
                                { "Look at one that grew in this step" }
                            </button>
                        </>
                    },
                }
            }
        </section>
    }
}

fn descent(seeds: &[u32]) -> Html {
    let seeds: Vec<String> = seeds.iter().map(|seed| (seed + 1).to_string()).collect();
    match &seeds[..] {
        [] => Html::default(),
        [one] => html! { <p class="caption">{ format!("It descends from seed {one}.") }</p> },
        many => {
            html! { <p class="caption">{ format!("It descends from seeds {}.", list(many)) }</p> }
        }
    }
}

/// `ENV`, `D`, `E` and `CHANGE`.
fn numbers(inspection: &Inspection, props: &SceneProps) -> Html {
    let env = inspection.neighbours.iter().zip(1..).map(|(neighbour, k)| {
        let acts = (neighbour.value > 0).then_some("acts");
        let from = match cell(neighbour.code, &props.scene.system).r#type {
            Type::EMPTY => "·".to_owned(),
            r#type => name(r#type),
        };
        html! {
            <tr class={classes!(acts)}>
                <th scope="row">{ k }</th>
                <td>{ from }</td>
                <td>{ neighbour.bond + 1 }</td>
                <td class="env">{ neighbour.value }</td>
            </tr>
        }
    });
    let sum = |name: &str, value: String, gloss: &str| {
        html! { <div><dt>{ name }</dt><dd><b>{ value }</b>{ " " }<span>{ gloss }</span></dd></div> }
    };
    let change = u8::from(inspection.change).to_string();
    html! {
        <details class="numbers" open=true>
            <summary>{ "The same in numbers" }</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "k" }</th>
                        <th scope="col">{ "neighbour" }</th>
                        <th scope="col">{ "its bond" }</th>
                        <th scope="col">{ "ENV" }</th>
                    </tr>
                </thead>
                <tbody>{ for env }</tbody>
            </table>
            <dl>
                { sum("D", inspection.d.to_string(), "the sum of ENV: where one bond acts, the type that it asks for") }
                { sum("E", inspection.e.to_string(), "the first k that acts, which becomes the orientation") }
                { sum("CHANGE", change, "whether a cell grows") }
            </dl>
        </details>
    }
}
