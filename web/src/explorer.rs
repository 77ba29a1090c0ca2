//! The page's entry point.

use gloo::utils::document;
use web::app::App;

fn main() {
    console_error_panic_hook::set_once();
    let root = document().get_element_by_id("page").expect("index.html has the element");
    yew::Renderer::<App>::with_root(root).render();
}
