use yew::prelude::*;

use super::columns::{certainty, likeliest};

/// A fall by less than this is none.
const FALL: f64 = 0.01;

/// Properties of [`Verdict`].
#[derive(Properties, PartialEq)]
pub struct VerdictProps {
    /// What was done to the digit, as the beginning of a sentence.
    pub done: AttrValue,
    /// The probability of every class before.
    pub before: Vec<f64>,
    /// And after.
    pub now: Vec<f64>,
}

/// What the network says now, and what became of what it said before.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let VerdictProps { done, before, now } = props;
    let (was, is) = (likeliest(before), likeliest(now));
    html! {
        <>
            { format!("{done} the network says ") }
            <b>{ is }</b>
            { format!(" ({}). ", certainty(now[is])) }
            if is != was {
                { format!("The {was} fell from {} to {}.", certainty(before[was]), certainty(now[was])) }
            } else if before[was] - now[was] < FALL {
                { "It did not mind." }
            } else {
                { format!("It was {} before.", certainty(before[was])) }
            }
        </>
    }
}
