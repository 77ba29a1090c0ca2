use shared::output::Target;
use yew::prelude::*;

/// Properties of [`ClassBar`].
#[derive(Properties, PartialEq)]
pub struct ClassBarProps {
    /// The class.
    pub class: usize,
    /// Its probability, when the network has read.
    pub probability: Option<f32>,
    /// The explained answer.
    pub chosen: Option<Target>,
    /// Told when the reader asks why; without it nobody can ask.
    #[prop_or_default]
    pub pick: Option<Callback<Target>>,
}

/// The probability of a class, where possible as a button that asks why.
#[component]
pub fn ClassBar(props: &ClassBarProps) -> Html {
    let target = Target::class(props.class);
    let shown = props.probability.map_or("…".to_owned(), percent);
    let width = props.probability.map_or(0.0, |probability| probability * 100.0);
    let content = html! {
        <>
            <span class="name">{ props.class }</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="10" class="track" />
                <rect width={width.to_string()} height="10" class="fill" />
            </svg>
            <span class="number">{ &shown }</span>
        </>
    };
    let Some(pick) = &props.pick else { return html! { <div class="bar">{ content }</div> } };
    html! {
        <button
            class="bar"
            aria-pressed={(props.chosen == Some(target)).to_string()}
            aria-label={format!("{}: {shown}", props.class)}
            disabled={props.probability.is_none()}
            onclick={pick.reform(move |_: MouseEvent| target)}
        >
            { content }
        </button>
    }
}

/// A probability in percent, never rounded to certainty.
pub fn percent(probability: f32) -> String {
    match probability * 100.0 {
        p if p >= 99.95 => "> 99.9 %".to_owned(),
        p if p > 0.0 && p < 0.05 => "< 0.1 %".to_owned(),
        p => format!("{p:.1} %"),
    }
}
