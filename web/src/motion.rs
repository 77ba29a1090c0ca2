//! How fast things move on the pages, and whether they may.

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use gloo::utils::{document, window};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget};
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

    /// An element, which lies somewhere.
    #[wasm_bindgen(extends = Element)]
    type Placed;

    #[wasm_bindgen(method, js_name = getBoundingClientRect)]
    fn rectangle(this: &Placed) -> Rectangle;

    type Rectangle;

    #[wasm_bindgen(method, getter)]
    fn top(this: &Rectangle) -> f64;

    #[wasm_bindgen(method, getter)]
    fn bottom(this: &Rectangle) -> f64;
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

/// Ticks at the pace of growth as long as something plays and can be seen.
#[hook]
pub fn use_pace(playing: bool, tick: impl Fn() + 'static) {
    use_effect_with(playing, move |&playing| {
        let tick = move || {
            if is_seen() {
                tick();
            }
        };
        let interval = playing.then(|| Interval::new(PACE, tick));
        move || drop(interval)
    });
}

/// Whether the tab is shown, and anything that plays, which says so of itself, is within the window.
fn is_seen() -> bool {
    let (document, height) = (document(), window().inner_height());
    let height = height.ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    let Ok(stages) = document.query_selector_all("[data-plays]") else { return true };
    let stages = (0..stages.length()).filter_map(|index| stages.item(index)).map(|stage| {
        let rectangle = stage.unchecked_into::<Placed>().rectangle();
        [rectangle.top(), rectangle.bottom()]
    });
    !document.hidden() && is_within(height, stages)
}

/// Whether any of the stages lies within a window of that height, or there is none. Those without a height are hidden.
fn is_within(height: f64, stages: impl Iterator<Item = [f64; 2]>) -> bool {
    let shown: Vec<[f64; 2]> = stages.filter(|[top, bottom]| bottom > top).collect();
    shown.is_empty() || shown.iter().any(|&[top, bottom]| bottom > 0.0 && top < height)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_stage_is_seen_within_the_window_only() {
        let is_within = |stages: &[[f64; 2]]| is_within(800.0, stages.iter().copied());
        assert!(is_within(&[[10.0, 300.0]]) && is_within(&[[-200.0, 1.0]]));
        assert!(!is_within(&[[-300.0, 0.0]]) && !is_within(&[[800.0, 1100.0]]));
        assert!(is_within(&[[-300.0, -10.0], [700.0, 900.0]]), "one of them is");
        assert!(is_within(&[]) && is_within(&[[0.0, 0.0]]), "nothing to wait for");
        assert!(!is_within(&[[0.0, 0.0], [900.0, 1000.0]]));
    }
}
