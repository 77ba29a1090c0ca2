use std::rc::Rc;

use yew::prelude::*;

use super::drawing::Drawing;
use super::feature_maps::FeatureMaps;
use super::ink::Ink;
use super::seeds::Seeds;
use crate::components::{Lattice, Waiting};
use crate::edits::Way;
use crate::engine::features::Reader;
use crate::engine::handwriting::message::Read;

/// Properties of [`Named`].
#[derive(Properties, PartialEq)]
pub struct NamedProps {
    /// The drawing.
    pub drawing: Drawing,
    /// What the network sees, without what is taken away.
    pub seen: Rc<Vec<f32>>,
    /// The strokes that are taken away.
    pub taken: Vec<usize>,
    /// What becomes of the rest, if any are.
    pub rest: Option<Way>,
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
                        taken={props.taken.clone()}
                        pick={props.pick.clone()}
                        hover={props.hover.clone()}
                    />
                } else if props.waiting {
                    <Waiting />
                }
            </Lattice>
            <p class="caption">
                { sees(props.rest) }
                <FeatureMaps reader={Reader::Handwriting} drawing={props.drawing} />
            </p>
        </figure>
    }
}

/// What lies under the seeds.
const fn sees(rest: Option<Way>) -> &'static str {
    match rest {
        None => {
            "Your drawing in the frame of MNIST’s digits: fitted into the 20 × 20 pixels in the \
            middle, its centre of mass in the centre. This is all that the network sees. Arrows \
            show where strokes grow. "
        }
        Some(Way::Regrow) => {
            "What the network sees instead of your drawing: what the strokes grow that are left. "
        }
        Some(Way::Clear) => {
            "What the network sees: your drawing without the cells of what is taken away alone. "
        }
    }
}
