use std::rc::Rc;

use serde_json::{Value, json};
use shared::gpt_mnist::SIZE;
use yew::prelude::*;

use super::model::{Classes, Maps};
use crate::engine::handwriting::message::{Read, Removed, StrokeMap};
use crate::export;

/// Properties of [`Export`].
#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// What the network reads.
    pub read: Rc<Read>,
    /// Which digit it is.
    pub classes: Option<Rc<Classes>>,
    /// Why.
    pub maps: Option<Rc<Maps>>,
    /// What it saw.
    pub seen: Rc<Vec<f32>>,
    /// What it says without what is taken away.
    pub removed: Option<Rc<Removed>>,
    /// Whether all of it has come.
    pub done: bool,
}

/// Saves what the page shows.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let onclick = {
        let (read, seen) = (props.read.clone(), props.seen.clone());
        let (maps, classes) = (props.maps.clone(), props.classes.clone());
        let removed = props.removed.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(classes) = &classes {
                let text = text(&read, classes, maps.as_deref(), removed.as_deref(), &seen);
                export::save("handwriting.json", "application/json", &text);
            }
        })
    };
    html! {
        <section class="export" aria-label="Save what you see">
            <span>{ "Save what you see:" }</span>
            <button class="save-json" disabled={!props.done} {onclick}>
                { "numbers (JSON)" }
            </button>
        </section>
    }
}

/// The drawing as the network saw it, its strokes, why they were named, and what is said without some of them.
fn text(
    read: &Read,
    classes: &Classes,
    maps: Option<&Maps>,
    removed: Option<&Removed>,
    seen: &[f32],
) -> String {
    // Without a stroke there is nothing to explain.
    let explained = maps.into_iter().flat_map(|maps| &maps.maps);
    let file = json!({
        "image": seen.chunks(SIZE).collect::<Vec<_>>(),
        "way": read.way,
        "seeds": read.seeds,
        "iou": read.iou,
        "passes": read.passes,
        "growths": read.growths,
        "probabilities": classes.probabilities,
        "explanations": explained.map(|map| explanation(map)).collect::<Vec<_>>(),
        "removed": removed,
    });
    file.to_string()
}

/// A heatmap with its values, which a message has beside its text.
fn explanation(map: &StrokeMap) -> Value {
    let mut text = json!(map);
    text["relevance"] = json!(map.relevance);
    text
}
