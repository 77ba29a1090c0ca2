use std::rc::Rc;

use shared::output::Output;
use yew::prelude::*;

use super::heat::Heat;
use super::model::Maps;
use super::seeds::Mark;
use super::words;
use crate::engine::handwriting::message::{Read, StrokeMap};
use crate::look::Look;

/// Properties of [`Strokes`].
#[derive(Properties, PartialEq)]
pub struct StrokesProps {
    /// What the network reads.
    pub read: Rc<Read>,
    /// Why.
    pub maps: Option<Rc<Maps>>,
    /// What it saw.
    pub seen: Rc<Vec<f32>>,
    /// The stroke that is explained.
    pub stroke: usize,
    /// Those that are taken away.
    pub taken: Vec<usize>,
    /// Told which stroke to explain.
    pub pick: Callback<usize>,
    /// Told which stroke the visitor points at.
    pub hover: Callback<Option<usize>>,
}

/// The strokes in their order, each a button that asks why.
#[component]
pub fn Strokes(props: &StrokesProps) -> Html {
    let item = |index: usize| {
        let seed = props.read.seeds[index];
        let of = |output: Output| -> Vec<Rc<StrokeMap>> {
            let maps = props.maps.iter().flat_map(|maps| &maps.maps);
            maps.filter(|map| map.stroke == index && map.output == output).cloned().collect()
        };
        let (types, orientations) = (of(Output::Yg), of(Output::Ys));
        let mini = |map: &Rc<StrokeMap>| {
            html! {
                <svg class="mini" viewBox="0 0 28 28" data-method={map.method.name()}>
                    <rect class="ground" width="28" height="28" />
                    <Heat
                        map={map.clone()}
                        seen={props.seen.clone()}
                        look={Look::default()}
                        scale={None::<f32>}
                        small=true
                    />
                </svg>
            }
        };
        let onclick = props.pick.reform(move |_: MouseEvent| index);
        let (point, leave) =
            (props.hover.reform(move |()| Some(index)), props.hover.reform(|()| None));
        html! {
            <li
                onpointerenter={point.reform(|_: PointerEvent| ())}
                onpointerleave={leave.reform(|_: PointerEvent| ())}
                onfocusin={point.reform(|_: FocusEvent| ())}
                onfocusout={leave.reform(|_: FocusEvent| ())}
            >
                <button
                    class={classes!("stroke", props.taken.contains(&index).then_some("taken"))}
                    aria-pressed={(index == props.stroke).to_string()}
                    data-row={seed.y.to_string()}
                    data-column={seed.x.to_string()}
                    data-type={seed.r#type.number().to_string()}
                    data-orientation={seed.orientation.to_string()}
                    {onclick}
                >
                    <svg class="badge" viewBox="-3.1 -3.1 6.2 6.2" aria-hidden="true">
                        <Mark number={index + 1} {seed} />
                    </svg>
                    <span class="name">{ words::stroke(seed) }</span>
                    <span class="place number">
                        { format!("row {}, column {}", seed.y, seed.x) }
                        if let (Some(r#type), Some(direction)) = (types.first(), orientations.first()) {
                            <br />
                            { format!(
                                "type {}, direction {}",
                                words::share(r#type.probability.into()),
                                words::share(direction.probability.into()),
                            ) }
                        }
                    </span>
                    <span class="minis" aria-hidden="true">{ for types.iter().map(mini) }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="strokes" aria-labelledby="strokes">
            <h2 id="strokes">{ "Its strokes, in their order" }</h2>
            if props.read.seeds.is_empty() {
                <p class="caption">{ "None." }</p>
            }
            <ol>{ for (0..props.read.seeds.len()).map(item) }</ol>
        </section>
    }
}
