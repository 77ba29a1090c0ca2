//! Files that are dropped onto a page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use web_sys::{File, FileList};
use yew::prelude::*;

/// Tells of the first of the files that are dropped, wherever on the page that is; as long as `take` is none, of none.
/// The browser is kept from leaving the page for them.
#[hook]
pub fn use_drop(take: Option<Callback<File>>) {
    let newest = use_mut_ref(|| None);
    *newest.borrow_mut() = take;
    use_effect_with((), move |()| {
        let listeners = ["dragenter", "dragover", "drop"].map(|name| {
            let newest = newest.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), name, options, move |event| {
                if !has_files(event) {
                    return;
                }
                event.prevent_default();
                let file = (name == "drop").then(|| file(event)).flatten();
                let take: Option<Callback<File>> = newest.borrow().clone();
                if let (Some(file), Some(take)) = (file, take) {
                    take.emit(file);
                }
            })
        });
        move || drop(listeners)
    });
}

/// Whether files are dragged, and not a text into a field.
fn has_files(event: &Event) -> bool {
    dragged(event, "types").is_some_and(|types| Array::from(&types).includes(&"Files".into(), 0))
}

/// The first of the files that were dropped.
fn file(event: &Event) -> Option<File> {
    dragged(event, "files")?.dyn_into::<FileList>().ok()?.get(0)
}

/// What an event says of that which is dragged.
fn dragged(event: &Event, what: &str) -> Option<JsValue> {
    let property = |of: JsValue, name: &&str| Reflect::get(&of, &JsValue::from_str(name));
    ["dataTransfer", what].iter().try_fold(JsValue::from(event), property).ok()
}
