use shared::gpt_mnist::{Seed, Site};
use shared::output::{Output, Target};
use shared::reading::PredictedGenerator;
use yew::prelude::*;

use super::arrow::direction;
use super::class_bar::percent;
use super::{Arrow, Disc};
use crate::drawing::colour;
use crate::focus::use_focus;

/// Properties of [`FoundSeed`].
#[derive(Properties, PartialEq)]
pub struct FoundSeedProps {
    /// The predicted generator.
    pub found: PredictedGenerator,
    /// The stroke that grew from there; none for a seed that is not there.
    pub stroke: Option<usize>,
    /// Whether the stroke that grew from it is pointed at, or chosen.
    pub is_focus: bool,
    /// The explained answer.
    pub chosen: Option<Target>,
    /// Told when the reader asks why.
    pub pick: Callback<Target>,
    /// Its heatmaps.
    pub children: Html,
}

/// A predicted generator; its type and its orientation are buttons that ask why.
#[component]
pub fn FoundSeed(props: &FoundSeedProps) -> Html {
    let PredictedGenerator { seed, type_probability, orientation_probability } = props.found;
    let site = Site::of(&seed);
    let focus = use_focus();
    let hover = focus.point_at_seed();
    let (point, leave) = (hover.reform(move |()| Some(site)), hover.reform(|()| None));
    let answer = |output: Output, text: String, probability: f32| {
        let Ok(target) = Target::of_seed(output, &seed) else {
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
    let r#type = seed.r#type.channel().to_string();
    html! {
        <li
            class={classes!("generator", props.is_focus.then_some("focus"))}
            data-row={seed.y.to_string()}
            data-column={seed.x.to_string()}
            data-type={r#type.clone()}
            data-orientation={seed.orientation.to_string()}
            onpointerenter={point.reform(|_: PointerEvent| ())}
            onpointerleave={leave.reform(|_: PointerEvent| ())}
            onfocusin={point.reform(|_: FocusEvent| ())}
            onfocusout={leave.reform(|_: FocusEvent| ())}
        >
            <svg viewBox="-3.1 -3.1 7.2 7.2" aria-hidden="true">
                <Arrow
                    seed={Seed { x: 0, y: 0, ..seed }}
                    colour={colour::stroke(props.stroke.unwrap_or(usize::MAX))}
                />
            </svg>
            <span class="place">
                if let Some(index) = props.stroke {
                    <Disc {index} />
                    <span class="hidden">{ format!("Stroke {}: ", index + 1) }</span>
                }
                { format!("Row {}, column {}", seed.y, seed.x) }
            </span>
            <span class="choices">
                { answer(Output::Yg, is_here(&seed), type_probability) }
                { answer(Output::Ys, points(&seed), orientation_probability) }
            </span>
            { props.children.clone() }
        </li>
    }
}

/// What it means that a seed is named, with its type where that is not the usual one.
pub fn is_here(seed: &Seed) -> String {
    match seed.r#type.channel() {
        1 => "a seed is here".to_owned(),
        r#type => format!("a seed of type {type} is here"),
    }
}

/// What it means that its orientation is.
pub fn points(seed: &Seed) -> String {
    format!("it points {}", direction(seed.orientation))
}
