use shared::gpt_mnist::{SITES, SIZE};
use yew::prelude::*;

use crate::components::{Fresh, hatching};
use crate::drawing::{colour, path};

/// Cells in the colours of the seeds that they descend from. Where one of the seeds is chosen, those of the others
/// are faint.
pub fn cells<'a>(owners: impl Fn(usize) -> &'a [u32], chosen: Option<usize>) -> Html {
    let kind = |site: usize| {
        let seeds = owners(site);
        let faded = chosen.is_some_and(|index| !seeds.contains(&(index as u32)));
        match seeds {
            [] => None,
            [seed] => Some((faded, Some(*seed))),
            _ => Some((faded, None)),
        }
    };
    let layer = |((faded, seed), path): ((bool, Option<u32>), String)| {
        let fill = seed.map_or(colour::SHARED, |seed| colour::cycled(seed as usize));
        let opacity = if faded { "0.18" } else { "0.9" };
        html! { <path d={path} {fill} fill-opacity={opacity} shape-rendering="crispEdges" /> }
    };
    let kinds: Vec<_> = (0..SITES).map(kind).collect();
    let bright = kinds.iter().map(|kind| match kind {
        Some((false, seed)) => seed.map(|seed| seed as usize),
        _ => None,
    });
    html! {
        <>
            { for path::by_kind(kinds.iter().copied()).into_iter().map(layer) }
            { hatching(SIZE, bright) }
            <Fresh width={SIZE} occupied={kinds.iter().map(Option::is_some).collect::<Vec<_>>()} />
        </>
    }
}
