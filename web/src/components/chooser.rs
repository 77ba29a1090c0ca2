use shared::mnist::CLASSES;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::DialsPanel;
use crate::dials::Dials;
use crate::engine::message::Digit;
use crate::state::View;

/// Seeds of surprises are small enough to be read out.
const SURPRISES: f64 = 1_000_000.0;

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

/// Chooses the digit: its class, its seed, or a surprise.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let (view, digit) = (props.view, props.view.digit);
    let go = props.show.reform(move |digit: Digit| view.with_digit(digit));
    let class_button = |class: u8| {
        let onclick = go.reform(move |_| Digit::new(class, digit.seed));
        html! {
            <button aria-pressed={(class == digit.class).to_string()} {onclick}>{ class }</button>
        }
    };
    let surprise =
        go.reform(|_: MouseEvent| Digit::new(random(CLASSES as f64) as u8, random(SURPRISES)));
    let step = |seed: Option<u64>| {
        go.reform(move |_: MouseEvent| Digit::new(digit.class, seed.unwrap_or(digit.seed)))
    };
    let typed = {
        let go = go.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            match input.value().trim().parse() {
                Ok(seed) => go.emit(Digit::new(digit.class, seed)),
                Err(_) => input.set_value(&digit.seed.to_string()),
            }
        })
    };
    html! {
        <section class="chooser" aria-label="Choose a digit">
            <div class="field">
                <span class="label" id="digit">{ "Digit" }</span>
                <div class="classes" role="group" aria-labelledby="digit">
                    { for (0..CLASSES as u8).map(class_button) }
                </div>
            </div>
            <div class="field">
                <label class="label" for="seed">{ "Sample" }</label>
                <div class="seed">
                    <button aria-label="Previous sample" disabled={digit.seed == 0} onclick={step(digit.seed.checked_sub(1))}>
                        { "‹" }
                    </button>
                    <input id="seed" inputmode="numeric" value={digit.seed.to_string()} onchange={typed} />
                    <button aria-label="Next sample" disabled={digit.seed == u64::MAX} onclick={step(digit.seed.checked_add(1))}>
                        { "›" }
                    </button>
                </div>
            </div>
            <button class="surprise" onclick={surprise}>{ "Surprise me" }</button>
            <DialsPanel {digit} set={props.dial.clone()} />
            <div class="hints" aria-live="polite">
                { for props.hints.iter().map(|hint| html! { <p>{ hint }</p> }) }
            </div>
        </section>
    }
}

/// A whole number from 0 to just under `limit`.
fn random(limit: f64) -> u64 {
    (js_sys::Math::random() * limit) as u64
}
