use shared::gpt_mnist::SIZE;
use yew::prelude::*;

/// What a lattice says as long as there is nothing to draw.
#[component]
pub fn Waiting() -> Html {
    html! {
        <text class="waiting" x={(SIZE / 2).to_string()} y={format!("{}.5", SIZE / 2)} font-size="1.5">
            { "waiting for the network" }
        </text>
    }
}
