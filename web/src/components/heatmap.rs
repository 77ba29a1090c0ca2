use std::rc::Rc;

use shared::attribution::Method;
use shared::gpt_mnist::{SIZE, Site};
use web_sys::Element;
use yew::prelude::*;

use super::Lattice;
use super::lattice::{Marker, tilted};
use crate::drawing::{colour, path};
use crate::engine::message::{Explained, Grown, Map};

/// Properties of [`HeatmapCard`].
#[derive(Properties, PartialEq)]
pub struct HeatmapProps {
    /// The explanation.
    pub explained: Rc<Explained>,
    /// Which of its methods to draw.
    pub method: Method,
    /// The digit.
    pub grown: Rc<Grown>,
    /// The strokes that are in question, whose edges are drawn.
    pub strokes: Vec<usize>,
    /// Whether it is left open what is explained.
    pub blind: bool,
    /// The pixel of the image that the reader points at.
    pub pixel: Option<Site>,
    /// Told when the reader points at a pixel.
    pub point: Callback<Option<Site>>,
}

/// One heatmap over the outline of the digit, with the value under the pointer.
#[component]
pub fn HeatmapCard(props: &HeatmapProps) -> Html {
    let Some(map) = props.explained.maps.iter().find(|map| map.method == props.method) else {
        return html! { <p class="caption">{ absence(props) }</p> };
    };
    let name = props.method.name();
    let zero = map.max_abs == 0.0;
    let point = props.point.reform(|event: PointerEvent| pixel_under(&event));
    let leave = {
        let point = props.point.clone();
        // A finger leaves with every tap; what it pointed at stays.
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                point.emit(None);
            }
        })
    };
    html! {
        <div
            class="map"
            tabindex="0"
            role="group"
            aria-label={format!("{name}; the arrow keys move the pixel")}
            data-method={name}
            data-max-abs={map.max_abs.to_string()}
            onpointerdown={point.clone()}
            onpointermove={point}
            onpointerleave={leave}
            onkeydown={moved(props)}
        >
            <Lattice label={format!("Heatmap: {name}")} tilt={props.grown.angle}>
                <Relevance explained={props.explained.clone()} method={props.method} />
                <Outline grown={props.grown.clone()} />
                { for props.strokes.iter().map(|&stroke| edge(&props.grown, stroke)) }
                if let Some(site) = explained_site(props).filter(|_| !props.blind) {
                    <Marker {site} tilt={props.grown.angle} />
                }
                if let Some(pixel) = props.pixel {
                    <rect
                        x={pixel.column().to_string()}
                        y={pixel.row().to_string()}
                        width="1"
                        height="1"
                        fill="none"
                        stroke="#16181d"
                        stroke-width="0.2"
                    />
                }
                if zero {
                    <text
                        x="14"
                        y="3.4"
                        text-anchor="middle"
                        font-size="2"
                        fill="#16181d"
                        stroke="#ffffff"
                        stroke-width="0.5"
                        paint-order="stroke"
                    >
                        { "all zero" }
                    </text>
                }
            </Lattice>
            <p class="readout number">{ readout(props, map) }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RelevanceProps {
    explained: Rc<Explained>,
    method: Method,
}

/// The colours of a heatmap. Apart from the rest, so that pointing at it does not draw it again.
#[component]
fn Relevance(props: &RelevanceProps) -> Html {
    let map = props.explained.maps.iter().find(|map| map.method == props.method);
    let shades =
        map.iter().flat_map(|map| &map.normalized).map(|&relevance| colour::shade(relevance));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    path::by_kind(shades.map(|shade| Some(shade).filter(|&shade| shade != 0)))
        .into_iter()
        .map(layer)
        .collect()
}

#[derive(Properties, PartialEq)]
struct OutlineProps {
    grown: Rc<Grown>,
}

/// The outline of the digit in its image.
#[component]
fn Outline(props: &OutlineProps) -> Html {
    let d = path::outline(props.grown.image.iter().map(|&value| value > 0.5));
    html! { <path {d} fill="none" stroke="#16181d" stroke-opacity="0.55" stroke-width="0.14" /> }
}

/// The edge of what grew from a seed, tilted as the picture is.
fn edge(grown: &Grown, stroke: usize) -> Html {
    let own = grown.truth.lineage.iter().map(|owners| owners.contains(&(stroke as u32)));
    html! {
        <path
            class="edge"
            d={path::outline(own)}
            transform={tilted(grown.angle)}
            stroke={colour::stroke(stroke)}
        />
    }
}

fn explained_site(props: &HeatmapProps) -> Option<Site> {
    props.explained.question.target.and_then(|target| target.site())
}

/// Why there is no map: the answer does not depend on the method's layer.
fn absence(props: &HeatmapProps) -> &'static str {
    match explained_site(props) {
        None => "The class does not depend on this layer.",
        Some(_) => "Types and orientations do not depend on this layer.",
    }
}

fn readout(props: &HeatmapProps, map: &Map) -> String {
    match props.pixel {
        _ if map.max_abs == 0.0 => "Nothing flows back from this answer.".to_owned(),
        None => format!("largest value {}", number(map.max_abs)),
        Some(pixel) => {
            let (row, column) = (pixel.row(), pixel.column());
            let relevance = map.normalized[pixel.index()];
            let value = number(relevance * map.max_abs);
            format!("row {row}, column {column}: {relevance:+.2} ({value})")
        }
    }
}

/// Three significant digits or so, with a power of ten only where it helps.
fn number(value: f32) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if (0.01..1000.0).contains(&size) => format!("{value:.3}"),
        _ => format!("{value:.2e}"),
    }
}

/// The pixel under the pointer. The lattice fills the card's width and has a margin of half a cell
/// on every side; the card's children let the pointer through.
fn pixel_under(event: &PointerEvent) -> Option<Site> {
    let card: Element = event.target_dyn_into()?;
    let cell_width = f64::from(card.client_width()) / (SIZE as f64 + 1.0);
    let cell = |offset: i32| {
        let cell = (f64::from(offset) / cell_width - 0.5).floor();
        (0.0..SIZE as f64).contains(&cell).then_some(cell as usize)
    };
    Site::at(cell(event.offset_y())?, cell(event.offset_x())?).ok()
}

/// Moves the pixel with the arrow keys, starting from the middle.
fn moved(props: &HeatmapProps) -> Callback<KeyboardEvent> {
    let (pixel, point) = (props.pixel, props.point.clone());
    Callback::from(move |event: KeyboardEvent| {
        let (row, column) =
            pixel.map_or((SIZE / 2, SIZE / 2), |pixel| (pixel.row(), pixel.column()));
        let (row, column) = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(SIZE - 1), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(SIZE - 1)),
            _ => return,
        };
        event.prevent_default();
        point.emit(Site::at(row, column).ok());
    })
}
