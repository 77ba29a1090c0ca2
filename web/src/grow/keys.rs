//! What keys do. Each of it is a visible control, too.

use web_sys::KeyboardEvent;

use super::model::Action;
use crate::keys::{focus_is_in, focus_takes_space, focus_takes_text, is_command, is_undo};

/// What each key does.
pub const KEYS: &[(&str, &str)] = &[
    ("↑ ↓ ← →", "on the lattice: choose a cell"),
    ("Enter", "on the lattice: plant a seed there"),
    ("Delete", "take its seed away"),
    ("[ ]", "turn it, or the next seed"),
    ("Ctrl+Z Ctrl+Shift+Z", "undo, redo"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
];

/// What a key is for, if it is for this page.
pub fn action(event: &KeyboardEvent) -> Option<Action> {
    let here = focus_is_in(".field");
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        _ if focus_takes_text() => None,
        "z" | "Z" if command && event.shift_key() => Some(Action::Redo),
        "y" if command => Some(Action::Redo),
        _ if is_undo(event) => Some(Action::Undo),
        // Where they are typed with AltGr, that is Ctrl and Alt together.
        "[" if !event.meta_key() => Some(Action::Turn(-1)),
        "]" if !event.meta_key() => Some(Action::Turn(1)),
        _ if is_command(event) => None,
        " " if !focus_takes_space() => Some(Action::Toggle),
        "," => Some(Action::Step(-1)),
        "." => Some(Action::Step(1)),
        "Delete" | "Backspace" => Some(Action::RemoveHere),
        "Enter" if here => Some(Action::PlantHere),
        "ArrowLeft" if here => Some(Action::Walk(-1, 0)),
        "ArrowRight" if here => Some(Action::Walk(1, 0)),
        "ArrowUp" if here => Some(Action::Walk(0, -1)),
        "ArrowDown" if here => Some(Action::Walk(0, 1)),
        _ => None,
    }
}
