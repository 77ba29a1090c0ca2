use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// On a small screen the heatmaps lie below the answers: scrolls to their heading where hardly anything of them is
/// in view.
pub fn bring_into_view(heading: &HtmlElement) {
    let window = window();
    let section = heading.parent_element();
    let maps =
        section.as_ref().and_then(|section| section.query_selector(".methods, .row").ok()?);
    let element = |element: Option<Element>| element?.dyn_into::<HtmlElement>().ok();
    let height = window.inner_height().ok().and_then(|height| height.as_f64());
    let (Some(section), Some(maps), Some(height)) = (element(section), element(maps), height)
    else {
        return;
    };
    let scrolled = window.scroll_y().unwrap_or_default();
    let top = f64::from(maps.offset_top()) - scrolled;
    let bottom = f64::from(section.offset_top() + section.offset_height()) - scrolled;
    if top > 0.7 * height || bottom < 0.6 * height {
        heading.scroll_into_view();
    }
}
