//! What keys do on the explorer's page.

use yew::prelude::*;

use crate::keys::{
    dialog_is_open, focus_takes_arrows, focus_takes_text, is_command, is_undo, play, use_keys,
};
use crate::model::{Action, Model};
use crate::player::Player;

/// Listens to keys as long as the page is there; `help` is told of the one that asks for help.
#[hook]
pub fn use_explorer_keys(
    model: &UseReducerHandle<Model>,
    player: &UseReducerHandle<Player>,
    help: Callback<()>,
) {
    let (model, player) = (model.dispatcher(), player.clone());
    use_keys(move |event| {
        // A heatmap has arrow keys of its own, and an open dialog has all keys.
        if event.default_prevented() || dialog_is_open() {
            return false;
        }
        if let Some(action) = action(event) {
            model.dispatch(action);
        } else if let Some(play) = play(event, &player) {
            player.dispatch(play);
        } else if event.key() == "?" && !focus_takes_text() {
            help.emit(());
        } else {
            return false;
        }
        true
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
