use shared::attribution::Method;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::rows::title;
use super::view::{METHODS, MOST_SAMPLES, View, parse_samples};
use crate::components::{HintsAt, describer};
use crate::engine::evaluation::Section;
use crate::hint::Hint;

/// What maps are judged by.
const SECTIONS: [(Section, &str); 3] = [
    (Section::Scores, "Strokes and removals"),
    (Section::Flipping, "Flipping pixels (slow)"),
    (Section::Randomization, "Random weights (slow)"),
];

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    /// What is evaluated.
    pub view: View,
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// Told to evaluate something else.
    pub show: Callback<View>,
}

/// Chooses the methods, what they are judged by, and the samples.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { view, hints, show } = props;
    let method = |method: Method| {
        let (view, show) = (view.clone(), show.clone());
        let pressed = view.methods.contains(&method);
        let onclick = Callback::from(move |_: MouseEvent| show.emit(view.toggled(method)));
        html! {
            <button {onclick} data-method={method.to_string()} aria-pressed={pressed.to_string()}>
                { title(method) }
            </button>
        }
    };
    let section = |(section, title): (Section, &'static str)| {
        let (view, show) = (view.clone(), show.clone());
        let pressed = view.sections.contains(&section);
        let onclick = Callback::from(move |_: MouseEvent| show.emit(view.switched(section)));
        html! {
            <button {onclick} data-section={section.name()} aria-pressed={pressed.to_string()}>
                { title }
            </button>
        }
    };
    let samples = number(props, view.samples.to_string(), |view, text| {
        parse_samples(text).map(|samples| View { samples, ..view.clone() })
    });
    let seed = number(props, view.seed.to_string(), |view, text| {
        text.parse().ok().map(|seed| View { seed, ..view.clone() })
    });
    html! {
        <div class="asked">
            <div>
                <span class="label" id="methods">{ "Methods" }</span>
                <div class="methods" role="group" aria-labelledby="methods">
                    { for METHODS.map(method) }
                </div>
            </div>
            <div>
                <span class="label" id="sections">{ "Judged by" }</span>
                <div class="methods" role="group" aria-labelledby="sections">
                    { for SECTIONS.map(section) }
                </div>
            </div>
            <div>
                <label>
                    { "Samples" }
                    <input type="number" id="samples" min="1" max={MOST_SAMPLES.to_string()}
                        value={view.samples.to_string()} onchange={samples} aria-describedby={describer("n")} />
                </label>
                <HintsAt of="n" hints={hints.clone()} />
            </div>
            <div>
                <label>
                    { "First seed" }
                    <input type="number" id="seed" min="0" value={view.seed.to_string()} onchange={seed}
                        aria-describedby={describer("seed")} />
                </label>
                <HintsAt of="seed" hints={hints.clone()} />
            </div>
        </div>
    }
}

/// Reads a field when it has changed; what cannot be read is put back.
fn number(
    props: &ControlsProps,
    shown: String,
    read: fn(&View, &str) -> Option<View>,
) -> Callback<Event> {
    let (view, show) = (props.view.clone(), props.show.clone());
    Callback::from(move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        match read(&view, &field.value()) {
            Some(view) => show.emit(view),
            None => field.set_value(&shown),
        }
    })
}
