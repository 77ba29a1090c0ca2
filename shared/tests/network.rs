//! GPTNet and the attribution methods against the golden outputs of the paper's reference
//! implementation (`tests/golden/network_goldens.rs`), on the CPU.

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use burn::tensor::Device;
use network_goldens::Goldens;
use shared::attribution::Parameters;
use shared::model::{BurnEngine, CpuEngine, Engine, Network};

/// `max |a - b|` relative to `max |golden|`, for each tensor.
const TOLERANCE: f32 = 1e-4;

/// The tensors compared for each image: three outputs and the maps in the file.
const COMPARED: [usize; 2] = [46, 46];

fn assert_goldens<E: Engine>(engine: E) {
    let network = Network::new(&formula_weights::formula_weights(), engine);
    for (image, compared) in Goldens::load().images().into_iter().zip(COMPARED) {
        let deviations = pollster::block_on(image.deviations(&network));
        assert_eq!(deviations.len(), compared);
        for (name, deviation) in deviations {
            assert!(deviation <= TOLERANCE, "{name}: {deviation}");
        }
    }
}

#[test]
fn burn_meets_the_goldens() {
    assert_goldens(BurnEngine::new(Device::flex()));
}

#[test]
fn plain_rust_meets_the_goldens() {
    assert_goldens(CpuEngine::new());
}

/// Maps by Captum and Zennit (`bench/attribution_goldens.py`), by every method and layer.
fn assert_peers<E: Engine>(engine: E) {
    let network = Network::new(&formula_weights::formula_weights(), engine);
    let images = Goldens::load().images().map(|image| image.pixels());
    for (pixels, peers) in images.iter().zip(Goldens::peers().images()) {
        let forward = pollster::block_on(network.forward(&[pixels])).unwrap();
        let parameters = Parameters { noise: peers.noise(), ..Parameters::default() };
        let deviations = pollster::block_on(peers.map_deviations(&network, &forward, &parameters));
        assert_eq!(deviations.len(), 66);
        for (name, deviation) in deviations {
            let allowed = if name == "y[4].smooth_grad" { A_FLIP } else { TOLERANCE };
            assert!(deviation <= allowed, "{name}: {deviation}");
        }
    }
}

/// In one of the 32 noisy copies of the second image a ReLU's input is so close to 0 that the order of
/// summation decides on its sign, and with it on 1/32 of a gradient that is off by 6 %.
const A_FLIP: f32 = 3e-3;

#[test]
fn burn_meets_the_peers() {
    assert_peers(BurnEngine::new(Device::flex()));
}

#[test]
fn plain_rust_meets_the_peers() {
    assert_peers(CpuEngine::new());
}
