use shared::pattern::Type;
use yew::prelude::*;

use super::edit::{Edit, Field, Part};
use super::model::Action;
use super::props::SceneProps;
use super::refusal::Why;
use super::rule::input;
use super::tools::Letter;
use super::words::{angle, direction, name};

/// The neighbours `J` and the generators `G0`: a column for each bond, a row for each type.
#[component]
pub fn Table(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let spec = model.spec();
    let bonds = 0..spec.topology.len();
    let on = |edit: Edit| {
        let dispatcher = model.dispatcher();
        move |_: MouseEvent| dispatcher.dispatch(Action::Edit(edit.clone()))
    };
    let arity = |arity: usize, text: &'static str| {
        let pressed = (arity == spec.topology.len()).to_string();
        html! {
            <button aria-pressed={pressed} data-arity={arity.to_string()} onclick={on(Edit::Arity(arity))}>
                { text }
            </button>
        }
    };
    let arrow = |bond: usize| {
        let reach = scene.system.reach(bond);
        let label = format!("Bond {} acts {}", bond + 1, direction(reach));
        html! {
            <th scope="col">
                <svg class="arrow" viewBox="-10 -10 20 20" role="img" aria-label={label}>
                    if let Some(turn) = angle(reach) {
                        <path transform={format!("rotate({turn:.1})")} d="M0 7V-6M-4.5 -2L0 -7L4.5 -2" />
                    } else {
                        <circle r="4" />
                    }
                </svg>
            </th>
        }
    };
    let offset = |axis: usize, way: &'static str, word: &'static str| {
        let cell = |bond: usize| {
            let label = format!("Neighbour {}, cells {word}", bond + 1);
            html! { <td>{ input(model, Field::Offset(bond, axis), label) }</td> }
        };
        html! { <tr class="offset"><th scope="row">{ way }</th>{ for bonds.clone().map(cell) }</tr> }
    };
    let row = |row: usize| {
        let kind = Type::new(row);
        let cell = |bond: usize| {
            let label = format!("Bond {} of {}", bond + 1, name(kind));
            html! { <td>{ input(model, Field::Bond(row, bond), label) }</td> }
        };
        html! {
            <tr data-type={kind.number().to_string()}>
                <th scope="row"><span class="kind">{ kind.number() }<Letter {kind} /></span></th>
                { for bonds.clone().map(cell) }
            </tr>
        }
    };
    html! {
        <section class="table" aria-label="Neighbours and cells">
            <h2>{ "What each cell tells its neighbours" }</h2>
            <p class="caption">
                { "A row for each type of cell, unturned; a column for each neighbour. A number is the \
                type that the cell asks for there, 0 says nothing." }
            </p>
            <div class="choice" role="group" aria-label="Neighbours">
                { arity(2, "2 neighbours") }
                { arity(4, "4") }
                { arity(8, "8") }
            </div>
            <table>
                <thead><tr><td></td>{ for bonds.clone().map(arrow) }</tr></thead>
                <tbody>
                    { for (0..spec.generators.len()).map(row) }
                    { offset(0, "J right", "to the right") }
                    { offset(1, "J up", "up") }
                </tbody>
            </table>
            <Why part={Part::Table} refusal={model.refusal(Part::Table).cloned()} />
            <div class="choice">
                <button onclick={on(Edit::AddType)}>{ "Add a type" }</button>
                <button class="drop" onclick={on(Edit::DropType)}>{ "Drop the last" }</button>
            </div>
        </section>
    }
}
