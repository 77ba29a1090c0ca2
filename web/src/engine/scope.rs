//! The worker's surroundings: its messages, its address, its clock.

#[cfg(feature = "gpu")]
use std::{future::poll_fn, pin::pin, task::Poll};

use gloo::events::EventListener;
use js_sys::{Array, Float32Array, Promise};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::model::architecture::Architecture;
use shared::model::{Weights, WeightsError, WeightsStream};
use shared::output::Output;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, UrlSearchParams};

use super::download::{DownloadError, download};
use super::kept::keep;
use super::other::{OtherNetwork, check};
use super::reply::{Message, Network, Reply};

/// Letters that are said of what goes wrong; the console has all.
const SAID: usize = 300;

/// Hands every question to `ask` from now on, and says that the worker listens. After a question that cannot be
/// read, and after a panic, it is broken.
pub fn serve<Q: DeserializeOwned>(ask: impl Fn(Q) + 'static) {
    serve_with_file(move |question, _| ask(question));
}

/// As [`serve`], with the file that came with the question.
pub fn serve_with_file<Q: DeserializeOwned>(ask: impl Fn(Q, Option<Blob>) + 'static) {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        broken(info.payload_as_str().unwrap_or("a panic"));
    }));
    EventListener::new(&scope(), "message", move |event| {
        let data = event.dyn_ref::<MessageEvent>().map_or(JsValue::NULL, MessageEvent::data);
        // A question alone, or a question and a file.
        let (text, file) = match data.dyn_ref::<Array>() {
            Some(both) => (both.get(0).as_string(), both.get(1).dyn_into().ok()),
            None => (data.as_string(), None),
        };
        match serde_json::from_str(&text.unwrap_or_default()) {
            Ok(question) => ask(question, file),
            Err(error) => broken(error),
        }
    })
    .forget();
    tell(Network::Starting);
}

/// A file of weights in the folder above that of the workers.
pub struct Source {
    /// Its name, which every server knows.
    pub name: &'static str,
    /// A name for what it holds, so that no cache gives another.
    pub version: &'static str,
    /// The network that it is of.
    pub architecture: Architecture,
}

/// Why there are no weights.
#[derive(Debug, Error)]
pub enum LoadError {
    /// They did not come.
    #[error(transparent)]
    Download(#[from] DownloadError),
    /// They are none.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// They are of another network.
    #[error(transparent)]
    Other(#[from] OtherNetwork),
}

/// Loads weights, and tells how far they have come; `first` is given what the outputs of sites depend on while the
/// rest is on its way, and given it again where the rest showed that it was not to be trusted.
///
/// # Errors
/// Why there are none.
pub async fn load(source: &Source, first: impl FnMut(&Weights)) -> Result<Weights, LoadError> {
    let progress = |received, total| tell(Network::Downloading { received, total });
    load_file(source, progress, first, |_| {}).await
}

/// As [`load`]; `progress` is told the bytes received and in all, unpacked, and `whole` is given the file when the
/// last of it has come. What is no such file is asked for once more, past all caches.
///
/// # Errors
/// Why there are none.
pub async fn load_file(
    source: &Source,
    mut progress: impl FnMut(u64, Option<u64>),
    mut first: impl FnMut(&Weights),
    mut whole: impl FnMut(&WeightsStream),
) -> Result<Weights, LoadError> {
    let fresh = asked("fresh").is_some();
    let loaded = attempt(source, fresh, &mut progress, &mut first, &mut whole).await;
    match loaded {
        // A cache may have kept half of it, or something else under its name.
        Err(LoadError::Weights(_) | LoadError::Other(_)) if !fresh => {
            attempt(source, true, &mut progress, &mut first, &mut whole).await
        }
        loaded => loaded,
    }
}

/// Loads weights once, with `fresh` from the server.
async fn attempt(
    source: &Source,
    fresh: bool,
    progress: &mut impl FnMut(u64, Option<u64>),
    first: &mut impl FnMut(&Weights),
    whole: &mut impl FnMut(&WeightsStream),
) -> Result<Weights, LoadError> {
    let mut stream = WeightsStream::new();
    let mut is_first = true;
    let address = format!("../{}?version={}", source.name, source.version);
    let take = |piece: &[u8]| {
        stream.push(piece)?;
        progress(stream.received() as u64, stream.total().map(|total| total as u64));
        if is_first && stream.is_ready_for(&Output::SITES) {
            let weights = stream.weights_for(&Output::SITES)?;
            check(weights.architecture(), source.architecture)?;
            first(&weights);
            is_first = false;
        }
        Ok::<_, LoadError>(())
    };
    let answer = download(&address, fresh, take).await?;
    whole(&stream);
    let weights = stream.finish()?;
    check(weights.architecture(), source.architecture)?;
    // Only what was found to be right.
    answer.into_iter().for_each(|answer| spawn_local(keep(address.clone(), answer)));
    Ok(weights)
}

/// Sends an answer to the page, with its numbers beside it, which the page gets without a copy.
pub fn reply(answer: impl Reply) {
    let numbers = Float32Array::from(&answer.numbers()[..]);
    let text = text_of(&Message::Answer(answer));
    let (both, handed_over) = (Array::of2(&text, &numbers), Array::of1(&numbers.buffer()));
    scope()
        .post_message_with_transfer(&both, &handed_over)
        .expect("text and fresh numbers can always be posted");
}

/// Tells the page how far the network has come.
pub fn tell(network: Network) {
    let text = text_of(&Message::<()>::Network(network));
    scope().post_message(&text).expect("text can always be posted");
}

/// Tells the page that the worker cannot go on.
pub fn broken(reason: impl ToString) {
    tell(Network::Broken(first_line(&reason.to_string())));
}

/// What is said to the reader, and travels in the address of the worker that takes over: a refused kernel comes with all
/// of its source.
pub fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end_matches([':', ' ']);
    let mut said: String = line.chars().take(SAID).collect();
    if said.len() < line.len() {
        said.push('…');
    }
    said
}

fn text_of(message: &impl Serialize) -> JsValue {
    JsValue::from_str(&serde_json::to_string(message).expect("a message is plain data"))
}

/// Lets the messages in that came while the worker computed.
pub async fn newer_questions() {
    sleep(0).await;
}

/// Waits for some milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        scope()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .expect("every worker has timeouts");
    });
    JsFuture::from(promise).await.expect("a timeout is never rejected");
}

/// What some work comes to, or none where that takes longer than some milliseconds.
#[cfg(feature = "gpu")]
pub async fn within<T>(milliseconds: i32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut limit) = (pin!(work), pin!(sleep(milliseconds)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_said_is_one_line_of_bounded_length() {
        assert_eq!(first_line("wgpu: refused:\n@compute fn main() {}"), "wgpu: refused");
        assert_eq!(first_line(""), "");
        let long = first_line(&"ä".repeat(1000));
        assert_eq!((long.chars().count(), long.chars().last()), (SAID + 1, Some('…')));
    }
}
