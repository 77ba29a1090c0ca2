//! The page's entry point.

use gloo::utils::document;
use web::page::Page;

fn main() {
    console_error_panic_hook::set_once();
    let root = document().get_element_by_id("page").expect("index.html has the element");
    yew::Renderer::<Page>::with_root(root).render();
}
