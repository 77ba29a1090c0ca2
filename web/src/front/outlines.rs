use yew::prelude::*;

use super::model::Action;
use super::props::SceneProps;
use crate::drawing::{colour, path};

/// The strokes of the whole digit to click on; those that are pulled out are dashed.
#[component]
pub fn Outlines(props: &SceneProps) -> Html {
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
