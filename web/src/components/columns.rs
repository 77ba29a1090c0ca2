use yew::prelude::*;

use super::percent;

/// Properties of [`Columns`].
#[derive(Properties, PartialEq)]
pub struct ColumnsProps {
    /// The probability of every class.
    pub now: Vec<f64>,
    /// What it was before, where something has changed.
    #[prop_or_default]
    pub before: Option<Vec<f64>>,
}

/// The probability of every class as a column; what it was before as an outline.
#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    const HEIGHT: f64 = 13.0;
    let most = likeliest(&props.now);
    let column = |(class, &now): (usize, &f64)| {
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
        let was = props.before.as_ref().and_then(|before| before.get(class));
        html! {
            <g class={classes!("column", (class == most).then_some("most"))}>
                <title>{ format!("{class}: {}", percent(now as f32)) }</title>
                { rect("track", 1.0) }
                { rect("fill", now) }
                if let Some(&was) = was {
                    { rect("was", was) }
                }
                <text x={(10 * class + 5).to_string()} y="18.6">{ class }</text>
            </g>
        }
    };
    let label = format!(
        "Probabilities of the ten digits: {most} has {}",
        certainty(props.now.get(most).copied().unwrap_or_default())
    );
    html! {
        <svg class="columns" viewBox="0 0 100 20" role="img" aria-label={label}>
            { for props.now.iter().enumerate().map(column) }
        </svg>
    }
}

/// The most probable class, the first of equals.
pub fn likeliest(probabilities: &[f64]) -> usize {
    let most = |best: (usize, f64), (class, &p): (usize, &f64)| {
        if p > best.1 { (class, p) } else { best }
    };
    probabilities.iter().enumerate().fold((0, f64::NEG_INFINITY), most).0
}

/// How sure the network is, on one line.
pub fn certainty(probability: f64) -> String {
    percent(probability as f32).replace(' ', "\u{a0}")
}
