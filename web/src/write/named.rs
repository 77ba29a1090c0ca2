use std::rc::Rc;

use yew::prelude::*;

use super::drawing::Drawing;
use super::feature_maps::FeatureMaps;
use super::ink::Ink;
use super::seeds::Seeds;
use crate::components::{Lattice, Waiting};
use crate::engine::features::Reader;
use crate::engine::handwriting::message::Read;

/// Properties of [`Named`].
#[derive(Properties, PartialEq)]
pub struct NamedProps {
    /// The drawing.
    pub drawing: Drawing,
    /// What the network sees.
    pub seen: Rc<Vec<f32>>,
    /// What it reads.
    pub read: Option<Rc<Read>>,
    /// The stroke that is explained.
    pub stroke: usize,
    /// Whether something is still to come.
    pub waiting: bool,
    /// Told which stroke to explain.
    pub pick: Callback<usize>,
    /// Told which stroke the visitor points at.
    pub hover: Callback<Option<usize>>,
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
                    <Seeds
                        seeds={read.seeds.clone()}
                        chosen={props.stroke}
                        pick={props.pick.clone()}
                        hover={props.hover.clone()}
                    />
                } else if props.waiting {
                    <Waiting />
                }
            </Lattice>
            <p class="caption">
                { "Your drawing in the frame of MNIST’s digits: fitted into the 20 × 20 pixels in the \
                middle, its centre of mass in the centre. This is all that the network sees. Arrows \
                show where strokes grow. " }
                <FeatureMaps reader={Reader::Handwriting} drawing={props.drawing} />
            </p>
        </figure>
    }
}
