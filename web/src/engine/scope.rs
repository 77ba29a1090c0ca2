//! The worker's surroundings: its messages, its address, its clock.

use gloo::events::EventListener;
use js_sys::Promise;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::model::Weights;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, UrlSearchParams};

use super::download::download;
use super::reply::Reply;

/// Hands every question to `ask` from now on, and says that the worker listens. What cannot be read,
/// and a panic, is answered as broken.
pub fn serve<A: Reply, Q: DeserializeOwned>(ask: impl Fn(Q) + 'static) {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        post(&A::broken(info.payload_as_str().unwrap_or("a panic").to_owned()));
    }));
    EventListener::new(&scope(), "message", move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        match serde_json::from_str(&text.unwrap_or_default()) {
            Ok(question) => ask(question),
            Err(error) => post(&A::broken(error.to_string())),
        }
    })
    .forget();
    post(&A::STARTED);
}

/// Loads weights from beside the worker's own files; `progress` is told the bytes received and, where the
/// server says so, in all.
///
/// # Errors
/// Why there are none, for the reader.
pub async fn load(name: &str, progress: impl FnMut(u64, Option<u64>)) -> Result<Weights, String> {
    let bytes = download(name, progress).await.map_err(|error| error.to_string())?;
    Weights::from_safetensors(&bytes).map_err(|error| error.to_string())
}

/// Sends a message to the page.
pub fn post(answer: &impl Serialize) {
    let text = serde_json::to_string(answer).expect("an answer is plain data");
    scope().post_message(&JsValue::from_str(&text)).expect("text can always be posted");
}

/// Lets the messages in that came while the worker computed.
pub async fn newer_questions() {
    let promise = Promise::new(&mut |resolve, _| {
        scope().set_timeout_with_callback(&resolve).expect("every worker has timeouts");
    });
    JsFuture::from(promise).await.expect("a timeout is never rejected");
}

/// Milliseconds since the worker started.
pub fn now() -> f64 {
    scope().performance().expect("every browser with WebAssembly has a clock").now()
}

/// A value in the query of the worker's address.
pub fn asked(key: &str) -> Option<String> {
    UrlSearchParams::new_with_str(&scope().location().search()).ok()?.get(key)
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
