use std::rc::Rc;

use shared::attribution::Method;
use shared::gpt_mnist::Site;
use yew::prelude::*;

use super::edges::Edges;
use super::lattice::Marker;
use super::map_frame::MapFrame;
use super::relevance::Relevance;
use crate::engine::message::{Explained, Grown};
use crate::focus::use_focus;
use crate::look::{Look, strength};

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
    let (name, grown, frame) = (props.method.name(), &props.grown, props.look.frame);
    let mut strokes = focus.pointed.strokes(&grown.truth, grown.angle);
    if strokes.is_empty() {
        strokes.clone_from(&props.strokes);
    }
    let pixel = focus.pixel_frame(grown.angle);
    let strength = strength(map.max_abs, props.scale);
    html! {
        <MapFrame
            {name}
            label={format!("Heatmap: {name}")}
            tilt={grown.angle}
            {frame}
            largest={map.max_abs}
            here={pixel.map(|pixel| map.normalized[pixel.index()])}
            {strength}
        >
            <Relevance
                explained={props.explained.clone()}
                method={props.method}
                grown={grown.clone()}
                look={props.look}
                {strength}
            />
            if !props.blind {
                <Edges grown={grown.clone()} {strokes} />
            }
            if let Some(site) = explained_site(props).filter(|_| !props.blind) {
                <Marker {site} tilt={grown.angle} />
            }
        </MapFrame>
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
