use yew::prelude::*;

use super::model::{Action, Model};
use crate::components::StepSlider;

/// Properties of [`Player`] and of other parts that need the page alone.
#[derive(Properties, PartialEq, Clone)]
pub struct ModelProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
}

/// Plays the growth, steps through it, or goes to any step.
#[component]
pub fn Player(props: &ModelProps) -> Html {
    let model = &props.model;
    let (step, steps) = (model.step(), model.steps());
    let on = |action: Action| {
        let dispatcher = model.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(action.clone()))
    };
    let dispatcher = model.dispatcher();
    let seek = Callback::from(move |step| dispatcher.dispatch(Action::Seek(step)));
    let play = if model.playing.is_some() { "Pause" } else { "Play" };
    html! {
        <div class="player">
            <button class="play" title="Space" onclick={on(Action::Toggle)}>{ play }</button>
            <button
                class="step"
                aria-label="One step back"
                title=","
                disabled={step == 0}
                onclick={on(Action::Step(-1))}
            >
                { "‹" }
            </button>
            <StepSlider {step} {steps} {seek} />
            <button
                class="step"
                aria-label="One step on"
                title="."
                disabled={step == steps}
                onclick={on(Action::Step(1))}
            >
                { "›" }
            </button>
            <span class="number">{ format!("step {step} of {steps}") }</span>
        </div>
    }
}
