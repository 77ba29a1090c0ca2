use shared::model::stages::Stage;
use yew::prelude::*;

use super::blocks::{Block, stages};
use super::places::{HEIGHT, TALL, WIDE, WIDTH, corner, line};
use super::view::View;
use super::words::{name, shape, thousands};
use crate::engine::features::Reader;

/// Properties of [`Diagram`].
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// What the page shows.
    pub view: View,
}

/// The network: its stages, what each reads, and the one that is looked at. Every stage is a link to it.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let (reader, chosen) = (props.view.block.reader(), props.view.block.stage());
    let stages = stages(reader);
    let connection = |from: &Stage, to: &Stage| {
        let is_near = from == chosen || to == chosen;
        html! {
            <path
                class={classes!("line", is_near.then_some("near"))}
                data-from={from.name}
                data-to={to.name}
                d={line(from.name, to.name)}
                marker-end={if is_near { "url(#arrow-near)" } else { "url(#arrow)" }}
            />
        }
    };
    let lines = stages.iter().flat_map(|to| to.reads.iter().map(move |&at| (&stages[at], to)));
    let (near, far): (Vec<_>, Vec<_>) =
        lines.partition(|&(from, to)| from == chosen || to == chosen);
    let [all, live] = [|stage: &Stage| stage.parameters, |stage: &Stage| stage.live]
        .map(|count| stages.iter().map(count).sum::<usize>());
    html! {
        <figure class="diagram">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="group" aria-label="The stages of the network">
                <defs>{ for ["arrow", "arrow-near"].map(arrowhead) }</defs>
                // Those of the chosen stage lie above the others.
                { for far.into_iter().chain(near).map(|(from, to)| connection(from, to)) }
                { for stages.iter().map(|stage| stage_box(stage, props.view)) }
            </svg>
            <figcaption>
                { "Each box: its maps as channels × rows × columns, and its parameters. Where two lines \
                meet, the channels are joined. " }
                <b data-parameters={all.to_string()}>{ thousands(all) }</b>
                { " parameters in all" }
                if reader == Reader::Grown {
                    { ", as in the paper" }
                }
                { "; " }
                <b data-live={live.to_string()}>{ thousands(live) }</b>
                { " of them ever meet more than padding, and are all that is stored and computed with." }
            </figcaption>
        </figure>
    }
}

fn arrowhead(id: &'static str) -> Html {
    html! {
        <marker {id} class={id} viewBox="0 0 6 6" refX="6" refY="3" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
            <path d="M0 0L6 3L0 6z" />
        </marker>
    }
}

/// The box of a stage.
fn stage_box(stage: &Stage, view: View) -> Html {
    let (x, y) = corner(stage.name);
    let block = Block::of_stage(view.block.reader(), stage.name).expect("the stage has a name");
    let is_chosen = view.block.stage() == stage;
    let href = view.with_block(block).to_fragment();
    let parameters = thousands(stage.parameters);
    let text = |class: &'static str, down: i32, text: String| {
        let (x, y) = ((x + WIDE / 2).to_string(), (y + down).to_string());
        html! { <text {class} {x} {y} text-anchor="middle">{ text }</text> }
    };
    html! {
        <a
            class="stage-box"
            {href}
            data-stage={stage.name}
            aria-current={is_chosen.then_some("true")}
        >
            <rect
                x={x.to_string()}
                y={y.to_string()}
                width={WIDE.to_string()}
                height={TALL.to_string()}
                rx="8"
            />
            { text("name", 17, name(stage).to_owned()) }
            // The blanks are for those who listen.
            { " " }
            { text("shape", 33, shape(stage.shape)) }
            { " " }
            if stage.parameters > 0 {
                { text("count", 47, parameters) }
            }
        </a>
    }
}
