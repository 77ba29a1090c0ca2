use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::window;
use shared::gpt_mnist::{SIZE, Site};
use shared::grown::tilted;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;
use yew::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An element, as far as its place is concerned.
    type Placed;

    #[wasm_bindgen(method, js_name = getBoundingClientRect)]
    fn place(this: &Placed) -> Place;

    /// Where it lies in the window.
    type Place;

    #[wasm_bindgen(method, getter)]
    fn left(this: &Place) -> f64;

    #[wasm_bindgen(method, getter)]
    fn top(this: &Place) -> f64;

    #[wasm_bindgen(method, getter)]
    fn width(this: &Place) -> f64;
}

/// Whether a pointer is pressed that chooses: the first finger, the pen, or the mouse with its main button.
pub fn is_press(event: &PointerEvent) -> bool {
    event.is_primary() && event.button() == 0
}

/// Whether it is moved while it is pressed.
pub fn is_drag(event: &PointerEvent) -> bool {
    event.is_primary() && event.buttons() == 1
}

/// Whether a pointer is down that was pressed here, for what only drags that begin here concern. Who hears of the press
/// sets it.
#[hook]
pub fn use_press() -> Rc<Cell<bool>> {
    let pressed = use_memo((), |()| Cell::new(false));
    let up = pressed.clone();
    use_effect_with((), move |()| {
        let listeners = ["pointerup", "pointercancel"].map(|name| {
            let up = up.clone();
            EventListener::new(&window(), name, move |_| up.set(false))
        });
        move || drop(listeners)
    });
    pressed
}

/// Lets a pointer go, so that it can be dragged on to other elements: a finger belongs to what it touched first, unless
/// that lets it go.
pub fn release(event: &PointerEvent) {
    if let Some(touched) = event.target_dyn_into::<Element>() {
        // Refused for a mouse, which belongs to nothing.
        let _ = touched.release_pointer_capture(event.pointer_id());
    }
}

/// Whether the pointer is on an arrow, which says itself that it is pointed at.
pub fn is_on_arrow(event: &PointerEvent) -> bool {
    let on: Option<Element> = event.target_dyn_into();
    on.is_some_and(|on| on.closest(".pick, .point").is_ok_and(|arrow| arrow.is_some()))
}

/// The cell of a lattice under the pointer; none beside the cells. The lattice fills its drawing but for a margin of
/// half a cell on every side; what lies on it is turned by so many degrees, as an image is.
pub fn cell_under(event: &PointerEvent, turn: f64) -> Option<Site> {
    let on: Element = event.target_dyn_into()?;
    let lattice = on.closest(".lattice").ok()??;
    let place = JsValue::from(lattice).unchecked_into::<Placed>().place();
    // Counted from the middle of the first cell.
    let cells = |offset: f64| offset / place.width() * (SIZE as f64 + 1.0) - 1.0;
    let [x, y] = [event.client_x(), event.client_y()].map(f64::from);
    let (row, column) = tilted((cells(y - place.top()), cells(x - place.left())), -turn);
    let index = |place: f64| (place.round() >= 0.0).then(|| place.round() as usize);
    Site::at(index(row)?, index(column)?).ok()
}
