use yew::prelude::*;

use super::{DialsPanel, DigitChooser};
use crate::dials::Dials;
use crate::engine::message::Digit;
use crate::state::View;

/// Properties of [`Chooser`].
#[derive(Properties, PartialEq)]
pub struct ChooserProps {
    /// What the page shows.
    pub view: View,
    /// Sentences about what could not be used.
    pub hints: Vec<String>,
    /// Told what to show instead.
    pub show: Callback<View>,
    /// Told which numbers to draw the digit with, and whether that begins a change.
    pub dial: Callback<(Dials, bool)>,
}

/// Chooses the digit and the numbers that it is drawn with.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let (view, digit) = (props.view, props.view.digit);
    let go = props.show.reform(move |digit: Digit| view.with_digit(digit));
    html! {
        <section class="chooser" aria-label="Choose a digit">
            <DigitChooser {digit} choose={go} />
            <DialsPanel {digit} set={props.dial.clone()} />
            <div class="hints" aria-live="polite">
                { for props.hints.iter().map(|hint| html! { <p>{ hint }</p> }) }
            </div>
        </section>
    }
}
