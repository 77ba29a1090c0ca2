use std::rc::Rc;

use shared::attribution::Method;
use shared::handwriting::{STEPS, system};
use shared::output::Output;
use shared::pattern::Development;
use yew::prelude::*;

use super::map_card::MapCard;
use super::model;
use super::parts::Parts;
use super::words;
use crate::components::{Legend, LookPanel, percent};
use crate::engine::handwriting::Way;
use crate::engine::handwriting::message::{Read, StrokeMap};
use crate::look::{Look, Scale};

/// Properties of [`Maps`].
#[derive(Properties, PartialEq)]
pub struct MapsProps {
    /// What the network reads.
    pub read: Rc<Read>,
    /// Its strokes, grown.
    pub parts: Rc<Parts>,
    /// Why.
    pub maps: Option<Rc<model::Maps>>,
    /// What it saw.
    pub seen: Rc<Vec<f32>>,
    /// The stroke that is explained.
    pub stroke: usize,
    /// How heatmaps are drawn.
    pub look: Look,
    /// Told how instead, and whether that begins a change.
    pub set_look: Callback<(Look, bool)>,
}

/// The heatmaps of one stroke: why its type, and why its direction, by every method.
#[component]
pub fn Maps(props: &MapsProps) -> Html {
    let Some(&seed) = props.read.seeds.get(props.stroke) else { return Html::default() };
    let canvas = Rc::new(grown_before(&props.read, props.stroke));
    let all = props.maps.as_ref().map(|maps| &maps.maps[..]).unwrap_or_default();
    let row = |output: Output, what: &'static str| {
        let of_stroke = all.iter().filter(|map| (map.stroke, map.output) == (props.stroke, output));
        let maps: Vec<&Rc<StrokeMap>> = of_stroke.collect();
        let card = |map: &&Rc<StrokeMap>| {
            html! {
                <MapCard
                    map={Rc::clone(map)}
                    parts={props.parts.clone()}
                    seen={props.seen.clone()}
                    canvas={canvas.clone()}
                    {what}
                    look={props.look}
                    scale={scale(props.look, all, map.method)}
                />
            }
        };
        html! {
            <>
                <h3>
                    { what }
                    if let Some(map) = maps.first() {
                        <span class="probability number">{ percent(map.probability) }</span>
                    }
                </h3>
                <div class="row">
                    { for maps.iter().map(card) }
                    if maps.is_empty() {
                        { for (0..3).map(|_| html! { <div class="map pending" /> }) }
                    }
                </div>
            </>
        }
    };
    html! {
        <section class="heatmaps" aria-labelledby="why">
            <h2 id="why">
                { format!("Why stroke {}, ", props.stroke + 1) }
                <em>{ words::stroke(seed) }</em>{ "?" }
            </h2>
            <p class="caption">
                { saw(props.read.way, props.stroke) }
                { " The coloured edge is that of the stroke, as it grows with the others. Nobody knows which \
                strokes you drew, so there is no true mask: this is what grows from the prediction." }
            </p>
            <Legend />
            <LookPanel look={props.look} set={props.set_look.clone()} />
            { row(Output::Yg, "Why this length and width") }
            { row(Output::Ys, "Why this direction") }
        </section>
    }
}

/// Where the strokes before one had grown when the network named it.
fn grown_before(read: &Read, stroke: usize) -> Vec<bool> {
    let laid = if read.way == Way::OnePass { 0 } else { stroke };
    let mut development = Development::new(system(), &read.seeds[..laid])
        .expect("the network names seeds of the system");
    development.run(STEPS);
    development.codes().iter().map(|&code| !system().generators().is_empty(code)).collect()
}

/// What full red is for each of some maps: nothing where every map has its own scale, else the largest value that the
/// method has for any stroke.
fn scale(look: Look, maps: &[Rc<StrokeMap>], method: Method) -> Option<f32> {
    let of_method = maps.iter().filter(|map| map.method == method);
    let values = of_method.flat_map(|map| map.relevance.iter().map(|value| value.abs()));
    (look.scale == Scale::Shared).then(|| values.fold(0.0, f32::max))
}

/// What the network saw when it named a stroke.
fn saw(way: Way, stroke: usize) -> String {
    let laid = match stroke {
        0 => "an empty canvas".to_owned(),
        1 => "what stroke 1 had grown (dashed)".to_owned(),
        _ => format!("what strokes 1 to {stroke} had grown (dashed)"),
    };
    match way {
        Way::OnePass => {
            "All strokes were named in one look at the drawing (outlined), before anything had grown. \
            The ring is the place of the seed."
                .to_owned()
        }
        Way::Iterated => format!(
            "When the network named it, it saw the drawing (outlined) and {laid}. The ring is the place of \
            the seed."
        ),
        Way::Revised => format!(
            "Strokes were taken back and laid anew. These maps show what makes the network name the stroke \
            from the drawing (outlined) and {laid}. The ring is the place of the seed."
        ),
        Way::Proposals | Way::Search => format!(
            "Growth had the last word here. These maps show what would make the network name the stroke \
            from the drawing (outlined) and {laid}. The ring is the place of the seed."
        ),
    }
}
