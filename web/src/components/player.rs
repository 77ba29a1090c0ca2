use yew::prelude::*;

use super::StepSlider;

/// Properties of [`Player`].
#[derive(Properties, PartialEq)]
pub struct PlayerProps {
    /// The step of growth.
    pub step: u32,
    /// The last one.
    pub steps: u32,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Told to start or to pause.
    pub toggle: Callback<()>,
    /// Told how many steps to go on, or back.
    pub go: Callback<i32>,
    /// Told which step to go to.
    pub seek: Callback<u32>,
}

/// Plays growth, steps through it, or goes to any step.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let PlayerProps { step, steps, .. } = *props;
    let go = |by: i32| props.go.reform(move |_: MouseEvent| by);
    html! {
        <div class="player">
            <button class="play" title="Space" onclick={props.toggle.reform(|_: MouseEvent| ())}>
                { if props.playing { "Pause" } else { "Play" } }
            </button>
            <button
                class="step"
                aria-label="One step back"
                title=","
                disabled={step == 0}
                onclick={go(-1)}
            >
                { "‹" }
            </button>
            <StepSlider {step} {steps} seek={props.seek.clone()} />
            <button
                class="step"
                aria-label="One step on"
                title="."
                disabled={step == steps}
                onclick={go(1)}
            >
                { "›" }
            </button>
            <span class="number">{ format!("step {step} of {steps}") }</span>
        </div>
    }
}
