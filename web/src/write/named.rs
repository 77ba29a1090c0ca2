use std::rc::Rc;

use yew::prelude::*;

use super::drawing::Frame;
use super::ink::Ink;
use super::seeds::Seeds;
use crate::components::{Lattice, PixelFrame, Waiting};
use crate::edits::Way;
use crate::engine::handwriting::message::Read;
use crate::focus::use_focus;

/// Properties of [`Named`].
#[derive(Properties, PartialEq)]
pub struct NamedProps {
    /// What the network sees, without what is taken away.
    pub seen: Rc<Vec<f32>>,
    /// The strokes that are taken away.
    pub taken: Vec<usize>,
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
    let focus = use_focus();
    html! {
        <figure class="panel">
            <figcaption><h2>{ "It names" }</h2></figcaption>
            <Lattice
                label="What the network sees, with the seeds that it names"
                point={focus.point_at_pixel()}
            >
                <Ink seen={props.seen.clone()} />
                if let Some(at) = focus.pixel_frame(0.0) {
                    <PixelFrame {at} />
                }
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
        </figure>
    }
}

/// What lies under the seeds.
pub const fn sees(rest: Option<Way>, frame: Frame) -> &'static str {
    match (rest, frame) {
        (None, Frame::AsItLies) => {
            "Your drawing as it lies, neither moved nor scaled. This is all that the network sees. Arrows \
            show where strokes grow. "
        }
        (None, Frame::Mnist) => {
            "Your drawing in the frame of MNIST’s digits: fitted into the 20 × 20 pixels in the \
            middle, its centre of mass in the centre. This is all that the network sees. Arrows \
            show where strokes grow. "
        }
        (Some(Way::Regrow), _) => {
            "What the network sees instead of your drawing: what the strokes grow that are left. "
        }
        (Some(Way::Clear), _) => {
            "What the network sees: your drawing without the cells of what is taken away alone. "
        }
    }
}
