use shared::output::{Output, Target};
use yew::prelude::*;

use super::arrow::DIRECTIONS;
use super::class_bar::percent;
use crate::words;

/// Properties of [`Why`].
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// The answer that is explained, if it is known yet.
    pub target: Option<Target>,
    /// Its probability, if that is.
    pub probability: Option<f32>,
    /// Whether it is left open what is explained.
    pub blind: bool,
}

/// The question that heatmaps answer.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    if props.blind {
        return html! { "Which stroke do these heatmaps explain?" };
    }
    let Some(target) = props.target else { return html! { "Why?" } };
    let (subject, claim) = match (target.output(), target.site()) {
        (Output::Y, _) | (_, None) => (String::new(), words::digit(target.channel())),
        (Output::Yg, Some(site)) => (
            format!(" at row {}, column {}", site.row(), site.column()),
            match target.channel() {
                0 => "no seed".to_owned(),
                1 => "a seed".to_owned(),
                r#type => format!("a seed of type {type}"),
            },
        ),
        (Output::Ys, Some(site)) => (
            format!(" for the seed at row {}, column {}", site.row(), site.column()),
            DIRECTIONS[target.channel()].to_owned(),
        ),
    };
    html! {
        <>
            { "Why " }<em>{ claim }</em>{ subject }{ "?" }
            if let Some(probability) = props.probability {
                <span class="probability number">{ percent(probability) }</span>
            }
        </>
    }
}
