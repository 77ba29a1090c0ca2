use yew::prelude::*;

/// What a lattice says as long as there is nothing to draw.
#[component]
pub fn Waiting() -> Html {
    html! {
        <text class="waiting" x="14" y="14.5" text-anchor="middle" font-size="1.5" fill="#6d695f">
            { "waiting for the network" }
        </text>
    }
}
