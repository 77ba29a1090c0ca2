use web_sys::File;
use yew::prelude::*;

use crate::opened::chosen;

/// Properties of [`WeightsChooser`].
#[derive(Properties, PartialEq)]
pub struct WeightsChooserProps {
    /// What the network has to be, in words.
    pub of: AttrValue,
    /// Whether a file of the visitor's is in use.
    pub is_open: bool,
    /// Why the last one is not used.
    pub refusal: Option<String>,
    /// Told which file to use.
    pub open: Callback<File>,
    /// Told to go back to the site's weights.
    pub close: Callback<()>,
}

/// Lets the visitor bring weights of their own.
#[component]
pub fn WeightsChooser(props: &WeightsChooserProps) -> Html {
    let open = props.open.clone();
    let onchange = Callback::from(move |event: Event| {
        chosen(&event).into_iter().for_each(|file| open.emit(file));
    });
    html! {
        <div class="own-weights">
            <label for="weights">{ "Open your own weights" }</label>
            <input id="weights" type="file" accept=".safetensors,.gz" {onchange} />
            if props.is_open {
                <button class="back" onclick={props.close.reform(|_: MouseEvent| ())}>
                    { "Back to the site's own" }
                </button>
            }
            <small>
                { format!("Safetensors of {}, in PyTorch's layout or the web's; also dropped anywhere on this page. \
                The file stays on your machine.", props.of) }
            </small>
            <div class="refusal" role="alert">{ props.refusal.clone() }</div>
        </div>
    }
}
