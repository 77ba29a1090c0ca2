//! GPTNet and the attribution methods against the golden outputs of the paper's reference
//! implementation (`tests/golden/README.md`), on the CPU.

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use burn::tensor::Device;
use network_goldens::Goldens;
use shared::model::Network;

/// `max |a - b|` relative to `max |golden|`, for each tensor.
const TOLERANCE: f32 = 1e-4;

#[test]
fn outputs_and_heatmaps_equal_the_goldens() {
    let network = Network::new(&formula_weights::formula_weights(), &Device::flex());
    for image in Goldens::load().images() {
        let deviations = pollster::block_on(image.deviations(&network));
        assert!(deviations.len() > 40, "{} tensors compared", deviations.len());
        for (name, deviation) in deviations {
            assert!(deviation <= TOLERANCE, "{name}: {deviation}");
        }
    }
}
