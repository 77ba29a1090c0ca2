use web_sys::File;
use yew::prelude::*;

use crate::opened::chosen;

/// Properties of [`Chooser`].
#[derive(Properties, PartialEq)]
pub struct ChooserProps {
    /// Told which file is chosen.
    pub open: Callback<File>,
}

/// Lets the visitor choose a picture.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let open = props.open.clone();
    let onchange = Callback::from(move |event: Event| {
        chosen(&event).into_iter().for_each(|file| open.emit(file));
    });
    html! {
        <div class="file">
            <label for="file">{ "Or open a picture" }</label>
            <input id="file" type="file" accept="image/*,.json,application/json" {onchange} />
            <small>{ "PNG, JPEG or JSON of any size, also dropped here. It stays on your machine." }</small>
        </div>
    }
}
