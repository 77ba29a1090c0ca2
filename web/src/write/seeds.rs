use shared::handwriting::Shape;
use shared::pattern::Seed;
use yew::prelude::*;

use super::words;
use crate::drawing::colour;

/// A shaft and a head, pointing up from the edge of the disc.
const ARROW: &str = "M0 -0.9V-2.7M-0.75 -2L0 -2.75L0.75 -2";

/// Properties of [`Seeds`].
#[derive(Properties, PartialEq)]
pub struct SeedsProps {
    /// The seeds in the order of their strokes.
    pub seeds: Vec<Seed>,
    /// The one that is explained.
    pub chosen: usize,
    /// Those that are taken away.
    pub taken: Vec<usize>,
    /// Told which one to explain.
    pub pick: Callback<usize>,
    /// Told which one the visitor points at.
    pub hover: Callback<Option<usize>>,
}

/// Numbered seeds with their directions, on a lattice of one unit a cell. Those without a length are
/// dots and have none. The list of strokes does the same for the keyboard.
#[component]
pub fn Seeds(props: &SeedsProps) -> Html {
    let mark = |index: usize| {
        let seed = props.seeds[index];
        let onclick = props.pick.reform(move |_: MouseEvent| index);
        let (chosen, taken) = (index == props.chosen, props.taken.contains(&index));
        html! {
            <g
                class={classes!("pick", chosen.then_some("chosen"), taken.then_some("taken"))}
                transform={format!("translate({}.5 {}.5)", seed.x, seed.y)}
                {onclick}
                onpointerenter={props.hover.reform(move |_| Some(index))}
                onpointerleave={props.hover.reform(|_| None)}
            >
                <title>{ format!("{}: {}", index + 1, words::stroke(seed)) }</title>
                <g class="mark">
                    <Mark number={index + 1} {seed} {chosen} />
                </g>
            </g>
        }
    };
    // The chosen one lies on top.
    let others = (0..props.seeds.len()).filter(|&index| index != props.chosen);
    let order = others.chain((props.chosen < props.seeds.len()).then_some(props.chosen));
    order.map(mark).collect()
}

/// Properties of [`Mark`].
#[derive(Properties, PartialEq)]
pub struct MarkProps {
    /// The stroke's number, from 1.
    pub number: usize,
    /// Its seed.
    pub seed: Seed,
    /// Whether it is the one that is explained.
    #[prop_or_default]
    pub chosen: bool,
}

/// A numbered disc in the colour of its stroke, with an arrow, at the origin.
#[component]
pub fn Mark(props: &MarkProps) -> Html {
    let colour = colour::cycled(props.number - 1);
    let turn = 45 * props.seed.orientation.channel();
    let arrow = Shape::of(props.seed.r#type).is_some_and(|shape| shape.length > 1);
    html! {
        <g class="seed-mark">
            if arrow {
                <g transform={format!("rotate({turn})")}>
                    <path class="halo" d={ARROW} stroke-width="0.95" />
                    <path d={ARROW} stroke={colour} stroke-width="0.5" />
                </g>
            }
            if props.chosen {
                <circle class="rim" r="1.5" />
            }
            <circle class="halo" r="1.2" />
            <circle r="1" fill={colour} />
            <text y="0.5" font-size="1.4">{ props.number }</text>
        </g>
    }
}
