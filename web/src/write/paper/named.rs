use std::rc::Rc;

use yew::prelude::*;

use super::super::drawing::{Drawing, Frame};
use super::super::feature_maps::FeatureMaps;
use super::super::ink::Ink;
use crate::components::{Arrow, Lattice, Waiting};
use crate::drawing::colour;
use crate::engine::features::Reader;
use crate::engine::paper::Read;

/// Properties of [`Named`].
#[derive(Properties, PartialEq)]
pub struct NamedProps {
    /// What the network sees of it.
    pub seen: Rc<Vec<f32>>,
    /// What it reads.
    pub read: Option<Rc<Read>>,
    /// Whether something is still to come.
    pub waiting: bool,
}

/// What the network sees, and the seeds that it names.
#[component]
pub fn Named(props: &NamedProps) -> Html {
    html! {
        <figure class="panel">
            <figcaption><h2>{ "It names" }</h2></figcaption>
            <Lattice label="What the network sees, with the seeds that it names">
                <Ink seen={props.seen.clone()} />
                if let Some(read) = &props.read {
                    { for read.seeds.iter().enumerate().map(|(index, &seed)| html! {
                        <Arrow {seed} colour={colour::cycled(index)} />
                    }) }
                } else if props.waiting {
                    <Waiting />
                }
            </Lattice>
        </figure>
    }
}

/// Properties of [`Sees`].
#[derive(Properties, PartialEq)]
pub struct SeesProps {
    /// The drawing.
    pub drawing: Drawing,
}

/// What lies under the seeds.
#[component]
pub fn Sees(props: &SeesProps) -> Html {
    html! {
        <p class="caption">
            { match props.drawing.frame() {
                Frame::Mnist => "Your drawing in the frame of MNIST’s digits. ",
                Frame::AsItLies => "The drawing as it lies. ",
            } }
            { "Of a digit that grew, the network names the \
            seeds on the upright lattice, however the picture is tilted; so it does here. " }
            <FeatureMaps reader={Reader::Grown} drawing={props.drawing} />
        </p>
    }
}
