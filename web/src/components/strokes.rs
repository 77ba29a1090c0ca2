use std::rc::Rc;

use shared::gpt_mnist::{SIZE, Seed, Site};
use yew::prelude::*;

use super::Fresh;
use crate::drawing::{colour, path};
use crate::focus::use_focus;
use crate::growth::Growth;

/// Properties of [`Strokes`].
#[derive(Properties, PartialEq)]
pub struct StrokesProps {
    /// What grew.
    pub growth: Rc<Growth>,
    /// The configuration whose seeds give the colours.
    pub truth: Rc<Growth>,
    /// By how many degrees the image of it is tilted.
    pub tilt: f64,
}

/// The cells of a grown configuration, each in the colour of the seed that it descends from. The stroke that is pointed
/// at stands out.
#[component]
pub fn Strokes(props: &StrokesProps) -> Html {
    let growth = &props.growth;
    let focus = use_focus().pointed.strokes(growth, props.tilt);
    let kind = |seeds: &Vec<u32>| {
        let is_focus = |&seed: &u32| focus.contains(&(seed as usize));
        let faded = !focus.is_empty() && !seeds.iter().any(is_focus);
        match seeds[..] {
            [] => None,
            [seed] => Some((faded, Some(seed))),
            _ => Some((faded, None)),
        }
    };
    let layer = |((faded, seed), path): ((bool, Option<u32>), String)| {
        let fill = seed.map_or(colour::SHARED, |seed| hue(growth, seed as usize, &props.truth));
        let opacity = if faded { "0.18" } else { "0.9" };
        html! { <path d={path} {fill} fill-opacity={opacity} shape-rendering="crispEdges" /> }
    };
    html! {
        <>
            { for path::by_kind(growth.lineage.iter().map(kind)).into_iter().map(layer) }
            <Fresh width={SIZE} occupied={growth.occupied()} />
        </>
    }
}

/// The colour of a seed's stroke: the one that the truth gives to a seed at the same site.
pub fn hue(growth: &Growth, index: usize, truth: &Growth) -> &'static str {
    let stroke = growth.seeds.get(index).and_then(|seed| stroke_of(seed, truth));
    colour::stroke(stroke.unwrap_or(usize::MAX))
}

/// The stroke that truly grew from the site of a seed, if one did.
pub fn stroke_of(seed: &Seed, truth: &Growth) -> Option<usize> {
    truth.seeds.iter().position(|known| Site::of(known) == Site::of(seed))
}
