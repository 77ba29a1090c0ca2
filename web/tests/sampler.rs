//! A seed means the same in the browser as anywhere.
#![cfg(target_arch = "wasm32")]

#[path = "../../tests/golden/sampler_goldens.rs"]
mod sampler_goldens;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn a_seed_means_the_same_in_the_browser() {
    sampler_goldens::check();
}
