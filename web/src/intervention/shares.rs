use shared::output::{Output, Target};
use yew::prelude::*;

use super::effect::Effect;
use super::props::BenchProps;
use crate::components::{DIRECTIONS, ShareBar, percent, shown_methods};
use crate::engine::change::{Change, OutputChange};
use crate::engine::message::Map;
use crate::whole::Share;
use crate::words;

/// What taking strokes away cost the explained answer, beside the share of each heatmap that lay there.
#[component]
pub fn Shares(props: &BenchProps) -> Html {
    let (strokes, ink) = (props.strokes(), props.whole.ink(&props.strokes()));
    let explained = props.model.explained();
    let methods = shown_methods(props.model.view.layer);
    let map = |map: &Map| {
        let share = props.whole.share(map, &strokes);
        let number =
            if let Share::Of(share) = share { format!("{share:.4}") } else { String::new() };
        html! {
            <li class="map-share" data-method={map.method.name()} data-share={number}>
                <span class="name">{ map.method.description().title }</span>
                { shown(share, ink) }
            </li>
        }
    };
    let maps = explained.iter().flat_map(|explained| &explained.maps);
    html! {
        <section class="shares" aria-labelledby="shares">
            <h3 id="shares">{ question("each heatmap", &strokes) }</h3>
            if strokes.is_empty() {
                <p class="caption">{ "Choose one, and look before you take it away." }</p>
            } else {
                <p class="cost">{ cost(props) }</p>
                <ul>{ for maps.filter(|map| methods.contains(&map.method)).map(map) }</ul>
                <p class="caption">
                    { format!(
                        "Of the red that lies on the digit as it grew. The mark is the share of the ink, {}: \
                        a map that only follows the ink ends there.",
                        words::share(ink)
                    ) }
                </p>
            }
        </section>
    }
}

/// A share as a bar, or why there is none.
pub fn shown(share: Share, ink: f64) -> Html {
    match share {
        Share::Of(share) => html! { <ShareBar {share} {ink} /> },
        Share::Silent => html! { <span class="look">{ "says nothing" }</span> },
        Share::Blue => html! { <span class="look">{ "no red to speak of" }</span> },
    }
}

/// Which strokes a section asks about, in a question about some heatmaps.
pub fn question(heatmaps: &str, strokes: &[usize]) -> String {
    match strokes.is_empty() {
        true => format!("How much of {heatmaps} lies on a stroke?"),
        false => format!("How much of {heatmaps} lay on {}?", words::numbered("stroke", strokes)),
    }
}

/// What became of the explained answer.
fn cost(props: &BenchProps) -> Html {
    let answer =
        |effect: &Effect| props.model.view.target.unwrap_or_else(|| Target::class(effect.class()));
    let Some(effect) = props.effect() else { return html! { "Waiting for the network." } };
    let target = answer(&effect);
    let output = effect.output(&target);
    let OutputChange { probability, logit } = output;
    if !props.model.is_edited() {
        return html! {
            <>
                { "The maps explain " }<em>{ claim(&target) }</em>
                { format!(": logit {:.2}, {}.", logit.now, percent(probability.now)) }
            </>
        };
    }
    let lost = output.lost();
    let verb = if lost < 0.0 { "gained" } else { "lost" };
    html! {
        <>
            <em>{ claim(&target) }</em>
            { format!(" {verb} ") }
            <b data-cost={format!("{lost:.4}")}>{ format!("{:.2}", lost.abs()) }</b>
            { format!(" of its logit ({:.2} before), and {}.", logit.before, went(&probability)) }
        </>
    }
}

/// What became of a probability, as far as two numbers tell.
fn went(probability: &Change<f32>) -> String {
    match (percent(probability.before), percent(probability.now)) {
        (before, now) if before == now => format!("stayed at {now}"),
        (before, now) => format!("went from {before} to {now}"),
    }
}

/// An answer in words.
fn claim(target: &Target) -> String {
    match (target.output(), target.site()) {
        (Output::Y, _) | (_, None) => format!("“{}”", words::digit(target.channel())),
        (Output::Yg, Some(site)) => {
            format!("“a seed at row {}, column {}”", site.row(), site.column())
        }
        (Output::Ys, Some(site)) => {
            let way = DIRECTIONS[target.channel() % DIRECTIONS.len()];
            format!("“{way} at row {}, column {}”", site.row(), site.column())
        }
    }
}
