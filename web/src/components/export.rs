use std::rc::Rc;

use yew::prelude::*;

use crate::engine::message::{Explained, Grown, Read};
use crate::export;
use crate::state::View;

/// Properties of [`Export`].
#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// What the page shows.
    pub view: View,
    /// The digit.
    pub grown: Rc<Grown>,
    /// What the network says about it.
    pub read: Option<Rc<Read>>,
    /// The probability of every class after each step of growth, as far as they have come.
    pub stages: Rc<Vec<Vec<f32>>>,
    /// What the network looked at.
    pub explained: Option<Rc<Explained>>,
}

/// Saves what the page shows.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let digit = props.grown.digit;
    let edited = if digit.edits.is_none() { "" } else { "-edited" };
    let name = format!("gptnet-{}-{}{edited}", digit.class, digit.seed);
    let json = {
        let (grown, name) = (props.grown.clone(), format!("{name}.json"));
        let (read, stages) = (props.read.clone(), props.stages.clone());
        let explained = props.explained.clone();
        let layer = props.view.layer;
        Callback::from(move |_: MouseEvent| {
            if let (Some(read), Some(explained)) = (&read, &explained) {
                let text = export::json(&grown, read, &stages, explained, layer);
                export::save(&name, "application/json", &text);
            }
        })
    };
    let svg = Callback::from(move |_: MouseEvent| {
        export::save(&format!("{name}.svg"), "image/svg+xml", &export::svg());
    });
    let has_class = props.read.as_ref().is_some_and(|read| read.class.is_some());
    let incomplete = !has_class || props.explained.is_none();
    html! {
        <section class="export" aria-label="Save what you see">
            <span>{ "Save what you see:" }</span>
            <button class="save-json" disabled={incomplete} onclick={json}>{ "numbers (JSON)" }</button>
            <button class="save-svg" disabled={incomplete} onclick={svg}>{ "figure (SVG)" }</button>
        </section>
    }
}
