use std::rc::Rc;

use shared::attribution::Method;
use shared::output::Output;
use yew::prelude::*;

use super::Slider;
use crate::engine::message::Explained;
use crate::forget::{likeness, stages};
use crate::words;

/// Properties of [`Forget`].
#[derive(Properties, PartialEq)]
pub struct ForgetProps {
    /// The output whose answer is explained.
    pub output: Output,
    /// How many stages are random.
    pub random: usize,
    /// The methods that are compared.
    pub methods: [Method; 4],
    /// The explanation by the trained network.
    pub trained: Option<Rc<Explained>>,
    /// The one by the random network, if it has come.
    pub forgetful: Option<Rc<Explained>>,
    /// Told how many are to be, and whether that begins a change: the rest of a drag does not.
    pub set: Callback<(usize, bool)>,
}

/// Makes the network forget what it has learned, stage after stage, and says what is left of each heatmap.
#[component]
pub fn Forget(props: &ForgetProps) -> Html {
    let stages = stages(props.output);
    let random = props.random.min(stages.len());
    let says = match random {
        0 => "nothing".to_owned(),
        all if all == stages.len() => "everything".to_owned(),
        _ => stages[..random].join(", "),
    };
    let set = props.set.reform(move |(count, begins): (i32, bool)| {
        (usize::try_from(count).unwrap_or(random), begins)
    });
    let both = props.trained.as_ref().zip(props.forgetful.as_ref());
    let left = |&method: &Method| {
        let (trained, forgetful) = both?;
        Some((method, likeness(trained.map(method)?, forgetful.map(method)?)))
    };
    let left: Vec<(Method, Option<f64>)> = props.methods.iter().filter_map(left).collect();
    html! {
        <section class="forget" aria-labelledby="forget" data-random={random.to_string()}>
            <h3 id="forget">{ "Make it forget" }</h3>
            <p class="caption">
                { "Its weights become random, from the answer back to the picture. A map that stays the same shows \
                the picture, not what the network has learned." }
            </p>
            <label for="random">{ "Random: " }<b>{ says.clone() }</b></label>
            <Slider
                id="random"
                least=0
                most={stages.len() as i32}
                value={random as i32}
                {says}
                {set}
            />
            <div role="status">
                if random > 0 {
                    { verdict(&left) }
                }
            </div>
        </section>
    }
}

/// What is left of each map, and which of them has lost.
fn verdict(left: &[(Method, Option<f64>)]) -> Html {
    if left.is_empty() {
        return html! { <p class="caption">{ "The network with random weights reads the digit…" }</p> };
    }
    let most = left.iter().filter_map(|&(_, rho)| rho).fold(f64::NEG_INFINITY, f64::max);
    let row = |&(method, rho): &(Method, Option<f64>)| {
        let lost = rho == Some(most);
        html! {
            <tr class={lost.then_some("lost")} data-method={method.name()}>
                <th scope="row">{ method.description().title }</th>
                <td class="number">{ rho.map_or_else(|| "–".to_owned(), |rho| words::decimal(rho, 2)) }</td>
                <td>{ if lost { "changed least: it has lost" } else { "" } }</td>
            </tr>
        }
    };
    html! {
        <>
            <table class="named">
                <thead>
                    <tr>
                        <th scope="col">{ "Map" }</th>
                        <th scope="col">{ "alike" }</th>
                        <td />
                    </tr>
                </thead>
                <tbody>{ for left.iter().map(row) }</tbody>
            </table>
            <p class="caption">
                { "Alike: the rank correlation of what both maps find important, 1 for the same order of pixels, 0 \
                for none in common. The large heatmaps are those of the network with random weights." }
            </p>
        </>
    }
}
