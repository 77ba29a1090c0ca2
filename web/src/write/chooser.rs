use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::opened::{OpenError, Opened, open};
use crate::opened::chosen;

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
        chosen(&event).into_iter().for_each(|file| take(file, &open));
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
