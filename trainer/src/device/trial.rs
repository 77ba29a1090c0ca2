//! What a GPU has to show before it is used: that it reads, explains and trains as the CPU does. A driver or a
//! kernel that is broken may well answer, and wrongly.

use burn::tensor::Device;
use shared::attribution::{Method, Parameters, Request};
use shared::gpt_mnist::sample;
use shared::grown::Sample;
use shared::model::architecture::Architecture;
use shared::model::{BurnEngine, CpuEngine, Engine, GptNet, Network, Weights};
use shared::output::{Output, Target};

use crate::train::batch::{Batch, Labelled, Shares};
use crate::train::optimizer::adam;
use crate::train::settings::Settings;
use crate::train::step::step;

/// How far the numbers of two devices may lie apart, relative to the largest: CUDA may multiply in TF32, which has
/// 10 bits, through forty layers.
const TOLERANCE: f32 = 0.02;

/// The least cosine between what two devices change about a layer in a step. Adam's first step moves each
/// weight by the whole rate, towards the sign of a gradient that may be all rounding.
const LEAST_COSINE: f32 = 0.8;

/// The parameters whose change is compared: the first convolution, the first that all outputs share, and the last
/// ones.
const COMPARED: [&str; 4] =
    ["channel_adj.weight", "backbone.conv1.weight", "cyg.c2.weight", "cys.c2.weight"];

/// The classes of the samples. Fewer would not do: where maps are 1 x 1, batch normalization over two samples leaves
/// nothing but rounding of a gradient.
const CLASSES: [u8; 8] = [7, 0, 1, 2, 3, 4, 5, 6];

/// A number of each output.
const EXPLAINED: [&str; 3] = ["y[7]", "y_g[1][14,14]", "y_s[2][14,14]"];

/// Reads and explains a sample, and takes a step of training with eight, on the device and on the CPU.
///
/// # Errors
/// What the device failed in, and the numbers.
pub fn run(device: &Device) -> Result<(), String> {
    let weights = Weights::random(1);
    let samples = CLASSES.map(|class| sample(class, 1).expect("a class of GPT MNIST"));
    let on_device =
        pollster::block_on(read(&weights, BurnEngine::new(device.clone()), &samples[0]))?;
    let on_cpu = pollster::block_on(read(&weights, CpuEngine::new(), &samples[0]))?;
    for ((what, ours), (_, cpu)) in on_device.iter().zip(&on_cpu) {
        equal(what, ours, cpu)?;
    }
    let [ours, cpu] = [device, &Device::flex()].map(|device| trained(&weights, device, &samples));
    equal("the losses of a training step", &ours.losses, &cpu.losses)?;
    for name in COMPARED {
        let change = |trained: &Weights| -> Vec<f32> {
            trained.get(name).iter().zip(weights.get(name)).map(|(now, then)| now - then).collect()
        };
        let cosine = cosine(&change(&ours.weights), &change(&cpu.weights));
        if cosine.is_nan() || cosine < LEAST_COSINE {
            return Err(format!(
                "a training step changes {name} otherwise than on the CPU: the cosine is {cosine:.2}, \
                 at least {LEAST_COSINE} is expected"
            ));
        }
    }
    Ok(())
}

/// The outputs for a sample and a heatmap for each, with their names.
async fn read<E: Engine>(
    weights: &Weights,
    engine: E,
    sample: &Sample,
) -> Result<Vec<(String, Vec<f32>)>, String> {
    let network = Network::new(weights, engine);
    let forward = network.forward(&[&sample.image]).await.map_err(|error| error.to_string())?;
    let reading = &forward.readings()[0];
    let mut numbers = Vec::new();
    for (output, target) in Output::ALL.into_iter().zip(EXPLAINED) {
        let target: Target = target.parse().expect("a target of GPT MNIST");
        numbers.push((output.name().to_owned(), reading.logits(output).to_vec()));
        let (requests, parameters) = ([Request { image: 0, target }], Parameters::default());
        let methods = [Method::GuidedBackprop];
        let explained = network.explain(&forward, &requests, &methods, &parameters);
        let explanations = explained.await.map_err(|error| error.to_string())?;
        let map = explanations[0].heatmap.values().to_vec();
        numbers.push((format!("guided backpropagation of {target}"), map));
    }
    Ok(numbers)
}

/// What a step of training comes to.
struct Trained {
    losses: [f32; 3],
    weights: Weights,
}

fn trained(weights: &Weights, device: &Device, samples: &[Sample]) -> Trained {
    let device = device.clone().autodiff();
    let settings = Settings::default();
    let mut batch = Batch::new(Architecture::GPT_MNIST, Shares::Sites);
    for sample in samples {
        let (image, class) = (&sample.image[..], Some(sample.class));
        batch.push(Labelled { image, class, y_g: &sample.y_g, y_s: &sample.y_s });
    }
    let batch = batch.upload(settings.empty_weight as f32, &device);
    let network = GptNet::new(weights, &device);
    let (network, outcome) = step(network, &mut adam(&settings), &batch, &settings, 1e-3);
    Trained { losses: outcome.losses, weights: network.weights(Architecture::GPT_MNIST) }
}

fn equal(what: &str, ours: &[f32], cpu: &[f32]) -> Result<(), String> {
    let largest = cpu.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    let off = ours.iter().zip(cpu).find(|&(ours, cpu)| {
        let difference = (ours - cpu).abs();
        difference.is_nan() || difference > TOLERANCE * largest
    });
    match off {
        None => Ok(()),
        Some((ours, cpu)) => {
            Err(format!("{what} has {ours} where the CPU has {cpu}, of at most {largest}"))
        }
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cpu_backend_of_burn_passes() {
        assert_eq!(run(&Device::flex()), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_numbers() {
        assert_eq!(equal("y", &[1.0, 0.51], &[1.0, 0.5]), Ok(()));
        let error = equal("y", &[1.0, 0.53], &[1.0, 0.5]).unwrap_err();
        assert_eq!(error, "y has 0.53 where the CPU has 0.5, of at most 1");
        assert!(equal("y", &[f32::NAN], &[1.0]).is_err());
        assert!(equal("y", &[0.0, 0.0], &[1.0, 0.0]).is_err());
        assert_eq!(cosine(&[3.0, 4.0], &[3.0, 4.0]), 1.0);
        assert_eq!(cosine(&[1.0, 0.0], &[0.0, 1.0]), 0.0);
    }
}
