use shared::opening::Answer;
use yew::prelude::*;

use crate::components::percent;

/// Properties of [`Bars`].
#[derive(Properties, PartialEq)]
pub struct BarsProps {
    /// What the network says.
    pub answer: &'static Answer,
    /// What it said before, where something has changed.
    #[prop_or_default]
    pub before: Option<&'static Answer>,
}

/// The probability of every class as a column; what it was before as an outline.
#[component]
pub fn Bars(props: &BarsProps) -> Html {
    const HEIGHT: f64 = 13.0;
    let most = props.answer.class();
    let column = |class: usize| {
        let rect = |kind: &'static str, probability: f64| {
            let height = HEIGHT * probability;
            html! {
                <rect
                    class={kind}
                    x={(10 * class + 1).to_string()}
                    y={format!("{:.3}", HEIGHT - height)}
                    width="8"
                    height={format!("{height:.3}")}
                />
            }
        };
        let now = props.answer.probabilities[class];
        html! {
            <g class={classes!("column", (class == most).then_some("most"))}>
                <title>{ format!("{class}: {}", percent(now as f32)) }</title>
                { rect("track", 1.0) }
                { rect("fill", now) }
                if let Some(before) = props.before {
                    { rect("was", before.probabilities[class]) }
                }
                <text x={(10 * class + 5).to_string()} y="18.6">{ class }</text>
            </g>
        }
    };
    html! {
        <svg class="columns" viewBox="0 0 100 20" role="img" aria-label={label(props.answer)}>
            { for (0..props.answer.probabilities.len()).map(column) }
        </svg>
    }
}

fn label(answer: &Answer) -> String {
    let class = answer.class();
    format!("Probabilities of the ten digits: {class} has {}", certainty(answer, class))
}

/// How sure the network is of a class.
pub fn certainty(answer: &Answer, class: usize) -> String {
    percent(answer.probabilities[class] as f32).replace(' ', "\u{a0}")
}
