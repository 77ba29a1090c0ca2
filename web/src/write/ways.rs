use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use super::words;
use crate::engine::handwriting::Way;
use crate::engine::handwriting::message::{Budget, Read};

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
        let budget = read.map(|read| read.budget);
        let cell = |spent: Option<String>, most: Option<usize>| {
            html! {
                <td class="number">
                    { spent.unwrap_or_else(|| "…".to_owned()) }
                    if let Some(most) = most {
                        { " " }
                        <small class="most">{ format!("of {most}") }</small>
                    }
                </td>
            }
        };
        let spent = |count: fn(&Read) -> usize| read.map(|read| count(read).to_string());
        let most = |most: fn(Budget) -> usize| budget.map(most);
        html! {
            <tr class={chosen.then_some("chosen")}>
                <th scope="row">
                    <button aria-pressed={chosen.to_string()} data-way={way.name()} {onclick}>
                        { title(way) }
                    </button>
                </th>
                { cell(read.map(|read| words::share(read.iou)), None) }
                { cell(spent(|read| read.seeds.len()), budget.and_then(|budget| budget.strokes)) }
                { cell(spent(|read| read.passes), most(|budget| budget.passes)) }
                { cell(spent(|read| read.growths), most(|budget| budget.growths)) }
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
            <p class="caption">
                { gloss(props.chosen) }
                if let Some(read) = props.reads.get(&props.chosen) {
                    { " " }
                    <span class="budget">{ limits(read.budget) }</span>
                }
            </p>
        </section>
    }
}

const fn title(way: Way) -> &'static str {
    match way {
        Way::OnePass => "All at once",
        Way::Iterated => "Stroke by stroke",
        Way::Revised => "… then revised",
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
        Way::Revised => {
            "Begins with those strokes, takes one back or lays another, and keeps what leaves the network \
            the fewest strokes to expect. It is never told how well it grows."
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

/// What a way may cost, in a sentence.
fn limits(budget: Budget) -> String {
    let Budget { strokes, passes, growths } = budget;
    let passes = match passes {
        0 => "no pass".to_owned(),
        1 => "1 pass".to_owned(),
        _ => format!("{passes} passes"),
    };
    let growths = if growths == 1 { "1 growth".to_owned() } else { format!("{growths} growths") };
    let strokes = match strokes {
        None => "any number of strokes".to_owned(),
        Some(strokes) => format!("at most {strokes} strokes"),
    };
    format!("It may take {passes} through the network and {growths}, for {strokes}.")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_budget_is_said_in_words() {
        let said = |strokes, passes, growths| limits(Budget { strokes, passes, growths });
        assert_eq!(
            [said(None, 1, 1), said(Some(24), 25, 200), said(Some(24), 0, 200)],
            [
                "It may take 1 pass through the network and 1 growth, for any number of strokes.",
                "It may take 25 passes through the network and 200 growths, for at most 24 strokes.",
                "It may take no pass through the network and 200 growths, for at most 24 strokes.",
            ]
        );
    }
}
