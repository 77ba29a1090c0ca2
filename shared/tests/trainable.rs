//! The trainable network is the same function as the one for inference, which meets the goldens.

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;

use burn::tensor::{Device, Tensor, TensorData};
use shared::gpt_mnist::sample;
use shared::model::{BurnEngine, GptNet, Network};
use shared::output::Output;

#[test]
fn the_trainable_network_reads_as_the_one_for_inference() {
    let (weights, device) = (formula_weights::formula_weights(), Device::flex());
    let trainable = GptNet::new(&weights, &device);
    assert!(
        trainable.weights(weights.architecture()) == weights,
        "weights change on their way through the network"
    );

    let image = sample(6, 3).unwrap().image;
    let network = Network::new(&weights, BurnEngine::new(device.clone()));
    let reading = pollster::block_on(network.read(&[&image])).unwrap().remove(0);
    let data = TensorData::new(image, [1, 1, 28, 28]);
    let logits = trainable.forward(Tensor::from_data(data, &device), 0.0);
    let outputs = [
        ("y", logits.y.into_data(), reading.logits(Output::Y)),
        ("y_g", logits.y_g.into_data(), reading.logits(Output::Yg)),
        ("y_s", logits.y_s.into_data(), reading.logits(Output::Ys)),
    ];
    for (name, found, expected) in outputs {
        let found: Vec<f32> = found.try_to_vec().unwrap();
        assert_eq!(found.len(), expected.len(), "{name}");
        let largest = expected.iter().fold(0.0f32, |max, value| max.max(value.abs()));
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() <= 1e-4 * largest, "{name}: {a} and {b}");
        }
    }
}
