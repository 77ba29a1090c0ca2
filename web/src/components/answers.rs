use std::rc::Rc;

use shared::gpt_mnist::{CLASSES, Site};
use shared::output::Target;
use yew::prelude::*;

use super::strokes::hue;
use super::{ClassBar, FoundSeed};
use crate::engine::message::{Grown, Growth, Read};
use crate::state::View;
use crate::words;

/// Properties of [`Answers`].
#[derive(Properties, PartialEq)]
pub struct AnswersProps {
    /// What the page shows.
    pub view: View,
    /// What the network says.
    pub read: Option<Rc<Read>>,
    /// The digit.
    pub grown: Rc<Grown>,
    /// What grew before any edit, whose seeds give the colours.
    pub whole: Rc<Growth>,
    /// Told when the reader points at a generator.
    pub hover: Callback<Option<Site>>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// Everything that the network answered, each answer a button that asks why.
#[component]
pub fn Answers(props: &AnswersProps) -> Html {
    let read = props.read.as_deref();
    let said = read.and_then(|read| read.class.as_ref());
    let predicted = said.map(|class| Target::class(class.predicted));
    let chosen = props.view.target.or(predicted);
    let pick = {
        let view = props.view;
        props.show.reform(move |target: Target| view.asking(target))
    };
    let bar = |class: usize| {
        let probability = said.map(|said| said.probabilities[class]);
        html! { <li><ClassBar {class} {probability} {chosen} pick={pick.clone()} /></li> }
    };
    let found = |read: &Read, index: usize| {
        html! {
            <FoundSeed
                found={read.generators[index]}
                colour={hue(&read.regrowth, index, &props.whole)}
                {chosen}
                pick={pick.clone()}
                hover={props.hover.clone()}
            />
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
                <ul>{ for (0..read.generators.len()).map(|index| found(read, index)) }</ul>
            }
        </section>
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
