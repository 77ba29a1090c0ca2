//! What keys do, wherever the focus is. Each of it is a visible control, too.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::model::{Action, Model};

/// Listens to keys as long as the page is there.
#[hook]
pub fn use_keys(model: &UseReducerHandle<Model>) {
    let dispatcher = model.dispatcher();
    use_effect_with((), move |()| {
        // The space bar would scroll the page.
        let options = EventListenerOptions::enable_prevent_default();
        let keydown = move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if let Some(action) = action(event) {
                if event.key() == " " {
                    event.prevent_default();
                }
                dispatcher.dispatch(action);
            }
        };
        let listener = EventListener::new_with_options(&window(), "keydown", options, keydown);
        move || drop(listener)
    });
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "z" | "Z" if command && !event.shift_key() => Some(Action::Undo),
        _ if command || event.alt_key() => None,
        // Elsewhere the space bar presses what has the focus.
        " " if !focus_takes_space() => Some(Action::Toggle),
        "," => Some(Action::Step(-1)),
        "." => Some(Action::Step(1)),
        "Delete" | "Backspace" => Some(Action::PluckFocus),
        _ => None,
    }
}

/// Whether what has the focus does something of its own with the space bar.
fn focus_takes_space() -> bool {
    let name = document().active_element().map(|element| element.tag_name());
    matches!(name.as_deref(), Some("A" | "BUTTON" | "SUMMARY" | "SELECT" | "TEXTAREA"))
}
