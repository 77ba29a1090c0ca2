use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, FileList, HtmlInputElement};
use yew::prelude::*;

use super::opened::{OpenError, Opened, open};

/// Told what a file shows.
pub type Open = Callback<Result<Opened, OpenError>>;

/// Properties of [`Chooser`].
#[derive(Properties, PartialEq)]
pub struct ChooserProps {
    /// Told what the chosen file shows.
    pub open: Open,
}

/// Lets the visitor choose a picture.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let open = props.open.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        take(first(input.files()), &open);
        // The same file chosen again is a change.
        input.set_value("");
    });
    html! {
        <div class="file">
            <label for="file">{ "Or open a picture" }</label>
            <input id="file" type="file" accept="image/*,.json,application/json" {onchange} />
            <small>{ "PNG, JPEG or JSON of any size, also dropped here. It stays on your machine." }</small>
        </div>
    }
}

/// Takes the file that was dropped, and keeps the browser from leaving the page for it.
pub fn dropped(event: &DragEvent, open: &Open) {
    event.prevent_default();
    let files = ["dataTransfer", "files"]
        .iter()
        .try_fold(JsValue::from(event), |of, name| Reflect::get(&of, &JsValue::from_str(name)));
    let files = files.ok().and_then(|files| files.dyn_into::<FileList>().ok());
    take(first(files), open);
}

fn first(files: Option<FileList>) -> Option<File> {
    files.and_then(|files| files.get(0))
}

fn take(file: Option<File>, told: &Open) {
    if let Some(file) = file {
        let told = told.clone();
        spawn_local(async move { told.emit(open(&file).await) });
    }
}
