use std::rc::Rc;

use shared::attribution::Method;
use shared::output::{Layer, Target};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::into_view::bring_into_view;
use super::layer_chooser::LayerChooser;
use super::why::Why;
use super::{Biography, HeatmapCard, Legend, LookPanel};
use crate::engine::message::{Explained, Grown, Read};
use crate::look::Look;
use crate::state::View;
use crate::whole::Whole;

/// Properties of [`Heatmaps`].
#[derive(Properties, PartialEq)]
pub struct HeatmapsProps {
    /// What the page shows.
    pub view: View,
    /// The digit.
    pub grown: Rc<Grown>,
    /// What the network says about it.
    pub read: Option<Rc<Read>>,
    /// What the network looked at.
    pub explained: Option<Rc<Explained>>,
    /// Whether it is left open what is explained.
    pub blind: bool,
    /// How many stages of the network that was explained are random.
    pub random: usize,
    /// Whether something has been done to the digit since.
    pub edited: bool,
    /// The strokes that are in question, whose edges are drawn.
    pub strokes: Vec<usize>,
    /// What full red is for each method, where the seeds share it.
    pub scales: Vec<Option<f32>>,
    /// The digit as it grew, whose strokes the maps are held against.
    pub digit: Rc<Whole>,
    /// Told how to draw them instead, and whether that begins a change.
    pub look: Callback<(Look, bool)>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// One answer's heatmaps by every method, side by side.
#[component]
pub fn Heatmaps(props: &HeatmapsProps) -> Html {
    let heading = use_node_ref();
    use_effect_with((heading.clone(), props.view.target), |(heading, target)| {
        if let (Some(heading), Some(_)) = (heading.cast::<HtmlElement>(), target) {
            bring_into_view(&heading);
        }
    });
    let card = |(method, scale): (Method, &Option<f32>)| {
        html! {
            <figure class="method">
                <figcaption>
                    <h3>{ method.description().title }</h3>
                    if let Method::GradCam(layer) = method {
                        <LayerChooser {layer} view={props.view} show={props.show.clone()} />
                    }
                </figcaption>
                if let Some(explained) = &props.explained {
                    <HeatmapCard
                        explained={explained.clone()}
                        {method}
                        grown={props.grown.clone()}
                        strokes={props.strokes.clone()}
                        blind={props.blind}
                        look={props.view.look}
                        scale={*scale}
                    />
                } else {
                    <div class="map pending" />
                }
                <p class="caption">
                    if let Some(scores) = scores(props, method) {
                        <span class="scores">{ scores }</span>
                    }
                    { gloss(method) }
                </p>
            </figure>
        }
    };
    let predicted = props.read.as_ref().and_then(|read| read.class.as_ref());
    let target = props.view.target.or(predicted.map(|class| Target::class(class.predicted)));
    let probability = props.explained.as_ref().map(|explained| explained.probability);
    html! {
        <section class="heatmaps" aria-labelledby="why">
            <h2 id="why" ref={heading}>
                <Why {target} {probability} blind={props.blind} />
            </h2>
            <p class="caption">
                if props.view.target.is_some_and(|target| target.site().is_some()) {
                    { "The ring is the seed’s place. " }
                }
                { "Point at a pixel to read its value in all four, and how its cell came to grow." }
                if props.random > 0 {
                    { " " }
                    <b class="random">{ "This is what a network with random weights looks at." }</b>
                }
                if props.edited {
                    { " They were made for the digit as it grew, before anything was done to it." }
                }
            </p>
            <Legend />
            <LookPanel look={props.view.look} set={props.look.clone()} />
            <Biography digit={props.grown.digit} />
            <div class="methods">
                { for shown_methods(props.view.layer).into_iter().zip(&props.scales).map(card) }
            </div>
        </section>
    }
}

/// How well a map finds the stroke that grew from the seed in question.
fn scores(props: &HeatmapsProps, method: Method) -> Option<String> {
    let explained = props.explained.as_ref().filter(|_| !props.blind)?;
    let stroke = props.digit.stroke_at(explained.question.target?)?;
    let map = explained.map(method)?;
    props.digit.finding(map, stroke)
}

/// The methods that the page compares.
pub const fn shown_methods(layer: Layer) -> [Method; 4] {
    [Method::GuidedBackprop, Method::Deconvolution, Method::GradCam(layer), Method::Gradient]
}

/// What sets a method apart, in one sentence.
const fn gloss(method: Method) -> &'static str {
    match method {
        Method::GradCam(Layer::ChannelAdj) => {
            "As published: at the first layer, where it can only show the picture itself."
        }
        _ => method.description().gloss,
    }
}
