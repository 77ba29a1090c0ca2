//! Downloads, piece by piece.

use js_sys::{Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReadableStreamDefaultReader, RequestCache, RequestInit, Response, WorkerGlobalScope,
};

use super::kept::kept;

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

/// Fetches a file and hands it on piece by piece, until the file ends or `take` says that it is wrong. Where it did
/// not come from what was kept, it is also returned, to be kept. With `fresh` it comes from the server.
///
/// # Errors
/// If the server cannot be reached or has no such file, and what `take` says.
pub async fn download<E: From<DownloadError>>(
    address: &str,
    fresh: bool,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<Option<Response>, E> {
    let network = |error: JsValue| DownloadError::Network {
        address: address.to_owned(),
        reason: error
            .dyn_into::<js_sys::Error>()
            .map_or_else(|value| format!("{value:?}"), |error| error.message().into()),
    };
    let kept = if fresh { None } else { kept(address).await };
    let is_new = kept.is_none();
    let response = match kept {
        Some(response) => response,
        None => fetch(address, fresh).await.map_err(network)?,
    };
    if !response.ok() {
        let (address, status) = (address.to_owned(), response.status());
        return Err(DownloadError::Status { address, status }.into());
    }
    let copy = is_new.then(|| response.clone()).transpose().map_err(network)?;
    let Some(body) = response.body() else { return Ok(None) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(network)?;
        let value = Reflect::get(&piece, &JsValue::from_str("value")).map_err(network)?;
        if value.is_undefined() {
            return Ok(copy);
        }
        let piece: Uint8Array = value.unchecked_into();
        if let Err(error) = take(&piece.to_vec()) {
            // Nobody waits for the rest.
            let _ = reader.cancel();
            return Err(error);
        }
    }
}

async fn fetch(address: &str, fresh: bool) -> Result<Response, JsValue> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let init = RequestInit::new();
    init.set_cache(if fresh { RequestCache::Reload } else { RequestCache::Default });
    let answer = scope.fetch_with_str_and_init(address, &init);
    Ok(JsFuture::from(answer).await?.unchecked_into())
}
