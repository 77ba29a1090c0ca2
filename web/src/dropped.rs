//! Files that are dropped onto a page.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DragEvent, File, FileList};
use yew::Callback;

/// The first of the files that were dropped. The browser is kept from leaving the page for them.
pub fn file(event: &DragEvent) -> Option<File> {
    event.prevent_default();
    let files = ["dataTransfer", "files"]
        .iter()
        .try_fold(JsValue::from(event), |of, name| Reflect::get(&of, &JsValue::from_str(name)));
    files.ok().and_then(|files| files.dyn_into::<FileList>().ok())?.get(0)
}

/// For the events before a drop: lets it happen.
pub fn allow() -> Callback<DragEvent> {
    Callback::from(|event: DragEvent| event.prevent_default())
}
