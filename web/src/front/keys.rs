//! What keys do on the front page.

use yew::prelude::*;

use super::model::{Action, Model};
use crate::keys::{focus_takes_space, is_command, is_undo, use_keys};

/// What each key does.
pub const KEYS: &[(&str, &str)] = &[
    ("Delete", "pull out the stroke that you point at, or put it back"),
    ("Ctrl+Z", "undo"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
];

/// Listens to keys as long as the page is there.
#[hook]
pub fn use_front_keys(model: &UseReducerHandle<Model>) {
    let dispatcher = model.dispatcher();
    use_keys(move |event| {
        let Some(action) = action(event) else { return false };
        dispatcher.dispatch(action);
        true
    });
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    match event.key().as_str() {
        _ if is_undo(event) => Some(Action::Undo),
        _ if is_command(event) => None,
        // Elsewhere the space bar presses what has the focus.
        " " if !focus_takes_space() => Some(Action::Toggle),
        "," => Some(Action::Step(-1)),
        "." => Some(Action::Step(1)),
        "Delete" | "Backspace" => Some(Action::PluckFocus),
        _ => None,
    }
}
