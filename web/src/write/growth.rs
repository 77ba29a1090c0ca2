use std::rc::Rc;

use shared::fit::INK;
use shared::handwriting::{STEPS, system};
use shared::pattern::{Seed, develop_with_lineage};
use yew::prelude::*;

use super::cells::cells;
use super::seeds::Seeds;
use crate::components::{Lattice, StepSlider};
use crate::drawing::path;
use crate::engine::handwriting::message::Read;
use crate::player::{Play, use_player};

/// Properties of [`Growth`].
#[derive(Properties, PartialEq)]
pub struct GrowthProps {
    /// What the network sees.
    pub seen: Rc<Vec<f32>>,
    /// What it reads.
    pub read: Option<Rc<Read>>,
    /// Whether that is still of an earlier drawing.
    pub stale: bool,
    /// The stroke that is explained.
    pub stroke: usize,
    /// The stroke that the visitor points at.
    pub hovered: Option<usize>,
    /// Told which stroke to explain.
    pub pick: Callback<usize>,
    /// Told which stroke the visitor points at.
    pub hover: Callback<Option<usize>>,
}

/// What grows from the seeds, step by step, each stroke in its colour.
#[component]
pub fn Growth(props: &GrowthProps) -> Html {
    let seeds: Vec<Seed> = props.read.as_ref().map(|read| read.seeds.clone()).unwrap_or_default();
    let player = use_player((seeds.clone(), props.read.is_some()), STEPS);
    let (step, playing) = (player.step, player.playing);
    let toggle = {
        let player = player.dispatcher();
        Callback::from(move |_: MouseEvent| player.dispatch(Play::Toggle))
    };
    let seek = {
        let player = player.dispatcher();
        Callback::from(move |step| player.dispatch(Play::Seek(step)))
    };
    let nothing = props.read.is_none();
    let hovered = props.hovered.filter(|&stroke| stroke < seeds.len());
    html! {
        <figure class={classes!("panel", props.stale.then_some("stale"))}>
            <figcaption><h2>{ "It grows" }</h2></figcaption>
            <Lattice label="What grows from the seeds" plays=true>
                <Grown seeds={seeds.clone()} {step} {hovered} />
                <path class="contour" d={path::outline(props.seen.iter().map(|&pixel| pixel >= INK))} />
                if step < STEPS {
                    <Seeds
                        {seeds}
                        chosen={props.stroke}
                        pick={props.pick.clone()}
                        hover={props.hover.clone()}
                    />
                }
            </Lattice>
            <div class="player">
                <button disabled={nothing} onclick={toggle}>
                    { if playing { "Pause" } else { "Grow" } }
                </button>
                <StepSlider {step} steps={STEPS} disabled={nothing} {seek} />
                <span class="number">{ format!("step {step} of {STEPS}") }</span>
            </div>
            <p class="caption">
                { "Each colour is one stroke; dark cells belong to several. The line is the edge of \
                the ink." }
            </p>
        </figure>
    }
}

#[derive(Properties, PartialEq)]
struct GrownProps {
    seeds: Vec<Seed>,
    step: u32,
    hovered: Option<usize>,
}

/// The cells after some steps. Those of the stroke that the visitor points at stand out.
#[component]
fn Grown(props: &GrownProps) -> Html {
    let (_, lineage) = develop_with_lineage(system(), &props.seeds, props.step)
        .expect("the network names seeds of the system");
    cells(&lineage, props.hovered)
}
