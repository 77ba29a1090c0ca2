//! Weights out of a file that the visitor has opened.

use js_sys::Uint8Array;
use shared::model::{Weights, WeightsError, WeightsStream};
use thiserror::Error;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::origin::Origin;
use crate::engine::other::OtherNetwork;

/// Bytes that are read at once.
const PIECE: f64 = 4.0 * 1024.0 * 1024.0;

/// Why an opened file is of no use.
#[derive(Debug, Error)]
pub enum OpenedError {
    /// The browser cannot read it.
    #[error("the browser cannot read the file; it may have been moved or changed")]
    Unreadable,
    /// It holds no weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// It holds weights for something else.
    #[error(transparent)]
    Other(#[from] OtherNetwork),
    /// They are finite, but what they make of a digit is not.
    #[error(
        "weights: what they make of {what} in the block \"{block}\" is larger than any 32-bit number"
    )]
    OutOfRange {
        /// The first such block.
        block: String,
        /// The digit, or the drawing, in words.
        what: String,
    },
}

/// The weights in a file, and where they come from; `progress` is told the bytes read and in all.
///
/// # Errors
/// If it holds none.
pub async fn read(
    file: &Blob,
    mut progress: impl FnMut(u64, u64),
) -> Result<(Weights, Origin), OpenedError> {
    let (mut stream, mut read) = (WeightsStream::new(), 0.0);
    while read < file.size() {
        let end = (read + PIECE).min(file.size());
        let piece = file.slice_with_f64_and_f64(read, end);
        let piece = piece.map_err(|_| OpenedError::Unreadable)?.array_buffer();
        let piece = JsFuture::from(piece).await.map_err(|_| OpenedError::Unreadable)?;
        stream.push(&Uint8Array::new(&piece).to_vec())?;
        read = end;
        progress(read as u64, file.size() as u64);
    }
    let origin = Origin::of(&stream);
    Ok((stream.finish()?, origin))
}
