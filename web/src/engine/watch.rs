//! Remembers what goes wrong on the GPU.
//!
//! In the browser a shader or pipeline that fails is logged and skipped, and stale numbers come
//! back. So whoever computes asks [`trouble`] afterwards.

use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};
use wasm_bindgen::JsValue;
use web_sys::console;

/// Letters that are said of what goes wrong; the console has all.
const SAID: usize = 300;

static TROUBLE: Mutex<Option<String>> = Mutex::new(None);

struct Watch;

impl Log for Watch {
    fn enabled(&self, metadata: &Metadata) -> bool {
        metadata.level() <= Level::Warn
    }

    fn log(&self, record: &Record) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let text = format!("{}: {}", record.target(), record.args());
        let (console, line) = (JsValue::from_str(&text), first_line(&text));
        match record.level() {
            Level::Error => console::error_1(&console),
            _ => console::warn_1(&console),
        }
        TROUBLE.lock().expect("nothing panics while it is held").get_or_insert(line);
    }

    fn flush(&self) {}
}

/// What is said to the reader, and travels in the address of the worker that takes over: a refused kernel is logged with
/// all of its source.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end_matches([':', ' ']);
    let mut said: String = line.chars().take(SAID).collect();
    if said.len() < line.len() {
        said.push('…');
    }
    said
}

/// Starts watching. A second call changes nothing.
pub fn start() {
    if log::set_logger(&Watch).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

/// The first warning or error since the last call.
pub fn trouble() -> Option<String> {
    TROUBLE.lock().expect("nothing panics while it is held").take()
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
