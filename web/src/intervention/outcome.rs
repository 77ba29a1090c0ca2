use yew::prelude::*;

use crate::components::{Columns, Verdict, certainty, likeliest};
use crate::edits::{Edits, Way};
use crate::engine::change::Change;
use crate::words::numbered;

/// Properties of [`Outcome`].
#[derive(Properties, PartialEq)]
pub struct OutcomeProps {
    /// What was done to the digit, as the beginning of a sentence; none where nothing was.
    pub done: Option<AttrValue>,
    /// The beginning of the sentence where nothing was.
    pub whole: AttrValue,
    /// The probability of every class, if it has come.
    pub classes: Option<Change<Vec<f64>>>,
    /// Whether it will come, if it has not.
    pub waiting: bool,
}

/// What the network says about the digit now.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let Some(Change { before, now }) = &props.classes else {
        let why = match props.waiting {
            true => "Waiting for the network.",
            false => "The network is not there to say.",
        };
        return html! { <p class="caption">{ why }</p> };
    };
    let class = likeliest(now);
    let said = match &props.done {
        Some(done) => html! { <Verdict {done} before={before.clone()} now={now.clone()} /> },
        None => html! {
            <>
                { format!("{} the network says ", props.whole) }<b>{ class }</b>
                { format!(" ({}).", certainty(now[class])) }
            </>
        },
    };
    html! {
        <>
            <p class="headline" data-class={class.to_string()}>{ said }</p>
            <Columns now={now.clone()} before={props.done.is_some().then(|| before.clone())} />
        </>
    }
}

/// What was done to a digit of so many seeds, as the beginning of a sentence.
pub fn done(edits: &Edits, seeds: usize) -> String {
    let (taken, turned) = (edits.taken(), edits.turned());
    let turned: Vec<usize> = turned.into_iter().filter(|seed| !taken.contains(seed)).collect();
    let away = without(&taken, edits.way, seeds);
    match (away, turned.is_empty()) {
        (Some(away), true) => away,
        (Some(away), false) => format!("{away} and with {} turned", numbered("seed", &turned)),
        (None, _) => format!("With {} turned", numbered("seed", &turned)),
    }
}

/// The same where strokes were only taken away; none where none were.
pub fn without(taken: &[usize], way: Way, seeds: usize) -> Option<String> {
    Some(match (taken.len(), way) {
        (0, _) => return None,
        (all, _) if all == seeds => "With nothing left".to_owned(),
        (_, Way::Regrow) => numbered("Without stroke", taken),
        (_, Way::Clear) => {
            format!("{} gone", numbered("With only the own cells of stroke", taken))
        }
    })
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
