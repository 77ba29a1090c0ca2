//! What keys do on the page for drawings. Each of it is a visible control, too.

use yew::prelude::*;

use super::model::{Action, Model};
use crate::keys::{
    focus_is_in, focus_takes_arrows, focus_takes_text, is_command, is_undo, use_keys, use_page_keys,
};
use crate::player::Playing;

/// What each key does.
pub const KEYS: &[(&str, &str)] = &[
    ("← →", "choose a stroke"),
    ("Delete", "take it away, or put it back"),
    ("Ctrl+Z", "undo what was done to the strokes, then to the drawing"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
];

/// What each key does where the paper's network reads, which names no strokes to take away.
pub const KEYS_OF_PAPER: &[(&str, &str)] = &[("Ctrl+Z", "undo what was done to the drawing")];

/// Takes back what was done last, whichever network reads: where the focus is at the paper, to the drawing.
#[hook]
pub fn use_undo_key(model: &UseReducerHandle<Model>) {
    let model = model.dispatcher();
    use_keys(move |event| {
        if focus_takes_text() || !is_undo(event) {
            return false;
        }
        model.dispatch(if focus_is_in(".board") { Action::UndoDrawing } else { Action::Undo });
        true
    });
}

/// Chooses strokes and takes them away, and plays their growth.
#[hook]
pub fn use_stroke_keys(model: &UseReducerHandle<Model>, playing: &Playing) {
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
        _ if focus_takes_text() || is_command(event) => None,
        "Delete" | "Backspace" => Some(Action::Pluck),
        "ArrowLeft" if !focus_takes_arrows() => Some(Action::Next(-1)),
        "ArrowRight" if !focus_takes_arrows() => Some(Action::Next(1)),
        _ => None,
    }
}
