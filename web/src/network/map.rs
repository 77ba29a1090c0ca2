use yew::prelude::*;

use super::maps::{Channel, Site};
use crate::drawing::{colour, path};

/// Shades of a map on either side of 0.
const LEVELS: f32 = 24.0;

/// A map as cells of one unit: white at 0, ink at `reach`, blue below 0.
pub fn cells(channel: Channel, reach: f32) -> Html {
    let level = |&value: &f32| {
        // A scale of 0 is that of a map that is 0 everywhere.
        let level = (value / reach.max(f32::MIN_POSITIVE) * LEVELS).round() as i8;
        (level != 0).then_some(level)
    };
    let layer = |(level, d): (i8, String)| {
        let strength = f32::from(level) / LEVELS;
        let fill = match level {
            1.. => colour::ink(strength),
            _ => colour::diverging(colour::shade(strength)),
        };
        html! { <path {d} {fill} shape-rendering="crispEdges" /> }
    };
    let levels = channel.values.iter().map(level);
    path::by_kind_on(channel.width, levels).into_iter().map(layer).collect()
}

/// The view box of a map.
pub fn view_box(channel: Channel) -> String {
    match channel.values.len() {
        // Within the only cell, so that it fills the picture to the edge.
        1 => "0.1 0.1 0.8 0.8".to_owned(),
        _ => format!("0 0 {} {}", channel.width, channel.height()),
    }
}

/// A ring around the greatest value.
pub fn ring(site: Site, width: usize) -> Html {
    let [cx, cy] = [site.column, site.row].map(|at| format!("{at}.5"));
    // As large on maps of few cells as on those of many.
    let (radius, stroke) = (0.5 + width as f32 / 60.0, width as f32 / 60.0);
    html! {
        <circle
            class="peak"
            {cx}
            {cy}
            r={format!("{radius:.2}")}
            fill="none"
            stroke={colour::stroke(0)}
            stroke-width={format!("{stroke:.2}")}
        />
    }
}

/// A frame around the site that is pointed at.
pub fn outline(Site { row, column }: Site, width: usize) -> Html {
    html! {
        <rect
            class="pointed"
            x={column.to_string()}
            y={row.to_string()}
            width="1"
            height="1"
            fill="none"
            stroke-width={format!("{:.2}", width as f32 / 100.0)}
        />
    }
}
