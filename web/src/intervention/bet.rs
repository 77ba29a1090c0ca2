use js_sys::Math::random;
use yew::prelude::*;

use super::props::BenchProps;
use crate::components::{Disc, direction, shown_methods};
use crate::engine::message::Map;
use crate::model::{self, Action};
use crate::words;

/// Fewer strokes are nothing to bet on.
const LEAST: usize = 2;

/// A bet on which stroke the heatmaps explain; when it is made, how well each of them found it.
#[component]
pub fn Bet(props: &BenchProps) -> Html {
    let strokes = props.whole.sample.seeds.len();
    if strokes < LEAST {
        return Html::default();
    }
    let start = {
        let now = props.model.bet.map(|bet| bet.stroke);
        props.on(move || Action::Bet(another(strokes, now)))
    };
    let Some(bet) = props.model.bet else {
        return html! {
            <section class="bet" aria-label="A bet">
                <p class="caption">
                    { "Do heatmaps point at what they explain? See them without their question, and bet." }
                </p>
                <button class="start-bet" onclick={start}>{ "Bet" }</button>
            </section>
        };
    };
    let guess = |index: usize| {
        html! {
            <li>
                <button
                    class="pluck choice"
                    aria-pressed={(bet.guess == Some(index)).to_string()}
                    aria-label={format!("Stroke {}", index + 1)}
                    data-guess={(index + 1).to_string()}
                    disabled={bet.guess.is_some()}
                    onclick={props.on(move || Action::Guess(index))}
                >
                    <Disc {index} />
                </button>
            </li>
        }
    };
    html! {
        <section class="bet open" aria-labelledby="bet" data-open={bet.guess.is_none().to_string()}>
            <h2 id="bet">{ "A bet" }</h2>
            <p>
                { "The network was asked which way one of these seeds points. The heatmaps explain its \
                answer. Which stroke is it?" }
            </p>
            <ul class="plucks">{ for (0..strokes).map(guess) }</ul>
            <div role="status">
                if let Some(guess) = bet.guess {
                    { outcome(props, bet, guess) }
                }
            </div>
            <div class="pulls">
                if bet.guess.is_some() {
                    <button class="start-bet" onclick={start}>{ "Another" }</button>
                }
                <button
                    class="end-bet"
                    onclick={{
                        let view = props.model.view;
                        props.on(move || Action::Show(view))
                    }}
                >
                    { "Back to the answers" }
                </button>
            </div>
        </section>
    }
}

/// A stroke by chance, not the one of the last bet.
fn another(strokes: usize, last: Option<usize>) -> usize {
    match last {
        Some(last) => (last + 1 + (random() * (strokes - 1) as f64) as usize) % strokes,
        None => (random() * strokes as f64) as usize % strokes,
    }
}

/// Whether the bet is won, and how well each map found the stroke.
fn outcome(props: &BenchProps, bet: model::Bet, guess: usize) -> Html {
    let seed = props.whole.sample.seeds[bet.stroke];
    let direction = direction(seed.orientation);
    let truth = format!("They explain why seed {} points {direction}.", bet.stroke + 1);
    let methods = shown_methods(props.model.view.layer);
    let explained = props.model.explained();
    let maps = explained.iter().flat_map(|explained| &explained.maps);
    let row = |map: &Map| {
        let scores = props.whole.scores(map, bet.stroke);
        let number = |number: Option<f64>| {
            number.map_or_else(|| "–".to_owned(), |number| format!("{number:.2}"))
        };
        html! {
            <tr data-method={map.method.name()}>
                <th scope="row">{ map.method.description().title }</th>
                <td class="number">
                    { scores.map_or_else(|| "–".to_owned(), |scores| words::share(scores.own_share)) }
                </td>
                <td class="number">{ number(scores.and_then(|scores| scores.auc_within)) }</td>
            </tr>
        }
    };
    html! {
        <>
            <p class="headline">
                <b>{ if guess == bet.stroke { "Right. " } else { "Wrong. " } }</b>
                { truth }
            </p>
            <table class="named">
                <thead>
                    <tr>
                        <th scope="col">{ "Map" }</th>
                        <th scope="col">{ "red on it" }</th>
                        <th scope="col">{ "AUC" }</th>
                    </tr>
                </thead>
                <tbody>{ for maps.filter(|map| methods.contains(&map.method)).map(row) }</tbody>
            </table>
            <p class="caption">
                { format!(
                    "The stroke has {} of the ink. AUC: how likely one of its pixels is redder than one of the \
                    rest of the digit; 0.5 is chance.",
                    words::share(props.whole.ink(&[bet.stroke]))
                ) }
                { " Now make the network forget, below: the map that does not change has lost." }
            </p>
        </>
    }
}
