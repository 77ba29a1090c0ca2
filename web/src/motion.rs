//! How fast things move on the pages, and whether they may.

use gloo::timers::callback::Interval;
use gloo::utils::window;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// Milliseconds a step of growth: eight a second.
const PACE: u32 = 125;

/// Whether the visitor has asked for less motion.
pub fn wants_no_motion() -> bool {
    let matches = || -> Result<JsValue, JsValue> {
        let ask: Function = Reflect::get(&window(), &"matchMedia".into())?.dyn_into()?;
        let query = ask.call1(&window(), &"(prefers-reduced-motion: reduce)".into())?;
        Reflect::get(&query, &"matches".into())
    };
    matches().is_ok_and(|matches| matches.is_truthy())
}

/// Ticks at the pace of growth as long as something plays.
#[hook]
pub fn use_pace(playing: bool, tick: impl Fn() + 'static) {
    use_effect_with(playing, move |&playing| {
        let interval = playing.then(|| Interval::new(PACE, tick));
        move || drop(interval)
    });
}
