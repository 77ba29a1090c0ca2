use std::rc::Rc;

use shared::mnist::SIZE;
use shared::opening::Map;
use yew::prelude::*;

use super::model::{Action, Model};
use super::pin::Pin;
use super::scene::Scene;
use super::view::Act;
use crate::components::pixels;
use crate::drawing::{colour, path};

/// Properties of [`Stage`] and of the panels beside it.
#[derive(Properties, PartialEq, Clone)]
pub struct SceneProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
    /// The digit.
    pub scene: Rc<Scene>,
}

/// The large lattice: the digit as it grows, as the network sees it, or with its strokes to pull.
#[component]
pub fn Stage(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let (act, map) = (model.view.act, model.view.map.map(|map| &model.opening().maps[map]));
    let step = model.step();
    // The picture is turned; what grew is not. They meet in the picture's frame.
    let tilt = if act == Act::Grow { 0.0 } else { scene.whole.angle };
    let upright = format!("rotate({:.3} {} {})", -tilt, SIZE / 2, SIZE / 2);
    html! {
        <svg class="lattice stage" viewBox="-0.3 -0.3 28.6 28.6" role="img" aria-label={label(model)}>
            <rect class="ground" width="28" height="28" />
            if act == Act::Grow {
                <path class="grid" d={grid()} />
            }
            if act == Act::Read {
                { pixels(&scene.left.image) }
            }
            if let Some(map) = map.filter(|_| act == Act::Test) {
                <Heat {map} />
            }
            <g transform={upright}>
                if act != Act::Read && (act == Act::Grow || map.is_none()) {
                    <Cells cells={scene.after(step)} focus={model.focus} />
                }
                if act == Act::Test {
                    <Outlines ..props.clone() />
                }
                { pins(model, scene) }
            </g>
        </svg>
    }
}

#[derive(Properties, PartialEq)]
struct CellsProps {
    cells: Vec<Vec<usize>>,
    focus: Option<usize>,
}

/// Grown cells in the colours of the seeds that they descend from. Those of the stroke in focus stand
/// out.
#[component]
fn Cells(props: &CellsProps) -> Html {
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
    path::by_kind(props.cells.iter().map(kind)).into_iter().map(layer).collect()
}

#[derive(Properties, PartialEq)]
struct HeatProps {
    map: &'static Map,
}

/// A heatmap of the whole digit's class.
#[component]
fn Heat(props: &HeatProps) -> Html {
    let shades = props.map.shades.iter().map(|&shade| Some(shade).filter(|&shade| shade != 0));
    let layer = |(shade, d): (i8, String)| {
        html! { <path {d} fill={colour::diverging(shade)} shape-rendering="crispEdges" /> }
    };
    path::by_kind(shades).into_iter().map(layer).collect()
}

/// The strokes of the whole digit to click on; those that are pulled out are dashed.
#[component]
fn Outlines(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let stroke = |index: usize| {
        let of = |action: Action| {
            let dispatcher = model.dispatcher();
            move || dispatcher.dispatch(action.clone())
        };
        let (pluck, enter, leave) =
            (of(Action::Pluck(index)), of(Action::Focus(Some(index))), of(Action::Focus(None)));
        let pulled = model.is_pulled(index).then_some("pulled");
        let focus = (model.focus == Some(index)).then_some("focus");
        html! {
            <g
                class={classes!("outline", pulled, focus)}
                onclick={move |_: MouseEvent| pluck()}
                onpointerenter={move |_: PointerEvent| enter()}
                onpointerleave={move |_: PointerEvent| leave()}
            >
                { for path::by_kind(scene.cells(index).map(|own| own.then_some(())))
                    .into_values()
                    .map(|d| html! { <path class="touch" {d} /> }) }
                <path
                    class="edge"
                    d={path::outline(scene.cells(index))}
                    stroke={colour::stroke(index)}
                />
            </g>
        }
    };
    (0..scene.whole.seeds.len()).map(stroke).collect()
}

/// Numbers on the strokes, or the seeds where they lie.
fn pins(model: &UseReducerHandle<Model>, scene: &Scene) -> Html {
    let seeds = scene.whole.seeds.iter().enumerate();
    let centre = |seed: &shared::mnist::Seed| (f64::from(seed.x) + 0.5, f64::from(seed.y) + 0.5);
    let away = |index: usize| model.focus.is_some_and(|focus| focus != index);
    match model.view.act {
        Act::Grow => seeds
            .filter(|&(index, _)| !model.is_pulled(index))
            .map(|(index, seed)| {
                html! {
                    <Pin
                        at={centre(seed)}
                        {index}
                        orientation={seed.orientation}
                        faded={away(index)}
                    />
                }
            })
            .collect(),
        Act::Read => {
            let rings = seeds.clone().filter(|&(index, _)| !model.is_pulled(index));
            let rings = rings.map(|(_, seed)| {
                let (x, y) = centre(seed);
                html! { <circle class="ring" cx={x.to_string()} cy={y.to_string()} r="1.08" /> }
            });
            let named = model.answer().generators.iter().map(|named| {
                let index = seeds
                    .clone()
                    .position(|(_, seed)| (seed.x, seed.y) == (named.seed.x, named.seed.y));
                let (at, orientation) = (centre(&named.seed), named.seed.orientation);
                let faded = model.focus.is_some() && index != model.focus;
                html! { <Pin {at} {index} {orientation} {faded} /> }
            });
            rings.chain(named).collect()
        }
        Act::Test => seeds
            .map(|(index, _)| {
                let faded = model.is_pulled(index) || away(index);
                html! { <Pin at={scene.label(index)} {index} {faded} /> }
            })
            .collect(),
    }
}

/// The borders of all cells.
fn grid() -> String {
    let line = |n: usize| format!("M{n} 0v{SIZE}M0 {n}h{SIZE}");
    (1..SIZE).map(line).collect()
}

fn label(model: &Model) -> String {
    let class = model.opening().class;
    let pulled = match model.pulled().len() {
        0 => String::new(),
        1 => " without one of its strokes".to_owned(),
        pulled => format!(" without {pulled} of its strokes"),
    };
    match (model.view.act, model.view.map) {
        (Act::Grow, _) => format!("The {class}{pulled} after {} steps of growth", model.step()),
        (Act::Read, _) => format!("The picture of the {class}{pulled}, and the seeds named in it"),
        (Act::Test, None) => format!("The strokes of the {class}{pulled}"),
        (Act::Test, Some(map)) => {
            let method = model.opening().maps[map].method.description();
            format!("The heatmap of the {class} by {}, over its strokes", method.title)
        }
    }
}
