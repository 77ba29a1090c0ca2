use std::rc::Rc;

use shared::attribution::Method;
use yew::prelude::*;

use super::edges::Edges;
use super::lattice::{Lattice, Marker, PixelFrame};
use super::relevance::Relevance;
use crate::engine::message::{Explained, Grown};
use crate::focus::use_focus;
use crate::look::{Look, strength};
use crate::seed_maps::SeedMaps;
use crate::words;

/// Properties of [`Strip`].
#[derive(Properties, PartialEq)]
pub struct StripProps {
    /// Why the network named a seed.
    pub maps: SeedMaps,
    /// What full red is for each of its methods, where they share it among the seeds.
    pub scales: Vec<Option<f32>>,
    /// The digit.
    pub grown: Rc<Grown>,
    /// How heatmaps are drawn.
    pub look: Look,
    /// Whether they stand large beside it.
    pub chosen: bool,
    /// Told that they should.
    pub pick: Callback<()>,
}

/// The heatmaps of one seed in small, by every method, with the share of their red on its stroke, or their value under
/// the pointer.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let StripProps { maps, grown, .. } = props;
    let pointed = use_focus().pixel_frame(grown.angle);
    let tile = |(&(method, share), scale): (&(Method, Option<f64>), &Option<f32>)| {
        let title = method.description().title;
        let map = maps.explained.as_ref().and_then(|explained| explained.map(method));
        let number = match (map, pointed) {
            (None, _) => String::new(),
            (Some(map), Some(pixel)) => words::signed(
                (map.normalized[pixel.index()] * strength(map.max_abs, *scale)).into(),
            ),
            (Some(_), None) => share.map_or_else(|| "–".to_owned(), words::share),
        };
        html! {
            <span class="small" data-method={method.name()}>
                <Lattice label={title} turn={props.look.frame.turn_of_picture(grown.angle)}>
                    if let Some(explained) = &maps.explained {
                        <Small
                            explained={explained.clone()}
                            {method}
                            grown={grown.clone()}
                            look={props.look}
                            scale={*scale}
                            stroke={maps.stroke}
                        />
                    }
                    if let Some(at) = pointed {
                        <PixelFrame {at} />
                    }
                </Lattice>
                <span class="number">{ number }</span>
            </span>
        }
    };
    html! {
        <button
            class="strip"
            aria-pressed={props.chosen.to_string()}
            onclick={props.pick.reform(|_: MouseEvent| ())}
        >
            <span class="hidden">{ name(maps.stroke) }</span>
            { for maps.shares.iter().zip(&props.scales).map(tile) }
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct SmallProps {
    explained: Rc<Explained>,
    method: Method,
    grown: Rc<Grown>,
    look: Look,
    scale: Option<f32>,
    stroke: Option<usize>,
}

/// What does not change while the pointer moves.
#[component]
fn Small(props: &SmallProps) -> Html {
    let SmallProps { explained, method, grown, look, .. } = props;
    let strength = explained.map(*method).map_or(1.0, |map| strength(map.max_abs, props.scale));
    let site = explained.question.target.and_then(|target| target.site());
    html! {
        <>
            <Relevance
                explained={explained.clone()}
                method={*method}
                grown={grown.clone()}
                look={*look}
                small=true
                {strength}
            />
            <Edges grown={grown.clone()} strokes={props.stroke.into_iter().collect::<Vec<_>>()} />
            if let Some(site) = site {
                <Marker {site} tilt={grown.angle} />
            }
        </>
    }
}

/// What the strip is called by those who cannot see it; the methods and their numbers follow.
fn name(stroke: Option<usize>) -> String {
    match stroke {
        Some(stroke) => format!("Heatmaps of seed {}, red on its stroke: ", stroke + 1),
        None => "Heatmaps of a seed that is not there: ".to_owned(),
    }
}
