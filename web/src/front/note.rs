use yew::prelude::*;

use super::props::ModelProps;
use super::view::Act;

/// What is to be seen on the stage, where there is room for it.
#[component]
pub fn Note(props: &ModelProps) -> Html {
    let model = &props.model;
    let map = model.view.map.map(|map| model.opening().maps[map].method.description());
    html! {
        <p class="caption note">
            {
                match (model.view.act, map) {
                    (Act::Grow, _) => html! {
                        { "28 × 28 cells, on which every digit grows upright. Numbers are seeds, arrows \
                        the way they set out." }
                    },
                    (Act::Read, _) => html! {
                        { "What the network sees: grey ink, tilted a little. Rings are the true seeds, \
                        numbered arrows the ones that it named." }
                    },
                    (Act::Test, None) => html! {
                        { "Click on a stroke to pull it out. What is left grows again; the dashed line \
                        is where the stroke was." }
                    },
                    (Act::Test, Some(method)) => html! {
                        <>
                            <b>{ format!("{}: ", method.title) }</b>
                            { method.gloss }
                            { format!(" Here for the class of the whole digit; {}.", method.sign) }
                        </>
                    },
                }
            }
        </p>
    }
}
