//! What keys do, wherever the focus is. Each of it is a visible control, too.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::player::{Play, Player, Playing};

/// Hands every key to a part of the page as long as it is there, but for those that are taken already: a heatmap has
/// keys of its own, and an open dialog has all of them. The part says whether the key was for it; what the browser
/// would do with such a key is not done.
#[hook]
pub fn use_keys(take: impl Fn(&KeyboardEvent) -> bool + 'static) {
    let newest = use_mut_ref(|| None::<Box<dyn Fn(&KeyboardEvent) -> bool>>);
    *newest.borrow_mut() = Some(Box::new(take));
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let keydown = move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let is_free = !event.default_prevented() && !dialog_is_open();
            if is_free && newest.borrow().as_ref().is_some_and(|take| take(event)) {
                event.prevent_default();
            }
        };
        let listener = EventListener::new_with_options(&window(), "keydown", options, keydown);
        move || drop(listener)
    });
}

/// The same of a page on which something grows: `act` says whether a key did something there, and what it leaves may
/// play the growth.
#[hook]
pub fn use_page_keys(playing: &Playing, act: impl Fn(&KeyboardEvent) -> bool + 'static) {
    let playing = playing.clone();
    use_keys(move |event| {
        if act(event) {
            return true;
        }
        let play = play(event, playing.at);
        play.into_iter().for_each(|play| playing.play.emit((play, false)));
        play.is_some()
    });
}

/// Whether a key is Ctrl+Z, or what stands for it.
pub fn is_undo(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key())
        && !event.shift_key()
        && event.key().eq_ignore_ascii_case("z")
}

/// Whether a key is pressed together with one that makes it a command of the browser.
pub fn is_command(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// What a key does to a growth that plays: the space bar, the comma and the full stop.
fn play(event: &KeyboardEvent, player: Player) -> Option<Play> {
    match event.key().as_str() {
        _ if is_command(event) || focus_takes_text() => None,
        " " if !focus_takes_space() => Some(Play::Toggle),
        "," => Some(Play::Seek(player.step.saturating_sub(1))),
        "." => Some(Play::Seek(player.step + 1)),
        _ => None,
    }
}

/// Whether what has the focus does something of its own with the space bar.
pub fn focus_takes_space() -> bool {
    focus_is("a, button, summary, select, textarea, input:not([type=range])")
}

/// Whether what has the focus does something of its own with the arrow keys.
pub fn focus_takes_arrows() -> bool {
    focus_is("input:not([type=checkbox], [type=file]), select, textarea")
}

/// Whether what has the focus is typed into.
pub fn focus_takes_text() -> bool {
    focus_is("textarea, input:not([type=range], [type=checkbox], [type=file])")
}

/// Whether what has the focus lies in an element.
pub fn focus_is_in(selector: &str) -> bool {
    let focus = document().active_element();
    focus.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

fn focus_is(selector: &str) -> bool {
    let focus = document().active_element();
    focus.is_some_and(|element| element.matches(selector).unwrap_or_default())
}
