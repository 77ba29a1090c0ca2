//! Files that visitors open.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlInputElement};
use yew::prelude::*;

/// All bytes of a file; none if the browser cannot read it.
pub async fn bytes(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The file that was chosen, if one was. The input is empty again: the same file chosen again is a change.
pub fn chosen(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target_dyn_into()?;
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// A file of weights that the visitor has opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its number, from 1, by which the worker's answers name it.
    pub number: u32,
    /// The file.
    pub file: File,
}

impl Opened {
    /// What to say of a file that is not used, for a reason.
    pub fn refusal(&self, reason: &str) -> String {
        let name = self.file.name();
        format!(
            "\u{201c}{name}\u{201d} is not used, and the page shows its own network. Reason: {reason}."
        )
    }
}
