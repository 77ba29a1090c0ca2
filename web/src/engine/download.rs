//! Downloads, piece by piece.

use js_sys::{Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, RequestCache, RequestInit, Response, WorkerGlobalScope,
};

/// A download that failed.
#[derive(Debug, Error)]
pub enum DownloadError {
    /// The browser got no answer, or lost it on the way.
    #[error("download of {address}: {reason}")]
    Network {
        /// What was asked for.
        address: String,
        /// The browser's message.
        reason: String,
    },
    /// The server has no such file.
    #[error("download of {address}: the server answers {status}, expected 200")]
    Status {
        /// What was asked for.
        address: String,
        /// The server's answer.
        status: u16,
    },
}

/// Fetches a file and hands it on piece by piece, until the file ends or `take` says that it is wrong.
/// With `fresh` it comes from the server and not from a cache.
///
/// # Errors
/// If the server cannot be reached or has no such file, and what `take` says.
pub async fn download<E: From<DownloadError>>(
    address: &str,
    fresh: bool,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let network = |error: JsValue| DownloadError::Network {
        address: address.to_owned(),
        reason: error
            .dyn_into::<js_sys::Error>()
            .map_or_else(|value| format!("{value:?}"), |error| error.message().into()),
    };
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let init = RequestInit::new();
    init.set_cache(if fresh { RequestCache::Reload } else { RequestCache::Default });
    let answer = scope.fetch_with_str_and_init(address, &init);
    let response: Response = JsFuture::from(answer).await.map_err(network)?.unchecked_into();
    if !response.ok() {
        let (address, status) = (address.to_owned(), response.status());
        return Err(DownloadError::Status { address, status }.into());
    }
    let Some(body) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(network)?;
        let value = Reflect::get(&piece, &JsValue::from_str("value")).map_err(network)?;
        if value.is_undefined() {
            return Ok(());
        }
        let piece: Uint8Array = value.unchecked_into();
        if let Err(error) = take(&piece.to_vec()) {
            // Nobody waits for the rest.
            let _ = reader.cancel();
            return Err(error);
        }
    }
}
