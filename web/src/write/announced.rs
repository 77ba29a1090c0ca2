use yew::prelude::*;

use super::props::BenchProps;
use super::words;
use crate::components::{certainty, likeliest};
use crate::engine::change::Change;
use crate::intervention::without;
use crate::words::digit;

/// What is chosen and what was done to the strokes, in a sentence that is read out when it changes.
#[component]
pub fn Announced(props: &BenchProps) -> Html {
    html! { <p class="hidden said" aria-live="polite">{ sentence(props) }</p> }
}

fn sentence(props: &BenchProps) -> String {
    let BenchProps { model, parts, .. } = props;
    let chosen = props.chosen().map(|stroke| {
        let is = words::stroke(parts.seeds[stroke]);
        format!("Stroke {} is chosen, {is}.", stroke + 1)
    });
    let chosen = chosen.unwrap_or_default();
    // What the network says of the drawing is read out already, until something is done to it.
    if !model.can_undo_pluck() {
        return chosen;
    }
    // Until it has answered there is nothing to say.
    let Some(Change { before, now }) = props.classes() else { return String::new() };
    let (was, is) = (likeliest(&before), likeliest(&now));
    let says = format!("the network says {is}, {}", certainty(now[is]));
    match without(&props.taken(), model.view.rest, parts.seeds.len()) {
        None => format!("As you drew it, {says}. {chosen}"),
        Some(done) if is != was => format!("{done} {says}; it was {}. {chosen}", digit(was)),
        Some(done) => format!("{done} {says}. {chosen}"),
    }
}
