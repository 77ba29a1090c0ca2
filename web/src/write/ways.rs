use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::words;
use crate::engine::handwriting::Way;
use crate::engine::handwriting::message::Read;

/// Properties of [`Ways`].
#[derive(Properties, PartialEq)]
pub struct WaysProps {
    /// What has been read, by way.
    pub reads: BTreeMap<Way, Rc<Read>>,
    /// The way that is shown.
    pub chosen: Way,
    /// Told to show another.
    pub choose: Callback<Way>,
}

/// The ways to find strokes, what each finds and what it costs.
#[component]
pub fn Ways(props: &WaysProps) -> Html {
    let row = |way: Way| {
        let chosen = way == props.chosen;
        let onclick = props.choose.reform(move |_: MouseEvent| way);
        let read = props.reads.get(&way);
        let cell = |text: Option<String>| {
            html! { <td class="number">{ text.unwrap_or_else(|| "…".to_owned()) }</td> }
        };
        html! {
            <tr class={chosen.then_some("chosen")}>
                <th scope="row">
                    <button aria-pressed={chosen.to_string()} data-way={way.name()} {onclick}>
                        { title(way) }
                    </button>
                </th>
                { cell(read.map(|read| words::share(read.iou))) }
                { cell(read.map(|read| read.seeds.len().to_string())) }
                { cell(read.map(|read| read.passes.to_string())) }
                { cell(read.map(|read| read.growths.to_string())) }
            </tr>
        }
    };
    html! {
        <section class="ways" aria-labelledby="ways">
            <h2 id="ways">{ "How are the strokes found?" }</h2>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Way" }</th>
                        <th scope="col"><abbr title="Intersection over union of ink and growth">{ "IoU" }</abbr></th>
                        <th scope="col">{ "Strokes" }</th>
                        <th scope="col"><abbr title="Passes through the network">{ "Passes" }</abbr></th>
                        <th scope="col"><abbr title="Configurations that were grown">{ "Grown" }</abbr></th>
                    </tr>
                </thead>
                <tbody>{ for Way::ALL.into_iter().map(row) }</tbody>
            </table>
            <p class="caption">{ gloss(props.chosen) }</p>
        </section>
    }
}

const fn title(way: Way) -> &'static str {
    match way {
        Way::OnePass => "All at once",
        Way::Iterated => "Stroke by stroke",
        Way::Proposals => "… then growth decides",
        Way::Search => "Search alone",
    }
}

const fn gloss(way: Way) -> &'static str {
    match way {
        Way::OnePass => "One look at the drawing: at every place the most probable kind of cell.",
        Way::Iterated => {
            "One stroke a look: where one is most surely missing it is laid and grown, and the network looks \
            at the drawing and the growth again. It is never told how well it grows."
        }
        Way::Proposals => {
            "Begins with those strokes and exchanges them for others that the network thinks likely, as \
            long as the growth comes closer to the ink."
        }
        Way::Search => {
            "No network: strokes are tried by growing them, with as many growths to spend as above."
        }
    }
}
