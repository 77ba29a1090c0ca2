use shared::gpt_mnist::Seed;
use yew::prelude::*;

use super::pin::Pin;
use super::props::SceneProps;
use super::view::Act;

/// Numbers on the strokes, or the seeds where they lie.
#[component]
pub fn Pins(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let seeds = scene.whole.seeds.iter().enumerate();
    let centre = |seed: &Seed| (f64::from(seed.x) + 0.5, f64::from(seed.y) + 0.5);
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
