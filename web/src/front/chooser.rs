use shared::gpt_mnist::system;
use shared::pattern::Code;
use yew::prelude::*;

use super::model::Action;
use super::opening::{openings, samples};
use super::props::ModelProps;
use super::view::View;
use crate::components::{HintsAt, describer};
use crate::drawing::path;

/// The digits to choose from.
#[component]
pub fn Chooser(props: &ModelProps) -> Html {
    let view = props.model.view;
    let digit = |index: usize| {
        let opening = &openings()[index];
        let dispatcher = props.model.dispatcher();
        let chosen = View { digit: index, act: view.act, map: view.map, ..View::default() };
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatcher.dispatch(Action::Show(chosen));
        });
        html! {
            <button
                aria-pressed={(index == view.digit).to_string()}
                data-class={opening.class.to_string()}
                {onclick}
            >
                <Picture digit={index} />
                <span>{ opening.class }</span>
            </button>
        }
    };
    html! {
        <>
            <div
                class="digits"
                role="group"
                aria-label="Digits"
                aria-describedby={describer("digit")}
            >
                { for (0..openings().len()).map(digit) }
            </div>
            <HintsAt of="digit" hints={props.model.hints.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PictureProps {
    digit: usize,
}

/// A digit, upright and small. Apart from the rest, so that it is drawn once.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let empty = |&code: &Code| system().generators().is_empty(code);
    let ink = samples()[props.digit].codes.iter().map(|code| (!empty(code)).then_some(()));
    html! {
        <svg class="thumb" viewBox="0 0 28 28" aria-hidden="true">
            { for path::by_kind(ink).into_values().map(|d| html! { <path {d} /> }) }
        </svg>
    }
}
