use std::rc::Rc;

use shared::fit::INK;
use shared::gpt_mnist::system;
use shared::pattern::develop_with_lineage;
use yew::prelude::*;

use super::super::cells::cells;
use crate::components::{Lattice, Waiting, tilted};
use crate::drawing::path;
use crate::engine::paper::Read;

/// Properties of [`Regrowth`].
#[derive(Properties, PartialEq)]
pub struct RegrowthProps {
    /// What the network sees.
    pub seen: Rc<Vec<f32>>,
    /// What it reads.
    pub read: Option<Rc<Read>>,
    /// Whether something is still to come.
    pub waiting: bool,
}

/// What grows from the seeds, turned so that it covers the ink as well as it can.
#[component]
pub fn Regrowth(props: &RegrowthProps) -> Html {
    let turn = props.read.as_ref().map_or(0.0, |read| read.angle);
    let is_turned = turn != 0.0;
    html! {
        <figure class="panel">
            <figcaption><h2>{ "It grows, at best" }</h2></figcaption>
            <Lattice label="What grows from the seeds, beside the ink" other={is_turned.then_some(turn)}>
                if let Some(read) = &props.read {
                    <Grown read={read.clone()} />
                } else if props.waiting {
                    <Waiting />
                }
                <path class="contour" d={path::outline(props.seen.iter().map(|&pixel| pixel >= INK))} />
            </Lattice>
        </figure>
    }
}

/// Properties of [`Grows`].
#[derive(Properties, PartialEq)]
pub struct GrowsProps {
    /// What it reads.
    pub read: Option<Rc<Read>>,
}

/// What is seen of that.
#[component]
pub fn Grows(props: &GrowsProps) -> Html {
    let is_turned = props.read.as_ref().is_some_and(|read| read.angle != 0.0);
    html! {
        <p class="caption">
            { "Each colour is one seed’s; the line is the edge of the ink." }
            if is_turned {
                { " Dashed: the lattice, turned as fits best." }
            }
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct GrownProps {
    read: Rc<Read>,
}

#[component]
fn Grown(props: &GrownProps) -> Html {
    let Read { seeds, steps, angle, .. } = &*props.read;
    let (_, lineage) = develop_with_lineage(system(), seeds, *steps)
        .expect("the network names seeds of the system");
    html! { <g transform={tilted(*angle)}>{ cells(|site| lineage.seeds(site), None) }</g> }
}
