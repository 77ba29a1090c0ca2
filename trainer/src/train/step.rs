//! One step of the optimizer.

use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::Tensor;
use shared::model::GptNet;
use shared::model::gptnet::Logits;

use super::batch::DeviceBatch;
use super::objective::losses;
use super::settings::Settings;

/// What a batch came to before the network learnt from it.
pub struct Outcome {
    /// The losses of `y`, `y_g` and `y_s`.
    pub losses: [f32; 3],
    /// The logits, for scores.
    pub logits: Logits,
}

/// Lets a network learn from a batch at a rate. The optimizer is that of the settings.
pub fn step(
    network: GptNet,
    optimizer: &mut ModuleOptimizer,
    batch: &DeviceBatch,
    settings: &Settings,
    rate: f64,
) -> (GptNet, Outcome) {
    let logits = network.forward(batch.images.clone(), settings.slope);
    let kept = Logits {
        y: logits.y.clone().detach(),
        y_g: logits.y_g.clone().detach(),
        y_s: logits.y_s.clone().detach(),
    };
    let [y, y_g, y_s] = losses(logits, batch);
    let values = Tensor::cat(vec![y.clone(), y_g.clone(), y_s.clone()], 0).detach();
    let [lambda_g, lambda_s] = settings.lambdas;
    let total = y + y_g.mul_scalar(lambda_g) + y_s.mul_scalar(lambda_s);
    let gradients = GradientsParams::from_grads(total.backward(), &network);
    let network = optimizer.step(rate, network, gradients);
    let values = values.into_data().try_to_vec::<f32>().expect("losses are f32");
    (network, Outcome { losses: [values[0], values[1], values[2]], logits: kept })
}
