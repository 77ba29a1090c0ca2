//! How a page learns that its worker is gone. A worker that the browser ends, for want of memory for instance, says
//! nothing, and no event tells of it. So it holds a lock as long as it runs (worker-start.js), for which the page waits.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // Not `async`: where there are no locks, as without a safe connection, there is no promise to wait for.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// A name for a lock that no other worker of any page has.
pub fn name() -> String {
    format!("gptnet-worker-{}-{}", js_sys::Date::now(), js_sys::Math::random())
}

/// Waits until the worker that holds a lock is gone; for ever where the browser grants no locks.
pub async fn gone(name: &str) {
    let granted = Closure::once_into_js(|| {});
    let released = match request(name, &granted) {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    };
    if !released {
        std::future::pending::<()>().await;
    }
}
