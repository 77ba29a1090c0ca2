use yew::prelude::*;

use crate::drawing::{colour, path};

/// The pixels of a digit, white to ink.
pub fn pixels(image: &[f32]) -> Html {
    const LEVELS: f32 = 32.0;
    let level = |&value: &f32| Some((value.clamp(0.0, 1.0) * LEVELS).round() as i8);
    let layer = |(level, d): (i8, String)| {
        let fill = colour::ink(f32::from(level) / LEVELS);
        html! { <path {d} {fill} shape-rendering="crispEdges" /> }
    };
    let visible = image.iter().map(|value| level(value).filter(|&level| level > 0));
    path::by_kind(visible).into_iter().map(layer).collect()
}
