use yew::prelude::*;

use super::model::Action;
use super::stage::SceneProps;
use crate::components::DIRECTIONS;
use crate::drawing::colour;

/// The seeds of the digit, and what their colours mean.
#[component]
pub fn Grow(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let seed = |(index, seed): (usize, &shared::mnist::Seed)| {
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
                { DIRECTIONS[usize::from(seed.orientation) % DIRECTIONS.len()] }
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

/// Properties of [`Disc`].
#[derive(Properties, PartialEq)]
pub struct DiscProps {
    /// The index of the stroke.
    pub index: usize,
}

/// The number of a stroke in its colour.
#[component]
pub fn Disc(props: &DiscProps) -> Html {
    html! {
        <svg class="disc" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="10" fill={colour::stroke(props.index)} />
            <text x="10" y="14.4">{ props.index + 1 }</text>
        </svg>
    }
}
