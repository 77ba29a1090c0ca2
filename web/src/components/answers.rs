use std::rc::Rc;

use shared::attribution::Method;
use shared::gpt_mnist::CLASSES;
use shared::output::Target;
use yew::prelude::*;

use super::strokes::stroke_of;
use super::{ClassBar, FoundSeed, Strip};
use crate::engine::message::{Grown, Read};
use crate::focus::use_focus;
use crate::growth::Growth;
use crate::seed_maps::SeedMaps;
use crate::state::View;
use crate::words;

/// Properties of [`Answers`].
#[derive(Properties, PartialEq)]
pub struct AnswersProps {
    /// What the page shows.
    pub view: View,
    /// What the network says.
    pub read: Option<Rc<Read>>,
    /// The answer that is explained.
    pub explained: Option<Target>,
    /// The digit.
    pub grown: Rc<Grown>,
    /// What grew before any edit, whose seeds give the colours.
    pub whole: Rc<Growth>,
    /// Why it named each of its seeds.
    pub seed_maps: Vec<SeedMaps>,
    /// What full red is for each method, where the seeds share it.
    pub scales: Vec<Option<f32>>,
    /// The strokes that are chosen.
    pub strokes: Vec<usize>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// Everything that the network answered, each answer a button that asks why.
#[component]
pub fn Answers(props: &AnswersProps) -> Html {
    let read = props.read.as_deref();
    let said = read.and_then(|read| read.class.as_ref());
    let chosen = props.explained;
    let pick = {
        let view = props.view;
        props.show.reform(move |target: Target| view.asking(target))
    };
    let bar = |class: usize| {
        let probability = said.map(|said| said.probabilities[class]);
        html! { <li><ClassBar {class} {probability} {chosen} pick={pick.clone()} /></li> }
    };
    let pointed = use_focus().pointed.strokes(&props.whole, props.grown.angle);
    let in_focus = if pointed.is_empty() { &props.strokes } else { &pointed };
    let found = |read: &Read, index: usize| {
        let seed = &read.generators[index].seed;
        let is_its = |maps: &&SeedMaps| {
            Target::of_seed(maps.target.output(), seed).is_ok_and(|target| target == maps.target)
        };
        let maps = props.seed_maps.iter().find(is_its);
        let is_focus = maps.and_then(|maps| maps.stroke).is_some_and(|of| in_focus.contains(&of));
        html! {
            <FoundSeed
                found={read.generators[index]}
                stroke={stroke_of(seed, &props.whole)}
                {is_focus}
                {chosen}
                pick={pick.clone()}
            >
                if let Some(maps) = maps {
                    <Strip
                        maps={maps.clone()}
                        scales={props.scales.clone()}
                        grown={props.grown.clone()}
                        look={props.view.look}
                        chosen={chosen == Some(maps.target)}
                        pick={{
                            let target = maps.target;
                            pick.reform(move |()| target)
                        }}
                    />
                }
            </FoundSeed>
        }
    };
    html! {
        <section
            class="answers"
            aria-labelledby="answers"
            data-predicted={said.map(|class| class.predicted.to_string())}
        >
            <h2 id="answers">{ "Its answers" }</h2>
            <h3>{ "Which digit is it?" }</h3>
            <ul class="bars">{ for (0..CLASSES).map(bar) }</ul>
            <p class="caption">{ verdict(props) }</p>
            <h3>{ "Which seeds did it grow from?" }</h3>
            if let Some(read) = read {
                if read.generators.is_empty() {
                    <p class="caption">{ "It found none." }</p>
                }
                if !read.generators.is_empty() {
                    <StripHeads seed_maps={props.seed_maps.clone()} />
                }
                <ul>{ for (0..read.generators.len()).map(|index| found(read, index)) }</ul>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct StripHeadsProps {
    seed_maps: Vec<SeedMaps>,
}

/// What stands in the columns of the small heatmaps.
#[component]
fn StripHeads(props: &StripHeadsProps) -> Html {
    let methods = props.seed_maps.first().map(|maps| &maps.shares[..]).unwrap_or_default();
    html! {
        <>
            <p class="caption">
                { "Small, every seed’s heatmaps: how much of the red lies on the stroke that grew from it. \
                Press one to see them large." }
            </p>
            <div class="strip-heads" aria-hidden="true">
                { for methods.iter().map(|(method, _)| html! { <span>{ short_title(*method) }</span> }) }
            </div>
        </>
    }
}

/// A method's name where there is no room for all of it.
pub const fn short_title(method: Method) -> &'static str {
    match method {
        Method::GuidedBackprop => "Guided",
        Method::Deconvolution => "Deconv.",
        _ => method.description().title,
    }
}

fn verdict(props: &AnswersProps) -> String {
    let truth = usize::from(props.grown.digit.class);
    match &props.read.as_ref().map(|read| read.class.as_ref()) {
        None => "Waiting for the network.".to_owned(),
        Some(None) => "Waiting for the part of the network that knows digits.".to_owned(),
        Some(Some(class)) if !props.grown.digit.edits.is_none() => {
            format!("It says {}. As it grew, this is {}.", class.predicted, words::digit(truth))
        }
        Some(Some(class)) if class.predicted == truth => {
            format!("It is {}, and that is right.", words::digit(truth))
        }
        Some(Some(class)) => {
            format!("It says {}, but this is {}.", class.predicted, words::digit(truth))
        }
    }
}
