//! Layers of the stage: grown cells, and heatmaps.

use shared::gpt_mnist::SIZE;
use shared::opening::Map;
use yew::prelude::*;

use crate::components::Fresh;
use crate::drawing::{colour, path};

/// Properties of [`Cells`].
#[derive(Properties, PartialEq)]
pub struct CellsProps {
    /// For each site the seeds that its cell descends from.
    pub cells: Vec<Vec<usize>>,
    /// The stroke in focus.
    pub focus: Option<usize>,
}

/// Grown cells in the colours of the seeds that they descend from. Those of the stroke in focus stand
/// out.
#[component]
pub fn Cells(props: &CellsProps) -> Html {
    let kind = |owners: &Vec<usize>| {
        let faded = props.focus.is_some_and(|index| !owners.contains(&index));
        match owners[..] {
            [] => None,
            [seed] => Some((faded, Some(seed))),
            _ => Some((faded, None)),
        }
    };
    let layer = |((faded, seed), d): ((bool, Option<usize>), String)| {
        let fill = seed.map_or(colour::SHARED, colour::stroke);
        html! { <path class={classes!("cells", faded.then_some("faded"))} {d} {fill} stroke={fill} /> }
    };
    let occupied: Vec<bool> = props.cells.iter().map(|owners| !owners.is_empty()).collect();
    html! {
        <>
            { for path::by_kind(props.cells.iter().map(kind)).into_iter().map(layer) }
            <Fresh width={SIZE} {occupied} />
        </>
    }
}

/// Properties of [`Heat`].
#[derive(Properties, PartialEq)]
pub struct HeatProps {
    /// The map.
    pub map: &'static Map,
}

/// A heatmap of the whole digit's class.
#[component]
pub fn Heat(props: &HeatProps) -> Html {
    let shades = props.map.shades.iter().map(|&shade| Some(shade).filter(|&shade| shade != 0));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    path::by_kind(shades).into_iter().map(layer).collect()
}
