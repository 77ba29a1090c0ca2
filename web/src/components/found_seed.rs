use shared::gpt_mnist::Seed;
use shared::output::{Output, Target};
use shared::reading::PredictedGenerator;
use yew::prelude::*;

use super::Arrow;
use super::arrow::DIRECTIONS;
use super::class_bar::percent;
use crate::page::Site;

/// Properties of [`FoundSeed`].
#[derive(Properties, PartialEq)]
pub struct FoundSeedProps {
    /// The predicted generator.
    pub found: PredictedGenerator,
    /// The same as a seed.
    pub seed: Seed,
    /// The colour of its stroke.
    pub colour: AttrValue,
    /// The explained answer.
    pub chosen: Option<Target>,
    /// Told when the reader asks why.
    pub pick: Callback<Target>,
    /// Told when the reader points at it.
    pub hover: Callback<Option<Site>>,
}

/// A predicted generator; its type and its orientation are buttons that ask why.
#[component]
pub fn FoundSeed(props: &FoundSeedProps) -> Html {
    let PredictedGenerator { row, column, r#type, orientation, .. } = props.found;
    let (point, leave) =
        (props.hover.reform(move |()| Some((row, column))), props.hover.reform(|()| None));
    let answer = |output: Output, channel: u8, text: String, probability: f32| {
        let Ok(target) = Target::at(output, channel.into(), row, column) else {
            return Html::default();
        };
        html! {
            <button
                class="answer"
                aria-pressed={(props.chosen == Some(target)).to_string()}
                data-output={output.name()}
                onclick={props.pick.reform(move |_: MouseEvent| target)}
            >
                { text }{ " " }<span class="number">{ percent(probability) }</span>
            </button>
        }
    };
    let direction = DIRECTIONS[usize::from(orientation) % DIRECTIONS.len()].to_owned();
    html! {
        <li
            class="generator"
            data-row={row.to_string()}
            data-column={column.to_string()}
            data-type={r#type.to_string()}
            data-orientation={orientation.to_string()}
            onpointerenter={point.reform(|_: PointerEvent| ())}
            onpointerleave={leave.reform(|_: PointerEvent| ())}
            onfocusin={point.reform(|_: FocusEvent| ())}
            onfocusout={leave.reform(|_: FocusEvent| ())}
        >
            <svg viewBox="-3.1 -3.1 7.2 7.2" aria-hidden="true">
                <Arrow seed={Seed { x: 0, y: 0, ..props.seed }} colour={props.colour.clone()} />
            </svg>
            <span class="place">{ format!("Row {row}, column {column}") }</span>
            <span class="choices">
                { answer(Output::Yg, r#type, format!("type {type}"), props.found.type_probability) }
                { answer(Output::Ys, orientation, direction, props.found.orientation_probability) }
            </span>
        </li>
    }
}
