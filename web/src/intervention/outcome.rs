use yew::prelude::*;

use super::effect::Change;
use super::props::BenchProps;
use crate::components::{Columns, Verdict, certainty, likeliest};
use crate::edits::{Edits, Way};
use crate::words;

/// What the network says about the digit now.
#[component]
pub fn Outcome(props: &BenchProps) -> Html {
    let edits = props.model.view.digit.edits;
    let Some(effect) = props.effect() else {
        return html! { <p class="caption">{ "Waiting for the network." }</p> };
    };
    let Change { before, now } = effect.classes();
    if edits.is_none() {
        let class = likeliest(&now);
        return html! {
            <>
                <p class="headline" data-class={class.to_string()}>
                    { "As it grew, the network says " }<b>{ class }</b>
                    { format!(" ({}).", certainty(now[class])) }
                </p>
                <Columns {now} />
            </>
        };
    }
    html! {
        <>
            <p class="headline" data-class={likeliest(&now).to_string()}>
                <Verdict done={done(&edits, props.whole.sample.seeds.len())} before={before.clone()} now={now.clone()} />
            </p>
            <Columns {now} {before} />
        </>
    }
}

/// What was done to a digit of so many seeds, as the beginning of a sentence.
pub fn done(edits: &Edits, seeds: usize) -> String {
    let numbers = |strokes: Vec<usize>| -> Vec<String> {
        strokes.into_iter().map(|stroke| (stroke + 1).to_string()).collect()
    };
    let named = |what: &str, numbers: Vec<String>| {
        let plural = if numbers.len() == 1 { "" } else { "s" };
        format!("{what}{plural} {}", words::list(&numbers))
    };
    let (taken, turned) = (edits.taken(), edits.turned());
    let turned: Vec<usize> = turned.into_iter().filter(|seed| !taken.contains(seed)).collect();
    let away = match (taken.len(), edits.way) {
        (0, _) => None,
        (all, _) if all == seeds => return "With nothing left".to_owned(),
        (_, Way::Regrow) => Some(named("Without stroke", numbers(taken))),
        (_, Way::Clear) => {
            Some(format!("{} gone", named("With only the own cells of stroke", numbers(taken))))
        }
    };
    match (away, turned.is_empty()) {
        (Some(away), true) => away,
        (Some(away), false) => format!("{away} and with {} turned", named("seed", numbers(turned))),
        (None, _) => format!("With {} turned", named("seed", numbers(turned))),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_was_done_is_said_in_words() {
        let none = Edits::default();
        let clear = Edits { way: Way::Clear, ..none };
        for (edits, words) in [
            (none.pluck(1), "Without stroke 2"),
            (none.pluck(1).pluck(3), "Without strokes 2 and 4"),
            (clear.pluck(0), "With only the own cells of stroke 1 gone"),
            (none.turn(2, 1), "With seed 3 turned"),
            (none.pluck(0).turn(2, 1), "Without stroke 1 and with seed 3 turned"),
            // What is gone points nowhere.
            (none.pluck(2).turn(2, 1), "Without stroke 3"),
            ((0..4).fold(none, Edits::pluck), "With nothing left"),
        ] {
            assert_eq!(done(&edits, 4), words);
        }
    }
}
