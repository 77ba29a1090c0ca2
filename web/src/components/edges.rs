use std::rc::Rc;

use yew::prelude::*;

use super::lattice::tilted;
use crate::drawing::{colour, path};
use crate::engine::message::Grown;

/// Properties of [`Edges`].
#[derive(Properties, PartialEq)]
pub struct EdgesProps {
    /// The digit.
    pub grown: Rc<Grown>,
    /// The strokes.
    pub strokes: Vec<usize>,
}

/// The edges of what grew from some seeds, tilted as the picture is.
#[component]
pub fn Edges(props: &EdgesProps) -> Html {
    let EdgesProps { grown, strokes } = props;
    let edge = |&stroke: &usize| {
        let own = grown.truth.lineage.iter().map(|owners| owners.contains(&(stroke as u32)));
        html! {
            <path
                class="edge"
                data-stroke={(stroke + 1).to_string()}
                d={path::outline(own)}
                transform={tilted(grown.angle)}
                stroke={colour::stroke(stroke)}
            />
        }
    };
    strokes.iter().map(edge).collect()
}
