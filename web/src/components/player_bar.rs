use yew::prelude::*;

use super::StepSlider;

/// Properties of [`PlayerBar`].
#[derive(Properties, PartialEq)]
pub struct PlayerBarProps {
    /// The step of growth.
    pub step: u32,
    /// The last one.
    pub steps: u32,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Whether there is nothing to play.
    #[prop_or_default]
    pub disabled: bool,
    /// Told to play, or to pause.
    pub toggle: Callback<()>,
    /// Told which step to go to.
    pub seek: Callback<u32>,
}

/// Plays the growth, steps through it, or goes to any step.
#[component]
pub fn PlayerBar(props: &PlayerBarProps) -> Html {
    let PlayerBarProps { step, steps, disabled, .. } = *props;
    let to = |step: u32| props.seek.reform(move |_: MouseEvent| step);
    html! {
        <div class="player stepped">
            <button
                class="play"
                title="Space"
                {disabled}
                onclick={props.toggle.reform(|_: MouseEvent| ())}
            >
                { if props.playing { "Pause" } else { "Play" } }
            </button>
            <button
                class="step"
                aria-label="One step back"
                title=","
                disabled={disabled || step == 0}
                onclick={to(step.saturating_sub(1))}
            >
                { "‹" }
            </button>
            <StepSlider {step} {steps} {disabled} seek={props.seek.clone()} />
            <button
                class="step"
                aria-label="One step on"
                title="."
                disabled={disabled || step == steps}
                onclick={to(step + 1)}
            >
                { "›" }
            </button>
            <span class="number">{ format!("step {step} of {steps}") }</span>
        </div>
    }
}
