//! How fast things move on the pages, and whether they may.

use gloo::utils::window;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds a step of growth: eight a second.
pub const PACE: u32 = 125;

/// Whether the visitor has asked for less motion.
pub fn wants_no_motion() -> bool {
    let matches = || -> Result<JsValue, JsValue> {
        let ask: Function = Reflect::get(&window(), &"matchMedia".into())?.dyn_into()?;
        let query = ask.call1(&window(), &"(prefers-reduced-motion: reduce)".into())?;
        Reflect::get(&query, &"matches".into())
    };
    matches().is_ok_and(|matches| matches.is_truthy())
}
