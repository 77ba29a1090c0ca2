use std::rc::Rc;

use yew::prelude::*;

use super::props::BenchProps;
use crate::components::{Generators, Lattice, Panel, PixelFrame, PlayerBar, Strokes, direction};
use crate::drawing::{colour, path};
use crate::elsewhere::link;
use crate::focus::use_focus;
use crate::growth::Growth;
use crate::model::Action;
use crate::player::{Play, Playing};
use crate::route::Route;

/// Properties of [`Growing`].
#[derive(Properties, PartialEq)]
pub struct GrowingProps {
    /// The page and the digit.
    pub bench: BenchProps,
    /// How far the growth has come.
    pub playing: Playing,
}

/// What really grows from the seeds that are left, step by step. A click chooses a stroke; those that are
/// taken away are dashed.
#[component]
pub fn Growing(props: &GrowingProps) -> Html {
    let GrowingProps { bench, playing: Playing { at: player, play } } = props;
    let model = &bench.model;
    let (digit, whole) = (model.shown().grown.digit, model.whole.grown.truth.clone());
    let step = player.step.min(bench.whole.sample.steps);
    let growth =
        use_memo((digit, step), |(digit, step)| digit.edits.growth(&bench.whole.sample, *step));
    let toggle = play.reform(|()| (Play::Toggle, false));
    let seek = play.reform(|(step, begins)| (Play::Seek(step), begins));
    let count = growth.seeds.len();
    let (focus, tilt) = (use_focus(), bench.whole.sample.angle);
    let frame = model.view.look.frame;
    html! {
        <Panel title="What really grew">
            <Lattice
                label="The true configuration"
                turn={frame.turn(tilt)}
                other={frame.other(tilt)}
                point={focus.point_at_cell()}
                plays=true
            >
                <Strokes growth={growth.clone()} truth={whole.clone()} {tilt} />
                { for (0..whole.seeds.len()).map(|index| outline(bench, &whole, index)) }
                if let Some(at) = focus.cell_frame(tilt) {
                    <PixelFrame {at} />
                }
                <Generators {growth} truth={whole} pick={pick(bench)} />
            </Lattice>
            <PlayerBar {step} steps={player.steps} playing={player.playing} {toggle} {seek} />
            <p class="caption">
                <b>{ match count { 1 => "1 seed".to_owned(), _ => format!("{count} seeds") } }</b>
                { ". Each colour is what one of them brought about. Click on a stroke to choose it, or " }
                <a class="laboratory" href={link(Route::Grow, bench.model.shown().grown.digit)}>
                    { "ask the cells why they grew and change their laws" }
                </a>
                { "." }
            </p>
        </Panel>
    }
}

/// A stroke of the whole digit to click on. Its edge shows while it is chosen or taken away.
fn outline(bench: &BenchProps, whole: &Rc<Growth>, index: usize) -> Html {
    let taken = bench.model.view.digit.edits.is_without(index);
    let chosen = bench.chosen() == Some(index);
    let own = |owners: &Vec<u32>| owners.contains(&(index as u32));
    let cells = path::by_kind(whole.lineage.iter().map(|owners| own(owners).then_some(())));
    let seed = whole.seeds[index];
    html! {
        <g
            class={classes!("outline", taken.then_some("pulled"), chosen.then_some("focus"))}
            onclick={bench.on::<MouseEvent>(move || Action::Choose(index))}
        >
            <title>
                { format!("Stroke {}, {}", index + 1, direction(seed.orientation)) }
            </title>
            { for cells.into_values().map(|d| html! { <path class="touch" {d} /> }) }
            if taken || chosen {
                <path
                    class="edge"
                    d={path::outline(whole.lineage.iter().map(own))}
                    stroke={colour::stroke(index)}
                />
            }
        </g>
    }
}

/// Chooses the stroke of a seed.
fn pick(bench: &BenchProps) -> Callback<shared::gpt_mnist::Seed> {
    let (dispatcher, whole) = (bench.model.dispatcher(), bench.whole.clone());
    Callback::from(move |seed: shared::gpt_mnist::Seed| {
        let is_it = |known: &shared::gpt_mnist::Seed| (known.x, known.y) == (seed.x, seed.y);
        if let Some(index) = whole.sample.seeds.iter().position(is_it) {
            dispatcher.dispatch(Action::Choose(index));
        }
    })
}
