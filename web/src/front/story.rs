//! The text below the captions. Its phrases set the stage.

mod findings;
mod growth;
mod heatmaps;
mod onward;
mod reading;
mod said;

use yew::prelude::*;

use super::props::ModelProps;
use findings::findings;
use growth::growth;
use heatmaps::heatmaps;
use onward::Onward;
use reading::reading;

/// What a generator is, how a digit grows, what the network says, how to read a heatmap, what was found.
#[component]
pub fn Story(props: &ModelProps) -> Html {
    let model = &props.model;
    html! {
        <div class="story">
            { growth(model) }
            { reading(model) }
            { heatmaps(model) }
            { findings(model) }
            <Onward ..props.clone() />
        </div>
    }
}
