use shared::gpt_mnist::SIZE;
use yew::prelude::*;

use super::cells::{Cells, Heat};
use super::model::Model;
use super::outlines::Outlines;
use super::pins::Pins;
use super::props::SceneProps;
use super::view::Act;
use crate::components::pixels;

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
        <svg
            class="lattice stage"
            viewBox="-0.3 -0.3 28.6 28.6"
            role="img"
            aria-label={label(model)}
            data-plays="true"
        >
            <rect class="ground" width="28" height="28" />
            if act == Act::Grow {
                <path class="grid" d={grid()} />
            }
            if act == Act::Read {
                <g class="arriving">{ pixels(&scene.left.image) }</g>
            }
            if let Some(map) = map.filter(|_| act == Act::Test) {
                <g class="arriving" key={map.method.name()}><Heat {map} /></g>
            }
            <g transform={upright}>
                if act != Act::Read && (act == Act::Grow || map.is_none()) {
                    <Cells cells={scene.after(step)} focus={model.focus} />
                }
                if act == Act::Test {
                    <Outlines ..props.clone() />
                }
                <Pins ..props.clone() />
            </g>
        </svg>
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
