//! What keys do on the explorer's page.

use yew::prelude::*;

use crate::keys::{focus_takes_arrows, focus_takes_text, is_command, is_undo, use_page_keys};
use crate::model::{Action, Model};
use crate::player::Playing;

/// What each key does.
pub const KEYS: &[(&str, &str)] = &[
    ("← →", "choose a stroke"),
    ("Delete", "take it away, or put it back"),
    ("[ ]", "turn its seed"),
    ("Ctrl+Z", "undo"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
    ("↑ ↓ ← →", "on a heatmap: move the pixel"),
];

/// Listens to keys as long as the page is there.
#[hook]
pub fn use_explorer_keys(model: &UseReducerHandle<Model>, playing: &Playing) {
    let model = model.dispatcher();
    use_page_keys(playing, move |event| {
        let action = action(event);
        let is_taken = action.is_some();
        action.into_iter().for_each(|action| model.dispatch(action));
        is_taken
    });
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    match event.key().as_str() {
        _ if focus_takes_text() => None,
        _ if is_undo(event) => Some(Action::Undo),
        // Where they are typed with AltGr, that is Ctrl and Alt together.
        "[" if !event.meta_key() => Some(Action::Turn(7)),
        "]" if !event.meta_key() => Some(Action::Turn(1)),
        _ if is_command(event) => None,
        "Delete" | "Backspace" => Some(Action::Pluck),
        "ArrowLeft" if !focus_takes_arrows() => Some(Action::Next(-1)),
        "ArrowRight" if !focus_takes_arrows() => Some(Action::Next(1)),
        _ => None,
    }
}
