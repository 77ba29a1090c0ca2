//! GPTNet and the attribution methods against the golden outputs of the paper's reference
//! implementation (`tests/golden/README.md`), on the CPU.

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use burn::tensor::Device;
use network_goldens::Goldens;
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
