use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// What each key does.
const KEYS: [(&str, &str); 9] = [
    ("← →", "choose a stroke"),
    ("Delete", "take it away, or put it back"),
    ("[ ]", "turn its seed"),
    ("Ctrl+Z", "undo"),
    ("Space", "play the growth, or pause"),
    (", .", "one step back, one step on"),
    ("↑ ↓ ← →", "on a heatmap: move the pixel"),
    ("Esc", "close this"),
    ("?", "show this"),
];

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// The dialog's element, to open it by.
    pub dialog: NodeRef,
}

/// A dialog that lists the keys, and the button that opens it.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let on = |method: &'static str| {
        let dialog = props.dialog.clone();
        Callback::from(move |_: MouseEvent| call(&dialog, method))
    };
    let row = |&(keys, does): &(&str, &str)| {
        html! {
            <div>
                <dt>{ for keys.split(' ').map(|key| html! { <><kbd>{ key }</kbd>{ " " }</> }) }</dt>
                <dd>{ does }</dd>
            </div>
        }
    };
    html! {
        <>
            <button class="keys" title="?" aria-haspopup="dialog" onclick={on("showModal")}>
                { "Keys" }
            </button>
            <dialog class="help" aria-labelledby="keys" ref={props.dialog.clone()}>
                <h2 id="keys">{ "Keys" }</h2>
                <dl>{ for KEYS.iter().map(row) }</dl>
                <button onclick={on("close")}>{ "Close" }</button>
            </dialog>
        </>
    }
}

/// Opens the dialog.
pub fn open(dialog: &NodeRef) {
    call(dialog, "showModal");
}

/// Calls a method of a dialog that takes nothing.
fn call(dialog: &NodeRef, method: &str) {
    let Some(dialog) = dialog.cast::<Element>() else { return };
    if dialog.has_attribute("open") && method == "showModal" {
        return;
    }
    let function = Reflect::get(&dialog, &method.into()).ok();
    if let Some(function) = function.and_then(|function| function.dyn_into::<Function>().ok()) {
        // A dialog that is no longer on the page cannot be shown.
        let _ = function.call0(&dialog);
    }
}
