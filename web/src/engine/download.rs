//! Downloads with progress.

use js_sys::{Reflect, Uint8Array};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response, WorkerGlobalScope};

/// No file of the explorer is larger; a server that sends more has something else in mind.
const LIMIT: u64 = 64 << 20;

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
    /// The file does not end.
    #[error("download of {address}: more than {LIMIT} bytes")]
    Size {
        /// What was asked for.
        address: String,
    },
}

/// Fetches a file; `progress` is told the bytes received and, where the server says so, in all.
///
/// # Errors
/// If the server cannot be reached, has no such file, or sends more than 64 MiB.
pub async fn download(
    address: &str,
    mut progress: impl FnMut(u64, Option<u64>),
) -> Result<Vec<u8>, DownloadError> {
    let network = |error: JsValue| DownloadError::Network {
        address: address.to_owned(),
        reason: error
            .dyn_into::<js_sys::Error>()
            .map_or_else(|value| format!("{value:?}"), |error| error.message().into()),
    };
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response =
        JsFuture::from(scope.fetch_with_str(address)).await.map_err(network)?.unchecked_into();
    if !response.ok() {
        return Err(DownloadError::Status {
            address: address.to_owned(),
            status: response.status(),
        });
    }
    // A compressed body has another length than its header says.
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let total = match header("content-encoding") {
        None => header("content-length").and_then(|length| length.parse().ok()),
        Some(_) => None,
    };
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(bytes) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(network)?;
        let value = Reflect::get(&chunk, &JsValue::from_str("value")).map_err(network)?;
        if value.is_undefined() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = value.unchecked_into();
        if bytes.len() as u64 + u64::from(chunk.length()) > LIMIT {
            return Err(DownloadError::Size { address: address.to_owned() });
        }
        bytes.extend_from_slice(&chunk.to_vec());
        progress(bytes.len() as u64, total);
    }
}
