//! BatchNorm's running statistics, taken anew from images.

use super::architecture::{Convolution, Graph, Step};
use super::engine::{CpuEngine, Engine};
use super::fold::folded;
use super::weights::Weights;
use crate::gpt_mnist::SIZE;

impl Weights {
    /// The same weights with the running means and variances that these images have, layer after
    /// layer: what a network needs whose other weights were drawn at random.
    ///
    /// # Panics
    /// If there is no image, or one that is not 28 x 28.
    pub fn recalibrated(&self, images: &[&[f32]]) -> Self {
        let mut weights = self.clone();
        let engine = CpuEngine::new();
        let graph = Graph::gptnet(self.architecture());
        let input =
            engine.tensor(images.concat(), [images.len(), self.architecture().inputs, SIZE, SIZE]);
        let mut slots = vec![input];
        for step in &graph.steps {
            let output = match *step {
                Step::Convolution { index, input, add, relu } => {
                    let convolution = &graph.convolutions[index];
                    if let Some(norm) = &convolution.norm {
                        let raw = kernel(&engine, &weights, &without_norm(convolution));
                        let raw = engine.convolve(&raw, &slots[input], None, false);
                        let (means, variances) = moments(&raw.per_channel());
                        weights.replace(&format!("{norm}.running_mean"), means);
                        weights.replace(&format!("{norm}.running_var"), variances);
                    }
                    let kernel = kernel(&engine, &weights, convolution);
                    let add = add.map(|slot| &slots[slot]);
                    engine.convolve(&kernel, &slots[input], add, relu)
                }
                Step::Pool { input } => engine.pool(&slots[input]).0,
                Step::Join { skip, expansion, crop } => {
                    engine.join(&slots[skip], &slots[expansion], crop)
                }
            };
            slots.push(output);
        }
        weights
    }
}

fn without_norm(convolution: &Convolution) -> Convolution {
    Convolution { norm: None, ..convolution.clone() }
}

fn kernel(
    engine: &CpuEngine,
    weights: &Weights,
    convolution: &Convolution,
) -> <CpuEngine as Engine>::Kernel {
    let (weight, bias) = folded(weights, convolution);
    engine.kernel(&convolution.without_dead_taps(), &weight, bias.as_deref())
}

/// The mean and the variance of each channel's values.
fn moments(channels: &[Vec<f32>]) -> (Vec<f32>, Vec<f32>) {
    let moment = |values: &Vec<f32>| {
        let n = values.len() as f64;
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / n;
        let square = |&value: &f32| (f64::from(value) - mean).powi(2);
        (mean as f32, (values.iter().map(square).sum::<f64>() / n) as f32)
    };
    channels.iter().map(moment).unzip()
}
