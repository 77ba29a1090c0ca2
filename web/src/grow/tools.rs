use shared::pattern::Type;
use yew::prelude::*;

use super::dial::Dial;
use super::display::Display;
use super::edit::Edit;
use super::keys::KEYS;
use super::model::{Action, Tool};
use super::props::SceneProps;
use super::words::name;
use crate::components::Help;
use crate::drawing::colour;

/// What a click on the lattice does, what the next seed is, and how cells are drawn.
#[component]
pub fn Tools(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let on = |action: Action| {
        let dispatcher = model.dispatcher();
        move |_: MouseEvent| dispatcher.dispatch(action.clone())
    };
    let (kind, orientation) = model.kind();
    let seed = model.seed();
    let press = |pressed: bool, text: Html, action: Action| {
        html! { <button aria-pressed={pressed.to_string()} onclick={on(action)}>{ text }</button> }
    };
    let tool =
        |tool: Tool, text: &str| press(model.tool == tool, html! { { text } }, Action::Tool(tool));
    let show = |display: Display| {
        let (pressed, text) = (display == model.view.display, html! { { display.title() } });
        press(pressed, text, Action::Display(display))
    };
    let types = Type::all(scene.system.generators().types());
    let type_button = |r#type: Type| {
        press(r#type == kind, html! { <Letter kind={r#type} /> }, Action::Kind(r#type))
    };
    let arity = scene.system.generators().arity();
    let reaches = (0..arity).map(|orientation| scene.system.reach(orientation)).collect::<Vec<_>>();
    let [point, release] = [(); 2].map(|()| model.dispatcher());
    html! {
        <section class="tools-panel" aria-label="Seeds">
            <div class="choice" role="group" aria-label="A click">
                { tool(Tool::Plant, "Plant") }
                { tool(Tool::Look, "Look") }
            </div>
            <div class="choice show" role="group" aria-label="Cells are drawn as">
                { for Display::ALL.into_iter().map(show) }
            </div>
            <div class="hand">
                <Dial
                    {reaches}
                    {orientation}
                    point={move |(at, drags)| point.dispatch(Action::Point(at, drags))}
                    release={move |()| release.dispatch(Action::Release)}
                />
                <div>
                    <h2>{ if seed.is_some() { "The chosen seed" } else { "The next seed" } }</h2>
                    <div class="types" role="group" aria-label="Type">{ for types.map(type_button) }</div>
                    <div class="choice">
                        <button title="[" aria-label="Turn back" onclick={on(Action::Turn(-1))}>{ "↺" }</button>
                        <button title="]" aria-label="Turn on" onclick={on(Action::Turn(1))}>{ "↻" }</button>
                        <button
                            class="remove"
                            title="Delete"
                            disabled={seed.is_none()}
                            onclick={on(Action::RemoveHere)}
                        >
                            { "Remove" }
                        </button>
                        <button
                            disabled={model.spec().seeds.is_empty()}
                            onclick={on(Action::Edit(Edit::Clear))}
                        >
                            { "Clear all" }
                        </button>
                    </div>
                </div>
            </div>
            <div class="choice history">
                <button class="undo" title="Ctrl+Z" disabled={!model.can_undo()} onclick={on(Action::Undo)}>
                    { "Undo" }
                </button>
                <button class="redo" title="Ctrl+Shift+Z" disabled={!model.can_redo()} onclick={on(Action::Redo)}>
                    { "Redo" }
                </button>
                <Help keys={KEYS} />
            </div>
        </section>
    }
}

/// Properties of [`Letter`].
#[derive(Properties, PartialEq)]
pub struct LetterProps {
    /// The type.
    pub kind: Type,
}

/// The letter of a type in its colour.
#[component]
pub fn Letter(props: &LetterProps) -> Html {
    if props.kind.is_empty() {
        return html! { <span class="empty-type">{ "empty" }</span> };
    }
    html! {
        <svg class="letter-tile" viewBox="0 0 20 20" role="img" aria-label={format!("Type {}", name(props.kind))}>
            <rect width="20" height="20" rx="3" fill={colour::cycled(props.kind.channel() - 1)} />
            <text x="10" y="14.6">{ name(props.kind) }</text>
        </svg>
    }
}
