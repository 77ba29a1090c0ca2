use gloo::utils::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

/// Copies the address, which says what the page shows.
#[component]
pub fn CopyLink() -> Html {
    let said = use_state(|| "");
    let onclick = {
        let said = said.setter();
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            said.set("");
            spawn_local(async move {
                said.set(match copy().await {
                    Ok(_) => "Copied.",
                    Err(_) => {
                        "Your browser does not let the page copy; take it from the address bar."
                    }
                });
            });
        })
    };
    html! {
        <div class="copy">
            <button class="copy-link" {onclick}>{ "Copy link" }</button>
            <span role="status">{ *said }</span>
        </div>
    }
}

/// Hands the address to the clipboard, where the browser has one for this page.
async fn copy() -> Result<JsValue, JsValue> {
    let address = window().location().href()?;
    let navigator = Reflect::get(&window(), &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let promise: Promise = write.call1(&clipboard, &address.into())?.dyn_into()?;
    JsFuture::from(promise).await
}
