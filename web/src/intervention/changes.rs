use yew::prelude::*;

use super::effect::{OutputChange, SeedChange};
use super::props::BenchProps;
use crate::components::{Disc, direction, percent};

/// What became of the answers about every seed.
#[component]
pub fn Changes(props: &BenchProps) -> Html {
    let edits = props.model.view.digit.edits;
    let Some(effect) = props.effect() else { return Html::default() };
    let chosen = props.chosen();
    let row = |change: SeedChange| {
        let SeedChange { index, seed, taken, is_here, points, named } = change;
        let direction = direction(seed.orientation);
        let elsewhere = !taken && named != seed.orientation;
        html! {
            <tr
                class={classes!(
                    taken.then_some("taken"),
                    (chosen == Some(index)).then_some("chosen"),
                )}
                data-stroke={(index + 1).to_string()}
            >
                <th scope="row"><Disc {index} /><span class="hidden">{ index + 1 }</span></th>
                <td>{ output(&is_here) }</td>
                <td class={elsewhere.then_some("wrong")}>
                    if taken {
                        <span class="what">{ "taken away" }</span>
                    } else {
                        <span class="what">{ direction }</span>
                        { output(&points) }
                    }
                </td>
            </tr>
        }
    };
    html! {
        <table class="named changes">
            <caption class="hidden">{ "What the network says about each seed, before and now" }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "Seed" }</th>
                    <th scope="col">{ "is here" }</th>
                    <th scope="col">{ "points" }</th>
                </tr>
            </thead>
            <tbody>{ for effect.seeds(&props.whole.sample, &edits).into_iter().map(row) }</tbody>
        </table>
    }
}

/// The probability before and now, and what the logit gained.
fn output(change: &OutputChange) -> Html {
    let OutputChange { probability, logit } = change;
    let unbroken = |probability: f32| percent(probability).replace(' ', "\u{a0}");
    let (before, now) = (unbroken(probability.before), unbroken(probability.now));
    let gained = logit.now - logit.before;
    html! {
        <>
            <span class="number">
                if before != now {
                    { before }{ " → " }
                }
                <b>{ now }</b>
            </span>
            if gained.abs() >= 0.005 {
                <span class="logit number">{ format!("logit {}", words(gained)) }</span>
            }
        </>
    }
}

/// A change with its sign.
fn words(gained: f32) -> String {
    format!("{gained:+.2}").replace('-', "−")
}
