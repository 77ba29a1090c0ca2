use shared::gpt_mnist::CLASSES;
use yew::prelude::*;

use super::{HintsAt, describer, use_typed};
use crate::engine::message::Digit;
use crate::hint::{Hint, SEED};

/// Seeds of surprises are small enough to be read out.
const SURPRISES: f64 = 1_000_000.0;

/// Properties of [`DigitChooser`].
#[derive(Properties, PartialEq)]
pub struct DigitChooserProps {
    /// The digit that the page shows.
    pub digit: Digit,
    /// Whether the page shows it, and not something else.
    #[prop_or(true)]
    pub shown: bool,
    /// Whether there are several samples of a class.
    #[prop_or(true)]
    pub sampled: bool,
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// Told which one to show instead.
    pub choose: Callback<Digit>,
}

/// Chooses a digit: its class, its seed, or a surprise.
#[component]
pub fn DigitChooser(props: &DigitChooserProps) -> Html {
    let DigitChooserProps { digit, shown, sampled, hints, choose: go } = props;
    let shown = *shown;
    let digit = *digit;
    let class_button = |class: u8| {
        let onclick = go.reform(move |_| Digit::new(class, digit.seed));
        let pressed = shown && class == digit.class;
        html! {
            <button aria-pressed={pressed.to_string()} {onclick}>{ class }</button>
        }
    };
    let surprise =
        go.reform(|_: MouseEvent| Digit::new(random(CLASSES as f64) as u8, random(SURPRISES)));
    let step = |seed: Option<u64>| {
        go.reform(move |_: MouseEvent| Digit::new(digit.class, seed.unwrap_or(digit.seed)))
    };
    let (typed, refused) = {
        let go = go.clone();
        use_typed("seed", digit.seed.to_string(), SEED, move |text| {
            let seed = text.parse().ok();
            seed.into_iter().for_each(|seed| go.emit(Digit::new(digit.class, seed)));
            seed.is_some()
        })
    };
    let of_seed: Vec<Hint> = hints.iter().cloned().chain(refused).collect();
    html! {
        <>
            <div class="field">
                <span class="label" id="digit">{ "Digit" }</span>
                <div
                    class="classes"
                    role="group"
                    aria-labelledby="digit"
                    aria-describedby={describer("class")}
                >
                    { for (0..CLASSES as u8).map(class_button) }
                </div>
                <HintsAt of="class" hints={hints.clone()} />
            </div>
            if *sampled {
                <div class="field">
                    <label class="label" for="seed">{ "Sample" }</label>
                    <div class="seed">
                        <button aria-label="Previous sample" disabled={digit.seed == 0} onclick={step(digit.seed.checked_sub(1))}>
                            { "‹" }
                        </button>
                        <input
                            id="seed"
                            inputmode="numeric"
                            aria-describedby={describer("seed")}
                            value={digit.seed.to_string()}
                            onchange={typed}
                        />
                        <button aria-label="Next sample" disabled={digit.seed == u64::MAX} onclick={step(digit.seed.checked_add(1))}>
                            { "›" }
                        </button>
                    </div>
                    <HintsAt of="seed" hints={of_seed} />
                </div>
                <button class="surprise" onclick={surprise}>{ "Surprise me" }</button>
            }
        </>
    }
}

/// A whole number from 0 to just under `limit`.
fn random(limit: f64) -> u64 {
    (js_sys::Math::random() * limit) as u64
}
