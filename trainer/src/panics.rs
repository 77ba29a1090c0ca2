//! Panics, in whatever thread, end a command with one line. Burn reports by panics what is wrong with a
//! device, often in a thread of the device's, where nobody waits for it.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::output::say;

/// Characters of a long panic's message that are shown, of its beginning and of its end; a refused kernel's is all of
/// its source, and what is wrong with it may stand before or after that.
const SHOWN: [usize; 2] = [200, 200];

/// The exit code of a command that has panicked.
pub const EXIT_CODE: u8 = 1;

thread_local! {
    /// Whether a panic of this thread is taken by [`caught`].
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// What a panic of any thread needs to know.
struct State {
    /// Where the code is whose panic was taken last.
    place: Option<String>,
    /// Follows the message.
    advice: String,
    /// While a device is tried: the first panic in a thread that nobody waits for.
    tried: Option<Option<String>>,
}

static STATE: Mutex<State> = Mutex::new(State { place: None, advice: String::new(), tried: None });

/// From now on a panic in a thread that nobody waits for ends the process with one line, and one that
/// [`caught`] takes is not printed.
pub fn end_the_process() {
    panic::set_hook(Box::new(|info| {
        let mut state = state();
        state.place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        // Rayon hands its threads' panics to whoever waits for their work.
        if IS_CAUGHT.get() || rayon::current_thread_index().is_some() {
            return;
        }
        let message = shortened(text(info.payload()));
        if let Some(first) = &mut state.tried {
            first.get_or_insert(message);
            return;
        }
        say!("error: {}", state.line(&message));
        process::exit(EXIT_CODE.into());
    }));
}

/// What follows the message of a panic: what is safe, and where.
pub fn advise(advice: String) {
    state().advice = advice;
}

/// The line for a panic that [`caught`] took.
pub fn line(message: &str) -> String {
    state().line(message)
}

/// Runs something that may panic in this thread or in Rayon's.
///
/// # Errors
/// The panic's message, in one line.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    let outer = IS_CAUGHT.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_CAUGHT.set(outer);
    result.map_err(|payload| shortened(text(&*payload)))
}

/// As [`caught`], and a panic in a thread that nobody waits for is an error, too. For one at a time.
///
/// # Errors
/// The first panic's message, in one line.
pub fn tried<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    state().tried = Some(None);
    let result = caught(run);
    match state().tried.take().flatten() {
        Some(elsewhere) => Err(elsewhere),
        None => result,
    }
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn line(&self, message: &str) -> String {
        let mut line = format!("this should not have happened: {message}");
        if let Some(place) = &self.place {
            line += &format!(" ({place})");
        }
        if !self.advice.is_empty() {
            line += &format!("; {}", self.advice);
        }
        line
    }
}

fn text(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message")
}

/// A message on one line, without its middle where it is too long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let [first, last] = SHOWN;
    let count = line.chars().count();
    if count <= first + last {
        return line;
    }
    let start: String = line.chars().take(first).collect();
    let end: String = line.chars().skip(count - last).collect();
    format!("{start} … {end}")
}
