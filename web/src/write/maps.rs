use std::rc::Rc;

use shared::gpt_mnist::Site;
use shared::handwriting::{STEPS, system};
use shared::output::Output;
use shared::pattern::Development;
use yew::prelude::*;

use super::heat::Heat;
use super::model;
use super::parts::Parts;
use super::words;
use crate::components::{Lattice, Legend, Marker, percent};
use crate::drawing::{colour, path};
use crate::engine::handwriting::Way;
use crate::engine::handwriting::message::{Read, StrokeMap};

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
}

/// The heatmaps of one stroke: why its type, and why its direction, by every method.
#[component]
pub fn Maps(props: &MapsProps) -> Html {
    let Some(&seed) = props.read.seeds.get(props.stroke) else { return Html::default() };
    let grown = grown_before(&props.read, props.stroke);
    let empty = !grown.contains(&true);
    let own = path::outline(props.parts.cells(props.stroke));
    let row = |output: Output, what: &str| {
        let maps = props.maps.iter().flat_map(|maps| &maps.maps);
        let of_stroke = maps.filter(|map| map.stroke == props.stroke && map.output == output);
        let maps: Vec<&Rc<StrokeMap>> = of_stroke.collect();
        let card = |map: &&Rc<StrokeMap>| {
            let title = map.method.description().title;
            html! {
                <figure class="method map" data-method={map.method.name()} data-output={output.name()}>
                    <figcaption><h4>{ title }</h4></figcaption>
                    <Lattice label={format!("{title}: {what}")}>
                        <Heat map={Rc::clone(map)} seen={props.seen.clone()} />
                        <path
                            d={path::outline(grown.iter().copied())}
                            fill="none"
                            stroke="#7a5aa6"
                            stroke-width="0.2"
                            stroke-dasharray="0.55 0.45"
                        />
                        <path
                            class="edge"
                            data-stroke={(props.stroke + 1).to_string()}
                            d={own.clone()}
                            stroke={colour::cycled(props.stroke)}
                        />
                        <Marker site={Site::of(&seed)} />
                    </Lattice>
                    <p class="caption">
                        if let Some(finding) = props.parts.finding(&map.relevance, props.stroke) {
                            <span class="scores">{ finding }</span>
                        }
                        { share(map, empty) }
                    </p>
                </figure>
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

/// How much of the relevance lay on the canvas: on what had been grown, or where there was nothing yet.
fn share(map: &StrokeMap, empty: bool) -> String {
    if map.relevance.iter().all(|&value| value == 0.0) {
        return "All zero: nothing flows back from this answer.".to_owned();
    }
    let place = if empty { "on the canvas, still empty" } else { "on what was already grown" };
    match map.canvas_share {
        Some(share) => format!("{} of the relevance lay {place}.", words::share(share)),
        None => "Does not tell the drawing and the growth apart.".to_owned(),
    }
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
        Way::Proposals | Way::Search => format!(
            "Growth had the last word here. These maps show what would make the network name the stroke \
            from the drawing (outlined) and {laid}. The ring is the place of the seed."
        ),
    }
}
