use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, HtmlInputElement};
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
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            take(file, &open);
        }
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

/// Reads a file, and tells what it shows.
pub fn take(file: File, told: &Open) {
    let told = told.clone();
    spawn_local(async move { told.emit(open(&file).await) });
}
