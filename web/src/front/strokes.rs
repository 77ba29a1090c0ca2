use yew::prelude::*;

use super::model::Action;
use super::props::SceneProps;
use crate::components::{Disc, direction};

/// A button for every stroke, which pulls it out or puts it back.
#[component]
pub fn Strokes(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let row = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let pulled = model.is_pulled(index);
        let on = |action: Action| {
            let dispatcher = model.dispatcher();
            move || dispatcher.dispatch(action.clone())
        };
        let pluck = on(Action::Pluck(index));
        let [over, focused] = [(); 2].map(|()| on(Action::Focus(Some(index))));
        let [left, blurred] = [(); 2].map(|()| on(Action::Focus(None)));
        let direction = direction(seed.orientation);
        html! {
            <li>
                <button
                    class="pluck"
                    aria-pressed={pulled.to_string()}
                    aria-label={format!("Pull out stroke {}, which grew {direction}", index + 1)}
                    title={if pulled { "Put back" } else { "Pull out (Delete)" }}
                    data-stroke={(index + 1).to_string()}
                    onclick={move |_: MouseEvent| pluck()}
                    onpointerenter={move |_: PointerEvent| over()}
                    onpointerleave={move |_: PointerEvent| left()}
                    onfocus={move |_: FocusEvent| focused()}
                    onblur={move |_: FocusEvent| blurred()}
                >
                    <Disc {index} />
                </button>
            </li>
        }
    };
    html! {
        <>
            <span id="pull">{ "Pull out" }</span>
            <ul class="plucks" aria-labelledby="pull">
                { for scene.whole.seeds.iter().enumerate().map(row) }
            </ul>
        </>
    }
}
