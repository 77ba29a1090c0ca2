use std::rc::Rc;

use shared::attribution::{Output, Target};
use shared::reading::PredictedGenerator;
use yew::prelude::*;

use super::Arrow;
use super::arrow::DIRECTIONS;
use super::strokes::hue;
use crate::engine::message::{Grown, Read};
use crate::page::Site;
use crate::state::View;

/// Properties of [`Answers`].
#[derive(Properties, PartialEq)]
pub struct AnswersProps {
    /// What the page shows.
    pub view: View,
    /// What the network says.
    pub read: Rc<Read>,
    /// The digit.
    pub grown: Rc<Grown>,
    /// Told when the reader points at a generator.
    pub hover: Callback<Option<Site>>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// Everything that the network answered, each answer a button that asks why.
#[component]
pub fn Answers(props: &AnswersProps) -> Html {
    let read = &props.read;
    let chosen = props.view.target.or(Target::class(read.class).ok());
    let pick = |target: Target| {
        let view = View { target: Some(target), ..props.view };
        props.show.reform(move |_: MouseEvent| view)
    };
    let class = |(class, &probability): (usize, &f32)| {
        let target = Target::class(class).expect("ten probabilities for ten classes");
        html! {
            <li>
                <button
                    class="bar"
                    aria-pressed={(chosen == Some(target)).to_string()}
                    aria-label={format!("{class}: {}", percent(probability))}
                    data-class={class.to_string()}
                    data-probability={probability.to_string()}
                    onclick={pick(target)}
                >
                    <span class="name">{ class }</span>
                    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect width="100" height="10" class="track" />
                        <rect width={(probability * 100.0).to_string()} height="10" class="fill" />
                    </svg>
                    <span class="number">{ percent(probability) }</span>
                </button>
            </li>
        }
    };
    let generator = |(index, &found): (usize, &PredictedGenerator)| {
        let site = (found.row, found.column);
        let target = |output, channel: u8| Target::at(output, channel.into(), site.0, site.1);
        let button = |target: Target, text: String, probability: f32| {
            html! {
                <button
                    class="answer"
                    aria-pressed={(chosen == Some(target)).to_string()}
                    data-output={target.output().name()}
                    onclick={pick(target)}
                >
                    { text }{ " " }<span class="number">{ percent(probability) }</span>
                </button>
            }
        };
        let direction = DIRECTIONS[usize::from(found.orientation) % DIRECTIONS.len()];
        html! {
            <li
                class="generator"
                data-row={found.row.to_string()}
                data-column={found.column.to_string()}
                data-type={found.r#type.to_string()}
                data-orientation={found.orientation.to_string()}
                onpointerenter={props.hover.reform(move |_| Some(site))}
                onpointerleave={props.hover.reform(|_| None)}
                onfocusin={props.hover.reform(move |_| Some(site))}
                onfocusout={props.hover.reform(|_| None)}
            >
                <svg viewBox="-3.6 -3.6 8 8" aria-hidden="true">
                    <Arrow
                        seed={shared::mnist::Seed { x: 0, y: 0, ..read.regrowth.seeds[index] }}
                        colour={hue(&read.regrowth, index, &props.grown.truth)}
                    />
                </svg>
                <span class="place">{ format!("Row {}, column {}", found.row, found.column) }</span>
                <span class="choices">
                    if let Ok(target) = target(Output::Yg, found.r#type) {
                        { button(target, format!("type {}", found.r#type), found.type_probability) }
                    }
                    if let Ok(target) = target(Output::Ys, found.orientation) {
                        { button(target, direction.to_owned(), found.orientation_probability) }
                    }
                </span>
            </li>
        }
    };
    html! {
        <section class="answers" aria-labelledby="answers" data-predicted={read.class.to_string()}>
            <h2 id="answers">{ "Its answers" }</h2>
            <h3>{ "Which digit is it?" }</h3>
            <ul class="bars">{ for read.probabilities.iter().enumerate().map(class) }</ul>
            <h3>{ "Which seeds did it grow from?" }</h3>
            if read.generators.is_empty() {
                <p class="caption">{ "It found none." }</p>
            }
            <ul class="generators">{ for read.generators.iter().enumerate().map(generator) }</ul>
        </section>
    }
}

/// A probability in percent, never rounded to certainty.
pub fn percent(probability: f32) -> String {
    match probability * 100.0 {
        p if p >= 99.95 => "> 99.9 %".to_owned(),
        p if p > 0.0 && p < 0.05 => "< 0.1 %".to_owned(),
        p => format!("{p:.1} %"),
    }
}
