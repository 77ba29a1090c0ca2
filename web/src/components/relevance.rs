use std::rc::Rc;

use shared::attribution::Method;
use yew::prelude::*;

use super::pixels;
use crate::drawing::{colour, path};
use crate::engine::message::{Explained, Grown};
use crate::look::Look;

/// How many shades are one in a small map: a page may show twenty.
const SMALL_SHADES: i8 = 5;

/// Properties of [`Relevance`].
#[derive(Properties, PartialEq)]
pub struct RelevanceProps {
    /// The explanation.
    pub explained: Rc<Explained>,
    /// Which of its methods to draw.
    pub method: Method,
    /// The digit.
    pub grown: Rc<Grown>,
    /// How to draw it.
    pub look: Look,
    /// Whether it is drawn small, where fewer shades do.
    #[prop_or_default]
    pub small: bool,
    /// What the map's own largest value is of the one that is full red; 1 on the map's own scale.
    pub strength: f32,
}

/// The colours of a heatmap, the picture under them where they let it through, and the outline of the digit. Apart
/// from the rest, so that pointing at it does not draw it again.
#[component]
pub fn Relevance(props: &RelevanceProps) -> Html {
    let Look { sign, opacity, .. } = props.look;
    let map = props.explained.map(props.method);
    let shade = |&relevance: &f32| {
        let shade = colour::shade(relevance * props.strength);
        let shade = if props.small { shade / SMALL_SHADES * SMALL_SHADES } else { shade };
        Some(shade).filter(|&shade| shade != 0 && sign.shows(relevance))
    };
    let layers = path::by_kind(map.iter().flat_map(|map| &map.normalized).map(shade));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    let image = &props.grown.image;
    html! {
        <>
            if opacity < 100 {
                { pixels(image) }
            }
            <g class="relevance" opacity={format!("{:.2}", f64::from(opacity) / 100.0)}>
                { for layers.into_iter().map(layer) }
            </g>
            <path class="contour faint" d={path::outline(image.iter().map(|&value| value > 0.5))} />
        </>
    }
}
