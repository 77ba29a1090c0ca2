use yew::prelude::*;

use super::{DialsPanel, DigitChooser, Hints};
use crate::dials::{Dial, Dials};
use crate::engine::message::Digit;
use crate::hint::Hint;
use crate::state::View;

/// Properties of [`Chooser`].
#[derive(Properties, PartialEq)]
pub struct ChooserProps {
    /// What the page shows.
    pub view: View,
    /// Sentences about what could not be used.
    pub hints: Vec<Hint>,
    /// Told what to show instead.
    pub show: Callback<View>,
    /// Told which numbers to draw the digit with, and whether that begins a change.
    pub dial: Callback<(Dials, bool)>,
}

/// Chooses the digit and the numbers that it is drawn with.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let (view, digit, hints) = (props.view, props.view.digit, &props.hints);
    let go = props.show.reform(move |digit: Digit| view.with_digit(digit));
    let dials = Dial::of_class(digit.class).into_iter().map(|dial| dial.key);
    let apart: Vec<String> =
        ["class".to_owned(), "seed".to_owned()].into_iter().chain(dials).collect();
    html! {
        <section class="chooser" aria-label="Choose a digit">
            <DigitChooser {digit} hints={hints.clone()} choose={go} />
            <DialsPanel {digit} hints={hints.clone()} set={props.dial.clone()} />
            <Hints hints={hints.clone()} {apart} />
        </section>
    }
}
