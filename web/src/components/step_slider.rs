use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`StepSlider`].
#[derive(Properties, PartialEq)]
pub struct StepSliderProps {
    /// The step of growth.
    pub step: u32,
    /// The last one.
    pub steps: u32,
    /// Whether there is nothing to step through.
    #[prop_or_default]
    pub disabled: bool,
    /// Told which step to go to.
    pub seek: Callback<u32>,
}

/// Goes to any step of growth.
#[component]
pub fn StepSlider(props: &StepSliderProps) -> Html {
    let steps = props.steps;
    let oninput = props.seek.reform(move |event: InputEvent| {
        let slider: HtmlInputElement = event.target_unchecked_into();
        slider.value().parse().unwrap_or(steps)
    });
    html! {
        <input
            type="range"
            min="0"
            max={steps.to_string()}
            value={props.step.to_string()}
            aria-label="Growth step"
            disabled={props.disabled}
            {oninput}
        />
    }
}
