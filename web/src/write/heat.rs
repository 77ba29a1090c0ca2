use std::rc::Rc;

use shared::attribution::Heatmap;
use shared::fit::INK;
use shared::gpt_mnist::SIZE;
use yew::prelude::*;

use crate::drawing::{colour, path};
use crate::engine::handwriting::message::StrokeMap;

/// Properties of [`Heat`].
#[derive(Properties, PartialEq)]
pub struct HeatProps {
    /// The heatmap.
    pub map: Rc<StrokeMap>,
    /// What the network saw.
    pub seen: Rc<Vec<f32>>,
}

/// The colours of a heatmap, divided by its largest absolute value, over the outline of the drawing,
/// one unit a pixel.
#[component]
pub fn Heat(props: &HeatProps) -> Html {
    let map = Heatmap::new(SIZE, props.map.relevance.clone()).normalized();
    let shades = map.values().iter().map(|&relevance| colour::shade(relevance));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    let layers = path::by_kind(shades.map(|shade| Some(shade).filter(|&shade| shade != 0)));
    html! {
        <>
            { for layers.into_iter().map(layer) }
            <path
                class="contour faint"
                d={path::outline(props.seen.iter().map(|&pixel| pixel >= INK))}
            />
        </>
    }
}
