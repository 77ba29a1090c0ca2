//! What is announced to those who do not see the stage.

use yew::prelude::*;

use super::model::Model;
use super::props::ModelProps;
use super::view::Act;
use crate::components::certainty;
use crate::words;

/// The state of the stage in a sentence, read out when it changes.
#[component]
pub fn Said(props: &ModelProps) -> Html {
    html! { <p class="hidden said" aria-live="polite">{ sentence(&props.model) }</p> }
}

fn sentence(model: &Model) -> String {
    let (answer, class) = (model.answer(), model.opening().class);
    let is = answer.class();
    let says = format!("the network says {is}, {}", certainty(answer.probabilities[is]));
    let pulled: Vec<String> = model.pulled().iter().map(|index| (index + 1).to_string()).collect();
    match model.view.act {
        // Growth that plays is not read out step by step.
        Act::Grow if model.playing.is_some() => {
            format!("Growing: {}.", words::digit(usize::from(class)))
        }
        Act::Grow => format!("The {class} after step {} of {}.", model.step(), model.steps()),
        Act::Read => format!("Reading: {says}."),
        Act::Test if pulled.is_empty() => format!("All strokes are there; {says}."),
        Act::Test => format!("Pulled out: {}; {says}.", words::list(&pulled)),
    }
}
