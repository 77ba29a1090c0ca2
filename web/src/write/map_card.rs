use std::rc::Rc;

use shared::attribution::Heatmap;
use shared::gpt_mnist::{SIZE, Site};
use yew::prelude::*;

use super::heat::Heat;
use super::parts::Parts;
use super::words;
use crate::components::{MapFrame, Marker};
use crate::drawing::{colour, path};
use crate::engine::handwriting::message::StrokeMap;
use crate::focus::use_focus;
use crate::look::{Look, strength};

/// Properties of [`MapCard`].
#[derive(Properties, PartialEq)]
pub struct MapCardProps {
    /// The heatmap.
    pub map: Rc<StrokeMap>,
    /// The strokes, grown.
    pub parts: Rc<Parts>,
    /// What the network saw.
    pub seen: Rc<Vec<f32>>,
    /// Where strokes had grown already when it named this one.
    pub canvas: Rc<Vec<bool>>,
    /// What it explains.
    pub what: AttrValue,
    /// How to draw it.
    pub look: Look,
    /// What full red is, where that is not the map's own largest value.
    pub scale: Option<f32>,
}

/// One heatmap of a stroke, with its value under the pointer, the edge of the stroke, and how much of it lies there.
#[component]
pub fn MapCard(props: &MapCardProps) -> Html {
    let MapCardProps { map, parts, seen, canvas, what, look, scale } = props;
    let seed = parts.seeds[map.stroke];
    let largest = Heatmap::new(SIZE, map.relevance.clone()).max_abs();
    let pixel = use_focus().pixel_frame(0.0);
    let title = map.method.description().title;
    html! {
        <figure class="method" data-method={map.method.name()} data-output={map.output.name()}>
            <figcaption><h4>{ title }</h4></figcaption>
            <MapFrame
                name={map.method.name()}
                label={format!("{title}: {what}")}
                {largest}
                here={pixel.map(|pixel| map.relevance[pixel.index()] / largest)}
                strength={strength(largest, *scale)}
            >
                <Heat map={map.clone()} seen={seen.clone()} look={*look} scale={*scale} />
                <path class="contour canvas" d={path::outline(canvas.iter().copied())} />
                <path
                    class="edge"
                    data-stroke={(map.stroke + 1).to_string()}
                    d={path::outline(parts.cells(map.stroke))}
                    stroke={colour::cycled(map.stroke)}
                />
                <Marker site={Site::of(&seed)} />
            </MapFrame>
            <p class="caption">
                if let Some(finding) = parts.finding(&map.relevance, map.stroke) {
                    <span class="scores">{ finding }</span>
                }
                { share(map, canvas) }
            </p>
        </figure>
    }
}

/// How much of the relevance lay on the canvas: on what had been grown, or where there was nothing yet.
fn share(map: &StrokeMap, canvas: &[bool]) -> String {
    if map.relevance.iter().all(|&value| value == 0.0) {
        return "All zero: nothing flows back from this answer.".to_owned();
    }
    let is_empty = !canvas.contains(&true);
    let place = if is_empty { "on the canvas, still empty" } else { "on what was already grown" };
    match map.canvas_share {
        Some(share) => format!("{} of the relevance lay {place}.", words::share(share)),
        None => "Does not tell the drawing and the growth apart.".to_owned(),
    }
}
