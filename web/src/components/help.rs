use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::keys::{focus_takes_text, use_keys};

/// What keys do while the list of them is open, and that which opens it.
const OF_THE_LIST: [(&str, &str); 2] = [("Esc", "close this"), ("?", "show this")];

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Keys of the page, with spaces between them, and what they do.
    pub keys: &'static [(&'static str, &'static str)],
}

/// A dialog that lists the keys of a page, and the button that opens it; so does the question mark, wherever the
/// button is to be seen.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let [button, dialog] = [use_node_ref(), use_node_ref()];
    {
        let (button, dialog) = (button.clone(), dialog.clone());
        use_keys(move |event| {
            let is_seen = || button.cast::<Element>().is_some_and(|it| it.client_width() > 0);
            let is_asked = event.key() == "?" && !focus_takes_text() && is_seen();
            if is_asked {
                call(&dialog, "showModal");
            }
            is_asked
        });
    }
    let on = |method: &'static str| {
        let dialog = dialog.clone();
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
            <button
                class="keys"
                title="?"
                aria-haspopup="dialog"
                ref={button}
                onclick={on("showModal")}
            >
                { "Keys" }
            </button>
            <dialog class="help" aria-labelledby="keys" ref={dialog.clone()}>
                <h2 id="keys">{ "Keys" }</h2>
                <dl>{ for props.keys.iter().chain(&OF_THE_LIST).map(row) }</dl>
                <button onclick={on("close")}>{ "Close" }</button>
            </dialog>
        </>
    }
}

/// Calls a method of a dialog that takes nothing.
fn call(dialog: &NodeRef, method: &str) {
    let Some(dialog) = dialog.cast::<Element>() else { return };
    let function = Reflect::get(&dialog, &method.into()).ok();
    if let Some(function) = function.and_then(|function| function.dyn_into::<Function>().ok()) {
        // A dialog that is no longer on the page cannot be shown.
        let _ = function.call0(&dialog);
    }
}
