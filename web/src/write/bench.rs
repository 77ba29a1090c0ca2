//! The strokes put to the test: taken away, and what the network says then.

use yew::prelude::*;

use super::announced::Announced;
use super::keys::KEYS;
use super::lost::Lost;
use super::model::Action;
use super::props::BenchProps;
use super::words;
use crate::action::use_action;
use crate::components::Help;
use crate::edits::Way;
use crate::intervention::{Changes, Outcome, Strokes, Tools, without};

/// What can be done to the strokes, what the network says then, and what the heatmaps had said.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let BenchProps { model, parts, .. } = props;
    let (chosen, taken, rest) = (props.chosen(), props.taken(), model.view.rest);
    let choose = use_action(model, Action::Pick);
    let pluck = use_action(model, |()| Action::Pluck);
    let undo = use_action(model, |()| Action::Undo);
    let put_back = use_action(model, |()| Action::PutBack);
    let set_way = use_action(model, Action::Rest);
    let numbers: Vec<String> = taken.iter().map(|stroke| (stroke + 1).to_string()).collect();
    html! {
        <section
            class="bench"
            aria-labelledby="bench"
            data-without={numbers.join(",")}
            data-way={rest.name()}
            data-chosen={chosen.map(|stroke| (stroke + 1).to_string())}
        >
            <div class="heading">
                <h2 id="bench">{ "Put it to the test" }</h2>
                <Help keys={KEYS} />
            </div>
            <p class="caption lead">
                { "Take a stroke away, and the network reads what is left. Had the heatmaps of the other \
                strokes pointed there?" }
            </p>
            <div class="does">
                <Strokes
                    strokes={parts.seeds.iter().map(|&seed| words::stroke(seed)).collect::<Vec<_>>()}
                    taken={taken.clone()}
                    {chosen}
                    many=true
                    {choose}
                />
                <Tools
                    {chosen}
                    taken={chosen.is_some_and(|stroke| taken.contains(&stroke))}
                    way={rest}
                    can_undo={model.can_undo_pluck()}
                    edited={!taken.is_empty()}
                    whole="All of them"
                    {pluck}
                    {undo}
                    {put_back}
                    {set_way}
                />
                <p class="caption">{ sees(rest) }</p>
            </div>
            <div class="outcome">
                <Outcome
                    done={without(&taken, rest, parts.seeds.len()).map(AttrValue::from)}
                    whole="As you drew it,"
                    classes={props.classes()}
                    waiting={model.network.is_hopeful()}
                />
                if let Some(changes) = props.changes() {
                    <Changes {changes} {chosen} many=true />
                }
            </div>
            <Lost ..props.clone() />
            <Announced ..props.clone() />
        </section>
    }
}

/// What the network sees without some strokes, and with all of them to compare.
const fn sees(rest: Way) -> &'static str {
    match rest {
        Way::Regrow => {
            "The network sees what the strokes grow, black and white: first all of them, then those that \
            are left, which may grow into the room. Your ink is not in either."
        }
        Way::Clear => {
            "The network sees your drawing: first whole, then without the cells that descend from what is \
            taken away alone. Ink on which nothing grew stays."
        }
    }
}
