//! The real network in the browser, on both backends, against the goldens.
#![cfg(target_arch = "wasm32")]

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use formula_weights::formula_weights;
use network_goldens::Goldens;
use shared::model::{self, CpuEngine, Network};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};
use web::engine::adapter::{self, Engine, NAMELESS};
use web::engine::message::BackendChoice;
use web::engine::{gpu, watch};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

async fn assert_goldens<E: model::Engine>(network: &Network<E>, tolerance: f32) {
    let goldens = Goldens::load();
    let mut worst = 0.0f32;
    for image in goldens.images() {
        let deviations = image.deviations(network).await;
        assert_eq!(deviations.len(), 46);
        for (name, deviation) in deviations {
            assert!(deviation <= tolerance, "{name}: {deviation:e}, allowed {tolerance:e}");
            worst = worst.max(deviation);
        }
    }
    console_log!("largest deviation {worst:e}");
}

#[wasm_bindgen_test]
async fn the_cpu_meets_the_goldens() {
    assert_eq!(Engine::choose(BackendChoice::Cpu).await, Engine::Cpu(None));
    assert_goldens(&Network::new(&formula_weights(), CpuEngine::new()), 1e-4).await;
}

#[wasm_bindgen_test]
async fn webgpu_meets_the_goldens_without_a_word_of_trouble() {
    watch::start();
    let engine = Engine::choose(BackendChoice::WebGpu).await;
    let Engine::Gpu(adapter) = engine else { panic!("no adapter, see webdriver.json: {engine:?}") };
    console_log!("adapter {adapter}");
    assert_ne!(adapter, NAMELESS);
    let network = gpu::open(&formula_weights()).await.expect("an adapter that computes");
    assert_goldens(&network, 1e-3).await;
    assert_eq!(watch::trouble(), None);
}

#[wasm_bindgen_test]
async fn a_software_adapter_is_passed_over_unless_asked_for() {
    let adapter = adapter::adapter().await.expect("an adapter, see webdriver.json");
    assert!(adapter.software, "{} is hardware, on which this test says nothing", adapter.name);
    let Engine::Cpu(Some(note)) = Engine::choose(BackendChoice::Auto).await else {
        panic!("a software adapter is slower than the CPU");
    };
    assert!(note.contains(&adapter.name), "{note}");
}
