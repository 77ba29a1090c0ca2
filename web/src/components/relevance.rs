use std::rc::Rc;

use shared::attribution::Method;
use shared::fit::INK;
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
    let map = props.explained.map(props.method);
    let values = map.iter().flat_map(|map| map.normalized.iter().copied());
    drawn(values, &props.grown.image, props.look, props.small, props.strength)
}

/// The colours of a normalised map over a picture; `strength` is what its largest value is of the one that is full red.
pub fn drawn(
    values: impl IntoIterator<Item = f32>,
    image: &[f32],
    look: Look,
    small: bool,
    strength: f32,
) -> Html {
    let Look { sign, opacity, .. } = look;
    let shade = |relevance: f32| {
        let shade = colour::shade(relevance * strength);
        let shade = if small { shade / SMALL_SHADES * SMALL_SHADES } else { shade };
        Some(shade).filter(|&shade| shade != 0 && sign.shows(relevance))
    };
    let layers = path::by_kind(values.into_iter().map(shade));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    html! {
        <>
            if opacity < 100 {
                { pixels(image) }
            }
            <g class="relevance" opacity={format!("{:.2}", f64::from(opacity) / 100.0)}>
                { for layers.into_iter().map(layer) }
            </g>
            <path class="contour faint" d={path::outline(image.iter().map(|&value| value >= INK))} />
        </>
    }
}
