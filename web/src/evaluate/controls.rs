use shared::attribution::Method;
use yew::prelude::*;

use super::rows::title;
use super::view::{METHODS, MOST_SAMPLES, View, parse_samples};
use crate::components::{HintsAt, describer, use_typed};
use crate::engine::evaluation::Section;
use crate::hint::{Hint, SEED};

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
    let (samples, refused_samples) = {
        let (view, show) = (view.clone(), show.clone());
        let expected = "a whole number from 1 to 1000";
        use_typed("n", view.samples.to_string(), expected, move |text| {
            let samples = parse_samples(text);
            samples.into_iter().for_each(|samples| show.emit(View { samples, ..view.clone() }));
            samples.is_some()
        })
    };
    let (seed, refused_seed) = {
        let (view, show) = (view.clone(), show.clone());
        use_typed("seed", view.seed.to_string(), SEED, move |text| {
            let seed = text.parse().ok();
            seed.into_iter().for_each(|seed| show.emit(View { seed, ..view.clone() }));
            seed.is_some()
        })
    };
    let refused = [refused_samples, refused_seed].into_iter().flatten();
    let hints: Vec<Hint> = hints.iter().cloned().chain(refused).collect();
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
