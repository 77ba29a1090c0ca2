use yew::prelude::*;

use super::model::Model;
use super::props::SceneProps;
use super::scene::Scene;
use crate::components::{Columns, Disc, certainty, direction, percent};
use crate::words;

/// What the network says about the picture, beside what is true.
#[component]
pub fn Read(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let answer = model.answer();
    let class = answer.class();
    let seeds = scene.whole.seeds.iter().enumerate();
    let left = seeds.filter(|&(index, _)| !model.is_pulled(index));
    let row = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let named = answer.at(seed);
        let right = named.is_some_and(|named| named.seed == *seed);
        html! {
            <tr class={(!right).then_some("wrong")}>
                <th scope="row"><Disc {index} /><span class="hidden">{ index + 1 }</span></th>
                <td>{ direction(seed.orientation) }</td>
                <td>
                    { named.map_or("not named", |named| direction(named.seed.orientation)) }
                </td>
                <td class="number">
                    { named.map_or_else(String::new, |named| {
                        percent(named.orientation_probability as f32).replace(' ', "\u{a0}")
                    }) }
                </td>
            </tr>
        }
    };
    html! {
        <>
            <p class="headline">
                { "It says " }
                <b>{ class }</b>
                { format!(" ({}). {}", certainty(answer.probabilities[class]), found(model, scene)) }
            </p>
            <Columns now={answer.probabilities.clone()} />
            <table class="named">
                <thead>
                    <tr>
                        <th scope="col">{ "Seed" }</th>
                        <th scope="col">{ "points" }</th>
                        <th scope="col">{ "the network says" }</th>
                        <th scope="col">{ "sure" }</th>
                    </tr>
                </thead>
                <tbody>{ for left.map(row) }</tbody>
            </table>
            <p class="caption">
                { format!(
                    "Rings are the true seeds, arrows the named ones. Nobody told the network where \
                    they are, nor that the picture was turned by {:.1} degrees. These answers come with \
                    the page: no network has been loaded for them.",
                    scene.whole.angle.abs()
                ) }
            </p>
        </>
    }
}

/// How many of the seeds that are there were named, and how many that are not.
fn found(model: &Model, scene: &Scene) -> String {
    let answer = model.answer();
    let right = scene
        .left
        .seeds
        .iter()
        .filter(|seed| answer.at(seed).is_some_and(|named| named.seed == **seed));
    let (right, there) = (right.count(), scene.left.seeds.len());
    let invented = answer.generators.iter().filter(|named| {
        let at = |seed: &&shared::gpt_mnist::Seed| (seed.x, seed.y) == (named.seed.x, named.seed.y);
        scene.left.seeds.iter().find(at).is_none()
    });
    let invented = match invented.count() {
        0 => "none invented",
        1 => "one invented",
        _ => "some invented",
    };
    match (right, there) {
        (_, 0) => format!("No seed is left, {invented}."),
        (1, 1) => format!("The one seed right, {invented}."),
        (0, _) => format!("None of {there} seeds right, {invented}."),
        _ if right == there => {
            format!("All {} seeds right, {invented}.", words::count(there).to_lowercase())
        }
        _ => format!("{} of {there} seeds right, {invented}.", words::count(right)),
    }
}
