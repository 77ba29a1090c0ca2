use yew::prelude::*;

use super::effect::SeedChange;
use crate::components::{Disc, direction, percent};
use crate::engine::change::OutputChange;
use crate::words::signed;

/// Properties of [`Changes`].
#[derive(Properties, PartialEq)]
pub struct ChangesProps {
    /// What became of the answers about every seed.
    pub changes: Vec<SeedChange>,
    /// The stroke to take away or to turn.
    pub chosen: Option<usize>,
    /// Whether there may be many strokes.
    #[prop_or_default]
    pub many: bool,
}

/// What became of the answers about every seed, as a table.
#[component]
pub fn Changes(props: &ChangesProps) -> Html {
    let ChangesProps { changes, chosen, many } = props;
    let row = |change: &SeedChange| {
        let SeedChange { index, seed, taken, is_here, points, named } = *change;
        let direction = direction(seed.orientation);
        let elsewhere = !taken && named != seed.orientation;
        html! {
            <tr
                class={classes!(
                    taken.then_some("taken"),
                    (*chosen == Some(index)).then_some("chosen"),
                )}
                data-stroke={(index + 1).to_string()}
            >
                <th scope="row"><Disc {index} many={*many} /><span class="hidden">{ index + 1 }</span></th>
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
            <tbody>{ for changes.iter().map(row) }</tbody>
        </table>
    }
}

/// The probability before and now, and what the logit gained.
fn output(change: &OutputChange) -> Html {
    let OutputChange { probability, .. } = change;
    let unbroken = |probability: f32| percent(probability).replace(' ', "\u{a0}");
    let (before, now) = (unbroken(probability.before), unbroken(probability.now));
    let gained = -change.lost();
    html! {
        <>
            <span class="number">
                if before != now {
                    { before }{ " → " }
                }
                <b>{ now }</b>
            </span>
            if gained.abs() >= 0.005 {
                <span class="logit number">{ format!("logit {}", signed(gained.into())) }</span>
            }
        </>
    }
}
