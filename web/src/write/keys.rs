//! What keys do on the page for drawings. Each of it is a visible control, too.

use yew::prelude::*;

use super::model::{Action, Model};
use crate::keys::{
    dialog_is_open, focus_is_in, focus_takes_arrows, focus_takes_text, is_command, is_undo, play,
    use_keys,
};
use crate::player::{Play, Player};

/// What each key does.
pub const KEYS: [(&str, &str); 5] = [
    ("← →", "choose a stroke"),
    ("Delete", "take it away, or put it back"),
    ("Ctrl+Z", "undo what was done to the strokes, then to the drawing"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
];

/// Takes back what was done last, whichever network reads: where the focus is at the paper, to the drawing.
#[hook]
pub fn use_undo_key(model: &UseReducerHandle<Model>) {
    let model = model.dispatcher();
    use_keys(move |event| {
        let is_taken = event.default_prevented() || dialog_is_open() || focus_takes_text();
        if is_taken || !is_undo(event) {
            return false;
        }
        model.dispatch(if focus_is_in(".board") { Action::UndoDrawing } else { Action::Undo });
        true
    });
}

/// Chooses strokes and takes them away; `playing` is told what is to become of their growth.
#[hook]
pub fn use_stroke_keys(
    model: &UseReducerHandle<Model>,
    player: &UseReducerHandle<Player>,
    playing: Callback<Play>,
) {
    let (model, player) = (model.dispatcher(), player.clone());
    use_keys(move |event| {
        if event.default_prevented() || dialog_is_open() {
            return false;
        }
        if let Some(action) = action(event) {
            model.dispatch(action);
        } else if let Some(play) = play(event, &player) {
            playing.emit(play);
        } else {
            return false;
        }
        true
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
