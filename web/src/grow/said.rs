//! What is announced to those who do not see the stage.

use yew::prelude::*;

use super::props::SceneProps;
use super::view::place;
use super::words::{direction, name};

/// The state of the stage in a sentence, read out when it changes.
#[component]
pub fn Said(props: &SceneProps) -> Html {
    html! { <p class="hidden said" aria-live="polite">{ sentence(props) }</p> }
}

fn sentence(props: &SceneProps) -> String {
    let SceneProps { model, scene } = props;
    // Growth that plays is not read out step by step.
    if model.playing.is_some() {
        return "It grows.".to_owned();
    }
    let (seeds, cells) = (model.spec().seeds.len(), scene.cells());
    let state = format!("Step {}: cells {cells}, seeds {seeds}.", model.step());
    let Some(site) = model.view.site else { return state };
    let (column, row) = place(site, model.spec());
    let here = match (model.seed(), scene.cell(site).r#type) {
        (Some(seed), _) => {
            let way = direction(scene.system.reach(seed.orientation.channel()));
            format!("seed {} pointing {way}", name(seed.r#type))
        }
        (None, r#type) => name(r#type),
    };
    format!("Column {column}, row {row}: {here}. {state}")
}
