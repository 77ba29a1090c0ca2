use shared::gpt_mnist::grown;
use yew::prelude::*;

use super::{HintsAt, Slider, describer};
use crate::dials::{Dial, Dials};
use crate::engine::message::Digit;
use crate::hint::Hint;

/// Properties of [`DialsPanel`].
#[derive(Properties, PartialEq)]
pub struct DialsPanelProps {
    /// The digit.
    pub digit: Digit,
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// Told what is set instead, and whether that begins a change: the rest of a drag does not.
    pub set: Callback<(Dials, bool)>,
}

/// A slider for each number that the sample draws.
#[component]
pub fn DialsPanel(props: &DialsPanelProps) -> Html {
    let Digit { class, seed, dials, .. } = props.digit;
    let is_told = |dial: &Dial| props.hints.iter().any(|hint| hint.is_about(&dial.key));
    let is_told = Dial::of_class(class).iter().any(is_told);
    // A link that sets something, or fails to, shows what; from then on it is the reader's.
    let open = use_state_eq(|| !dials.is_none());
    {
        let open = open.setter();
        use_effect_with(is_told, move |&is_told| {
            if is_told {
                open.set(true);
            }
        });
    }
    let (Ok(rule), Ok(drawn)) = (grown().class(class), grown().draws(class, seed)) else {
        return Html::default();
    };
    let slider = |dial: Dial| {
        let value = dials.get(&dial).unwrap_or_else(|| dial.value(&drawn));
        let written = dial.written(value);
        let id = format!("dial-{}", dial.key);
        let (least, most, name, key) = (dial.least, dial.most, dial.name.clone(), dial.key.clone());
        let is_set = dials.get(&dial).is_some().then_some("set");
        let set = props.set.reform(move |(value, begins)| (dials.with(&dial, value), begins));
        html! {
            <div class={classes!("dial", is_set)}>
                <label for={id.clone()}>{ name }</label>
                <output for={id.clone()}>{ written.clone() }</output>
                <Slider
                    {id}
                    {least}
                    {most}
                    {value}
                    says={written}
                    described_by={describer(&key)}
                    {set}
                />
                <HintsAt of={key} hints={props.hints.clone()} />
            </div>
        }
    };
    html! {
        <details class="dials" open={*open}>
            <summary>{ "What this sample draws" }</summary>
            <div class="sliders">{ for Dial::of(rule).into_iter().map(slider) }</div>
            <button
                disabled={dials.is_none()}
                onclick={props.set.reform(|_: MouseEvent| (Dials::default(), true))}
            >
                { format!("As sample {seed} drew them") }
            </button>
        </details>
    }
}
