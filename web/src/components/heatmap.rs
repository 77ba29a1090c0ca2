use std::rc::Rc;

use shared::attribution::Method;
use shared::gpt_mnist::{SIZE, Site};
use yew::prelude::*;

use super::edges::Edges;
use super::lattice::{Lattice, Marker, PixelFrame};
use super::relevance::Relevance;
use crate::engine::message::{Explained, Grown, Map};
use crate::focus::{Pointed, use_focus};
use crate::look::Look;

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
    /// How to draw it.
    pub look: Look,
    /// What full red is, where that is not the map's own largest value.
    pub scale: Option<f32>,
}

/// One heatmap over the outline of the digit, with the value under the pointer.
#[component]
pub fn HeatmapCard(props: &HeatmapProps) -> Html {
    let focus = use_focus();
    let Some(map) = props.explained.map(props.method) else {
        return html! { <p class="caption">{ absence(props) }</p> };
    };
    let (name, grown) = (props.method.name(), &props.grown);
    let (zero, frame) = (map.max_abs == 0.0, props.look.frame);
    let pixel = focus.pixel_frame(grown.angle);
    let mut strokes = focus.pointed.strokes(&grown.truth, grown.angle);
    if strokes.is_empty() {
        strokes.clone_from(&props.strokes);
    }
    html! {
        <div
            class="map"
            tabindex="0"
            role="group"
            aria-label={format!("{name}; the arrow keys move the pixel")}
            data-method={name}
            data-max-abs={map.max_abs.to_string()}
            onkeydown={moved(focus.pointed.pixel(grown.angle), focus.point(Pointed::Pixel))}
        >
            <Lattice
                label={format!("Heatmap: {name}")}
                turn={frame.turn_of_picture(grown.angle)}
                other={frame.other(grown.angle)}
                point={focus.point_at_pixel()}
            >
                <Relevance
                    explained={props.explained.clone()}
                    method={props.method}
                    grown={grown.clone()}
                    look={props.look}
                    strength={map.strength(props.scale)}
                />
                if !props.blind {
                    <Edges grown={grown.clone()} {strokes} />
                }
                if let Some(site) = explained_site(props).filter(|_| !props.blind) {
                    <Marker {site} tilt={grown.angle} />
                }
                if let Some(at) = pixel {
                    <PixelFrame {at} />
                }
                if zero {
                    <text class="silent" x={(SIZE / 2).to_string()} y="3.4" font-size="2">
                        { "all zero" }
                    </text>
                }
            </Lattice>
            <p class="readout number">{ readout(pixel, map) }</p>
        </div>
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

fn readout(pixel: Option<Site>, map: &Map) -> String {
    match pixel {
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

/// Moves the pixel with the arrow keys, starting from the middle.
fn moved(pixel: Option<Site>, point: Callback<Site>) -> Callback<KeyboardEvent> {
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
        if let Ok(site) = Site::at(row, column) {
            point.emit(site);
        }
    })
}
