use yew::prelude::*;

use super::model::Action;
use super::props::SceneProps;
use crate::components::{Disc, direction};

/// The seeds of the digit, and what their colours mean.
#[component]
pub fn Grow(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let seed = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let focus = |focus: Option<usize>| {
            let dispatcher = model.dispatcher();
            move |_: PointerEvent| dispatcher.dispatch(Action::Focus(focus))
        };
        html! {
            <li
                class={classes!("chip", model.is_pulled(index).then_some("pulled"))}
                onpointerenter={focus(Some(index))}
                onpointerleave={focus(None)}
            >
                <Disc {index} />
                { direction(seed.orientation) }
            </li>
        }
    };
    html! {
        <>
            <ul class="chips">{ for scene.whole.seeds.iter().enumerate().map(seed) }</ul>
            <p class="caption">
                { "A seed is one cell with a direction. In every step, cells make new cells next to \
                them; where strokes meet, they stop each other. Each colour is what one seed brought \
                about, dark cells are the work of several." }
            </p>
        </>
    }
}
