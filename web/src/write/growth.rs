use std::rc::Rc;

use shared::fit::INK;
use shared::handwriting::STEPS;
use yew::prelude::*;

use super::cells::cells;
use super::parts::Parts;
use super::seeds::Seeds;
use crate::components::{Lattice, PixelFrame, PlayerBar};
use crate::drawing::{colour, path};
use crate::engine::handwriting::message::Removal;
use crate::focus::use_focus;
use crate::player::{Play, Player, Playing};

/// Properties of [`Growth`].
#[derive(Properties, PartialEq)]
pub struct GrowthProps {
    /// What the network sees of the whole drawing.
    pub seen: Rc<Vec<f32>>,
    /// The strokes that it names, if they have come.
    pub parts: Option<Rc<Parts>>,
    /// What is taken away of them, if anything.
    pub removal: Option<Removal>,
    /// Whether they are still of an earlier drawing.
    pub stale: bool,
    /// The stroke that is explained.
    pub stroke: usize,
    /// The stroke that the visitor points at.
    pub hovered: Option<usize>,
    /// How far the growth has come.
    pub playing: Playing,
    /// Told which stroke to explain.
    pub pick: Callback<usize>,
    /// Told which stroke the visitor points at.
    pub hover: Callback<Option<usize>>,
}

/// What grows from the seeds that are left, step by step, each stroke in its colour. The edges of those that are taken
/// away are dashed.
#[component]
pub fn Growth(props: &GrowthProps) -> Html {
    let (step, focus) = (props.playing.at.step, use_focus());
    let taken = props.removal.as_ref().map(|removal| removal.strokes.clone()).unwrap_or_default();
    let edge = |parts: &Parts, stroke: usize| {
        html! {
            <g class="outline pulled" data-stroke={(stroke + 1).to_string()}>
                <path
                    class="edge"
                    d={path::outline(parts.cells(stroke))}
                    stroke={colour::cycled(stroke)}
                />
            </g>
        }
    };
    html! {
        <figure class={classes!("panel", props.stale.then_some("stale"))}>
            <figcaption><h2>{ "It grows" }</h2></figcaption>
            <Lattice label="What grows from the seeds" plays=true point={focus.point_at_pixel()}>
                if let Some(parts) = &props.parts {
                    <Grown
                        parts={parts.clone()}
                        removal={props.removal.clone()}
                        {step}
                        hovered={props.hovered.filter(|&stroke| stroke < parts.seeds.len())}
                    />
                }
                <path class="contour" d={path::outline(props.seen.iter().map(|&pixel| pixel >= INK))} />
                if let Some(at) = focus.pixel_frame(0.0) {
                    <PixelFrame {at} />
                }
                if let Some(parts) = &props.parts {
                    { for taken.iter().map(|&stroke| edge(parts, stroke)) }
                    if step < STEPS {
                        <Seeds
                            seeds={parts.seeds.clone()}
                            chosen={props.stroke}
                            {taken}
                            pick={props.pick.clone()}
                            hover={props.hover.clone()}
                        />
                    }
                }
            </Lattice>
        </figure>
    }
}

/// Properties of [`GrowthBar`].
#[derive(Properties, PartialEq)]
pub struct GrowthBarProps {
    /// Whether there is nothing to play.
    pub disabled: bool,
    /// How far the growth has come.
    pub playing: Playing,
}

/// Plays the growth, and says what is seen of it.
#[component]
pub fn GrowthBar(props: &GrowthBarProps) -> Html {
    let Player { step, playing, .. } = props.playing.at;
    html! {
        <div class="panel">
            <PlayerBar
                {step}
                steps={STEPS}
                {playing}
                disabled={props.disabled}
                toggle={props.playing.play.reform(|()| (Play::Toggle, false))}
                seek={props.playing.play.reform(|(step, begins)| (Play::Seek(step), begins))}
            />
            <p class="caption">
                { "Each colour is one stroke; dark cells belong to several. The line is the edge of \
                the ink." }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct GrownProps {
    parts: Rc<Parts>,
    removal: Option<Removal>,
    step: u32,
    hovered: Option<usize>,
}

/// The cells after some steps. Those of the stroke that the visitor points at stand out.
#[component]
fn Grown(props: &GrownProps) -> Html {
    let owners = props.parts.owners(props.removal.as_ref(), props.step);
    cells(|site| &owners[site], props.hovered)
}
