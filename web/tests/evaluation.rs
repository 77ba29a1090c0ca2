//! The evaluation of heatmaps in the browser: the same samples and means as natively.
#![cfg(target_arch = "wasm32")]

#[path = "../../tests/golden/evaluation_means.rs"]
mod evaluation_means;
#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;

use shared::model::{CpuEngine, Network};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn the_means_are_those_of_the_native_program() {
    let network = Network::new(&formula_weights::formula_weights(), CpuEngine::new());
    evaluation_means::assert_golden(&evaluation_means::means(&network).await);
}
