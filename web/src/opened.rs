//! Files that visitors open.

use js_sys::Uint8Array;
use wasm_bindgen_futures::{JsFuture, spawn_local};
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

/// Reads files, and tells what is in the newest: what an earlier one holds is dropped if it comes later.
#[hook]
pub fn use_reader<T, F>(read: impl Fn(File) -> F + 'static, told: Callback<T>) -> Callback<File>
where
    T: 'static,
    F: Future<Output = T> + 'static,
{
    let newest = use_mut_ref(|| 0_u32);
    // The same one as long as the same is told: whoever gets it need not be drawn anew.
    use_callback(told, move |file: File, told: &Callback<T>| {
        *newest.borrow_mut() += 1;
        let (number, newest) = (*newest.borrow(), newest.clone());
        let (reading, told) = (read(file), told.clone());
        spawn_local(async move {
            let content = reading.await;
            if *newest.borrow() == number {
                told.emit(content);
            }
        });
    })
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
