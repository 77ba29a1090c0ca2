use std::rc::Rc;

use shared::attribution::Method;
use shared::output::Output;
use yew::prelude::*;

use super::props::BenchProps;
use crate::components::{Disc, short_title};
use crate::engine::handwriting::message::StrokeMap;
use crate::intervention::{SeedChange, question, shown};
use crate::whole::Share;
use crate::words;

/// What every other stroke lost by what is taken away, beside the share of each of its heatmaps that had lain there.
#[component]
pub fn Lost(props: &BenchProps) -> Html {
    let (strokes, changes) = (props.strokes(), props.changes());
    let area = props.parts.area(&strokes);
    let maps: Vec<Rc<StrokeMap>> = props.maps.iter().flat_map(|maps| maps.maps.clone()).collect();
    let methods = methods(&maps);
    let others = (0..props.parts.seeds.len()).filter(|stroke| !strokes.contains(stroke));
    let others: Vec<usize> = others.collect();
    let cell = |stroke: usize, output: Output, method: Method| {
        let is_it =
            |map: &&Rc<StrokeMap>| (map.stroke, map.output, map.method) == (stroke, output, method);
        let share = maps.iter().find(is_it).map(|map| props.parts.share(&map.relevance, &strokes));
        let number = match share {
            Some(Share::Of(share)) => format!("{share:.4}"),
            _ => String::new(),
        };
        html! {
            <td class="share" data-method={method.name()} data-share={number}>
                { share.map_or_else(|| html! { "…" }, |share| shown(share, area)) }
            </td>
        }
    };
    let row = |stroke: usize, output: Output| {
        let change = changes.as_ref().and_then(|changes| changes.get(stroke));
        let lost = change.map(|change| lost(change, output));
        html! {
            <tr data-stroke={(stroke + 1).to_string()}>
                <th scope="row">
                    <Disc index={stroke} many=true />
                    <span class="hidden">{ stroke + 1 }</span>
                </th>
                if let Some(lost) = lost {
                    <td class="number" data-cost={format!("{lost:.4}")}>{ words::signed(f64::from(-lost)) }</td>
                }
                { for methods.iter().map(|&method| cell(stroke, output, method)) }
            </tr>
        }
    };
    let columns = (1 + usize::from(changes.is_some()) + methods.len()).to_string();
    let rows = |output: Output| {
        html! {
            <tbody data-output={output.name()}>
                <tr><th scope="rowgroup" colspan={columns.clone()}>{ claim(output) }</th></tr>
                { for others.iter().map(|&stroke| row(stroke, output)) }
            </tbody>
        }
    };
    html! {
        <section class="shares lost" aria-labelledby="shares">
            <h3 id="shares">{ question("the others’ heatmaps", &strokes) }</h3>
            if others.is_empty() {
                <p class="caption">{ "There is no other." }</p>
            } else {
                <table class="named">
                    <thead>
                        <tr>
                            <th scope="col">{ "Stroke" }</th>
                            if changes.is_some() {
                                <th scope="col">{ "logit" }</th>
                            }
                            { for methods.iter().map(|&method| html! {
                                <th scope="col">{ short_title(method) }</th>
                            }) }
                        </tr>
                    </thead>
                    { for Output::SITES.into_iter().map(rows) }
                </table>
                <p class="caption">
                    { format!(
                        "Of the red that lies on what all strokes grow. The mark is the share of these cells, {}: \
                        a map that only follows them ends there. Each was made before anything was taken away.",
                        words::share(area)
                    ) }
                </p>
            }
        </section>
    }
}

/// The methods of some maps, in their order.
fn methods(maps: &[Rc<StrokeMap>]) -> Vec<Method> {
    let mut methods = Vec::new();
    for map in maps {
        if !methods.contains(&map.method) {
            methods.push(map.method);
        }
    }
    methods
}

fn lost(change: &SeedChange, output: Output) -> f32 {
    match output {
        Output::Ys => change.points.lost(),
        Output::Y | Output::Yg => change.is_here.lost(),
    }
}

const fn claim(output: Output) -> &'static str {
    match output {
        Output::Ys => "that it points there",
        Output::Y | Output::Yg => "that it is here",
    }
}
