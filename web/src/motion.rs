//! How fast things move on the pages, and whether they may.

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::EventTarget;
use yew::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A question about the visitor's settings, and its answer as they are now.
    #[wasm_bindgen(extends = EventTarget)]
    type MediaQueryList;

    #[wasm_bindgen(method, getter)]
    fn matches(this: &MediaQueryList) -> bool;

    #[wasm_bindgen(catch, js_name = matchMedia)]
    fn match_media(query: &str) -> Result<MediaQueryList, JsValue>;
}

thread_local! {
    static LESS_MOTION: Option<MediaQueryList> =
        match_media("(prefers-reduced-motion: reduce)").ok();
}

/// Milliseconds a step of growth: eight a second.
const PACE: u32 = 125;

/// Whether the visitor has asked for less motion.
pub fn wants_no_motion() -> bool {
    LESS_MOTION.with(|less| less.as_ref().is_some_and(MediaQueryList::matches))
}

/// Says whether things may move whenever the visitor changes that.
#[hook]
pub fn use_motion(changed: impl Fn(bool) + 'static) {
    use_effect_with((), move |()| {
        let listen = |less: &MediaQueryList| {
            EventListener::new(less, "change", move |_| changed(!wants_no_motion()))
        };
        let listener = LESS_MOTION.with(|less| less.as_ref().map(listen));
        move || drop(listener)
    });
}

/// Ticks at the pace of growth as long as something plays.
#[hook]
pub fn use_pace(playing: bool, tick: impl Fn() + 'static) {
    use_effect_with(playing, move |&playing| {
        let interval = playing.then(|| Interval::new(PACE, tick));
        move || drop(interval)
    });
}
