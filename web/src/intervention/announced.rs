use yew::prelude::*;

use super::outcome::done;
use super::props::BenchProps;
use crate::components::{certainty, direction, likeliest};
use crate::engine::change::Change;
use crate::words;

/// What the edits did, in a sentence that is read out when it changes.
#[component]
pub fn Announced(props: &BenchProps) -> Html {
    html! { <p class="hidden said" aria-live="polite">{ sentence(props) }</p> }
}

fn sentence(props: &BenchProps) -> String {
    let edits = props.model.view.digit.edits;
    let seeds = edits.turn_all(&props.whole.sample).seeds;
    let chosen = props.chosen().map(|stroke| {
        let way = direction(seeds[stroke].orientation);
        format!(" Stroke {} is chosen, which grows {way}.", stroke + 1)
    });
    let chosen = chosen.unwrap_or_default();
    // Until the network has answered there is nothing to say.
    let Some(effect) = props.effect() else { return String::new() };
    let Change { before, now } = effect.classes();
    let (was, is) = (likeliest(&before), likeliest(&now));
    let says = format!("the network says {is}, {}", certainty(now[is]));
    match edits.is_none() {
        true => format!("As it grew, {says}.{chosen}"),
        false if is != was => {
            format!("{} {says}; it was {}.{chosen}", done(&edits, seeds.len()), words::digit(was))
        }
        false => format!("{} {says}.{chosen}", done(&edits, seeds.len())),
    }
}
