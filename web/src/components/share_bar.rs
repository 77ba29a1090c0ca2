use yew::prelude::*;

use crate::words;

/// Properties of [`ShareBar`].
#[derive(Properties, PartialEq)]
pub struct ShareBarProps {
    /// The share of a heatmap, 0 to 1.
    pub share: f64,
    /// The share of the ink.
    pub ink: f64,
}

/// A share as a bar and a number, with a mark where the ink's share is.
#[component]
pub fn ShareBar(props: &ShareBarProps) -> Html {
    let (share, ink) = (100.0 * props.share, 100.0 * props.ink);
    html! {
        <>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="10" />
                <rect class="fill" width={format!("{share:.2}")} height="10" />
                <rect class="mark" x={format!("{:.2}", ink - 0.4)} width="0.8" height="10" />
            </svg>
            <span class="number">{ words::share(props.share) }</span>
        </>
    }
}
