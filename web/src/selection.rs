//! Fields of which one of several options is chosen.

use wasm_bindgen::JsValue;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The property `value` of a field: a browser that has once been told by hand which option is `selected` takes no notice of
/// that attribute any more. Options have the attribute as well: when the field is made there are none yet that the value
/// could name.
pub fn value(chosen: &str) -> JsValue {
    chosen.into()
}

/// What was chosen by hand. The field goes back to what it was: if the page takes the choice, it draws it.
pub fn chosen(event: &Event, before: &str) -> String {
    let field: HtmlSelectElement = event.target_unchecked_into();
    let chosen = field.value();
    field.set_value(before);
    chosen
}
