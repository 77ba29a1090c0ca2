//! What keys do. Each of it is a visible control, too.

use gloo::utils::document;
use web_sys::KeyboardEvent;

use super::model::Action;

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
    let focus = focus();
    if focus == Focus::Text {
        return None;
    }
    let command = event.ctrl_key() || event.meta_key();
    let here = focus == Focus::Lattice;
    match event.key().as_str() {
        "z" | "Z" if command && event.shift_key() => Some(Action::Redo),
        "y" if command => Some(Action::Redo),
        "z" | "Z" if command => Some(Action::Undo),
        _ if command || event.alt_key() => None,
        // Elsewhere the space bar presses what has the focus.
        " " if focus != Focus::Control => Some(Action::Toggle),
        "," => Some(Action::Step(-1)),
        "." => Some(Action::Step(1)),
        "[" => Some(Action::Turn(-1)),
        "]" => Some(Action::Turn(1)),
        "Delete" | "Backspace" => Some(Action::RemoveHere),
        "Enter" if here => Some(Action::PlantHere),
        "ArrowLeft" if here => Some(Action::Walk(-1, 0)),
        "ArrowRight" if here => Some(Action::Walk(1, 0)),
        "ArrowUp" if here => Some(Action::Walk(0, -1)),
        "ArrowDown" if here => Some(Action::Walk(0, 1)),
        _ => None,
    }
}

/// What has the focus, as far as keys are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// The lattice.
    Lattice,
    /// Something to type into.
    Text,
    /// Something that does something of its own with the space bar.
    Control,
    /// Nothing of these.
    Page,
}

fn focus() -> Focus {
    let Some(element) = document().active_element() else { return Focus::Page };
    let kind = element.get_attribute("type");
    match element.tag_name().as_str() {
        "INPUT" if kind.as_deref() == Some("text") => Focus::Text,
        "INPUT" if kind.as_deref() == Some("range") => Focus::Page,
        "A" | "BUTTON" | "SUMMARY" | "SELECT" | "INPUT" => Focus::Control,
        _ if element.class_name().split(' ').any(|class| class == "field") => Focus::Lattice,
        _ => Focus::Page,
    }
}
