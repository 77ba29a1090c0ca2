//! The address and what a page shows, kept the same.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::route::Route;

/// How many choices have been made on a page. The change of what it shows that comes of one or more of them is a step of
/// the browser's history, whatever else happens before the page is drawn again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choices(u32);

impl Choices {
    /// Counts what is done, if it is a choice.
    pub const fn count(&mut self, is_choice: bool) {
        self.0 = self.0.wrapping_add(is_choice as u32);
    }
}

/// The fragment of the address, with its `#`; empty where there is none.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Names the document after what a page shows; not at all while the reader is elsewhere. It is called after
/// [`use_address`], which names it after the page.
#[hook]
pub fn use_title(route: Route, shown: Option<String>) {
    use_effect_with(shown, move |shown| {
        if let Some(shown) = shown {
            document().set_title(&route.title(shown));
        }
    });
}

/// Writes what a page shows into the address, and tells the page when the address changes.
///
/// After a choice that is a step of the browser's history, else it takes the place of the last one. What the page
/// shows first is not written, so that a change of the address while it starts is not lost.
#[hook]
pub fn use_address(route: Route, shown: String, choices: Choices, changed: Callback<String>) {
    use_title(route, Some(String::new()));
    // What the address says as far as the page knows, which is made from it.
    let known: Rc<RefCell<String>> = use_mut_ref(fragment);
    {
        let known = known.clone();
        use_effect_with((), move |()| {
            let read = move || {
                let fragment = fragment();
                if Route::of(&fragment) == route && *known.borrow() != fragment {
                    known.replace(fragment.clone());
                    changed.emit(fragment);
                }
            };
            // It may have changed since the page was made.
            read();
            let listener = EventListener::new(&window(), "hashchange", move |_| read());
            move || drop(listener)
        });
    }
    let drawn = use_mut_ref(|| None::<String>);
    let written = use_mut_ref(Choices::default);
    use_effect_with((shown, choices), move |(shown, choices)| {
        let is_choice = written.replace(*choices) != *choices;
        // A choice of what is shown already changes nothing, even where the address says it in other words.
        let is_new = drawn.replace(Some(shown.clone())).is_some_and(|before| before != *shown);
        if !is_new || *known.borrow() == *shown {
            return;
        }
        known.replace(shown.clone());
        let history = window().history().expect("a page has a history");
        // Refused only when called many times a second; the next change writes it.
        let _ = if is_choice {
            history.push_state_with_url(&JsValue::NULL, "", Some(shown))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(shown))
        };
    });
}
