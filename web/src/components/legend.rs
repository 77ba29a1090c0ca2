use yew::prelude::*;

use crate::drawing::colour;

/// The colours of the heatmaps: blue against, white nothing, red for.
#[component]
pub fn Legend() -> Html {
    let step = |shade: i8| {
        let x = (i32::from(shade) + i32::from(colour::SHADES)).to_string();
        html! { <rect {x} width="1.2" height="6" fill={colour::diverging(shade)} /> }
    };
    html! {
        <div class="legend" role="img" aria-label="Blue is minus one, white zero, red plus one">
            <span>{ "−1 speaks against" }</span>
            <svg viewBox="0 0 101 6" preserveAspectRatio="none" aria-hidden="true">
                { for (-colour::SHADES..=colour::SHADES).map(step) }
            </svg>
            <span>{ "speaks for +1" }</span>
        </div>
    }
}
