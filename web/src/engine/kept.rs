//! Weights that the browser keeps: what came once is there without a network, too, and after a new release.
//!
//! A browser may refuse to keep anything; then they come from the server each time.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    type Cache;
    // Not `async`: where asking for `caches` itself is refused, there is no promise to wait for.
    #[wasm_bindgen(js_namespace = caches, js_name = open, catch)]
    fn open_cache(name: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, js_name = match, catch)]
    async fn find(this: &Cache, address: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn put(this: &Cache, address: &str, answer: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn delete(this: &Cache, address: &str, options: &Object) -> Result<JsValue, JsValue>;
}

/// What was kept under an address.
pub async fn kept(address: &str) -> Option<Response> {
    open().await.ok()?.find(address).await.ok()?.dyn_into().ok()
}

/// Keeps what came from an address, `name?version=…`, in the place of all other versions.
pub async fn keep(address: String, answer: Response) {
    if let Err(error) = replace(&address, &answer).await {
        web_sys::console::info_2(&format!("{address} is not kept:").into(), &error);
    }
}

async fn replace(address: &str, answer: &Response) -> Result<(), JsValue> {
    let cache = open().await?;
    let all_versions = Object::new();
    js_sys::Reflect::set(&all_versions, &"ignoreSearch".into(), &true.into())?;
    cache.delete(address, &all_versions).await?;
    cache.put(address, answer).await?;
    Ok(())
}

async fn open() -> Result<Cache, JsValue> {
    let cache = JsFuture::from(open_cache("gptnet-weights")?).await?;
    Ok(cache.unchecked_into())
}
