//! Files that are dropped onto a page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use js_sys::Reflect;
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

/// The first of the files that were dropped.
fn file(event: &Event) -> Option<File> {
    let files = ["dataTransfer", "files"]
        .iter()
        .try_fold(JsValue::from(event), |of, name| Reflect::get(&of, &JsValue::from_str(name)));
    files.ok().and_then(|files| files.dyn_into::<FileList>().ok())?.get(0)
}
