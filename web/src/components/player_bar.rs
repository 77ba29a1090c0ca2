use yew::prelude::*;

use super::Slider;

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
    /// Told which step to go to, and whether that begins a change: single steps and the rest of a drag do not.
    pub seek: Callback<(u32, bool)>,
}

/// Plays the growth, steps through it, or goes to any step.
#[component]
pub fn PlayerBar(props: &PlayerBarProps) -> Html {
    let PlayerBarProps { step, steps, disabled, .. } = *props;
    let to = |step: u32| props.seek.reform(move |_: MouseEvent| (step, false));
    let slide = props.seek.reform(|(step, begins): (i32, bool)| (step.unsigned_abs(), begins));
    let says = format!("step {step} of {steps}");
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
            <Slider
                id="growth-step"
                name="Growth step"
                least=0
                most={steps as i32}
                value={step as i32}
                says={says.clone()}
                {disabled}
                keys_begin=false
                set={slide}
            />
            <button
                class="step"
                aria-label="One step on"
                title="."
                disabled={disabled || step == steps}
                onclick={to(step + 1)}
            >
                { "›" }
            </button>
            <span class="number">{ says }</span>
        </div>
    }
}
