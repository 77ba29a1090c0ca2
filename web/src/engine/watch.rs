//! Remembers what goes wrong on the GPU.
//!
//! In the browser a shader or pipeline that fails is logged and skipped, and stale numbers come
//! back. So whoever computes asks [`trouble`] afterwards.

use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};
use wasm_bindgen::JsValue;
use web_sys::console;

use super::scope::first_line;

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
