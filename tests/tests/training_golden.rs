//! A training step is PyTorch's: weights, Adam's moments and running statistics after three steps from the
//! same start on the same batch. `bench/training_goldens.py` wrote the goldens and says what they are.

#[path = "../golden/formula_weights.rs"]
mod formula_weights;

use std::collections::BTreeMap;

use burn::optim::ModuleOptimizer;
use burn::tensor::Device;
use safetensors::SafeTensors;
use shared::gpt_mnist::sample;
use shared::model::GptNet;
use shared::model::architecture::{Architecture, Kind};
use trainer::train::batch::{Batch, Labelled, Shares};
use trainer::train::optimizer::adam;
use trainer::train::settings::Settings;
use trainer::train::step::step;

/// The values that a golden tensor has at most.
const VALUES: usize = 24;

#[test]
fn three_steps_are_those_of_pytorch() {
    let golden = include_bytes!("../golden/training.safetensors");
    let golden = SafeTensors::deserialize(golden).unwrap();
    let start = formula_weights::formula_weights();
    let device = Device::flex().autodiff();
    let settings = Settings {
        betas: [0.9, 0.99],
        weight_decay: 1e-5,
        slope: 0.1,
        lambdas: [1.0, 2.0],
        ..Settings::default()
    };
    let batch = batch().upload(0.01, &device);
    let (mut network, mut optimizer) = (GptNet::new(&start, &device), adam(&settings));
    let mut losses = Vec::new();
    for _ in 0..3 {
        let outcome;
        (network, outcome) = step(network, &mut optimizer, &batch, &settings, 1e-5);
        losses.extend(outcome.losses);
    }

    let mut compared = 0;
    let mut check = |name: &str, ours: Vec<f32>, tolerance: f32| {
        let golden = floats(golden.tensor(name).unwrap().data());
        assert_eq!(ours.len(), golden.len(), "{name}");
        let largest = golden.iter().fold(0.0f32, |most, value| most.max(value.abs()));
        for (ours, golden) in ours.iter().zip(&golden) {
            let off = (ours - golden).abs() / largest;
            assert!(off <= tolerance, "{name}: {ours}, PyTorch has {golden}");
        }
        compared += 1;
    };
    // PyTorch's own single precision is off by 1e-5, 5e-6, 5e-3 and 5e-4.
    check("losses", losses, 1e-4);
    let (weights, moments) = (network.weights(Architecture::GPT_MNIST), moments(&optimizer));
    for parameter in Architecture::GPT_MNIST.parameters() {
        let name = parameter.name;
        let now = weights.get(&name);
        if matches!(parameter.kind, Kind::RunningMean | Kind::RunningVariance) {
            check(&name, some(now), 1e-4);
            continue;
        }
        let change: Vec<f32> =
            now.iter().zip(start.get(&name)).map(|(now, then)| now - then).collect();
        check(&format!("{name}.change"), some(&change), 2e-2);
        for (golden, ours) in [("exp_avg", "moment_1"), ("exp_avg_sq", "moment_2")] {
            check(&format!("{name}.{golden}"), some(&moments[&format!("{name}.{ours}")]), 5e-3);
        }
    }
    assert_eq!(compared, golden.len(), "every golden tensor is compared");
}

/// Sample i is of class i modulo 10 and seed i.
fn batch() -> Batch {
    let mut batch = Batch::new(Architecture::GPT_MNIST, Shares::Sites);
    for index in 0..16 {
        let class = index % 10;
        let drawn = sample(class, index.into()).unwrap();
        let (image, y_g, y_s) = (&drawn.image, &drawn.y_g, &drawn.y_s);
        batch.push(Labelled { image, class: Some(class), y_g, y_s });
    }
    batch
}

/// Adam's moments by the name of their weight, in PyTorch's spelling, and their own.
fn moments(optimizer: &ModuleOptimizer) -> BTreeMap<String, Vec<f32>> {
    let state = burn_pack::Reader::from_bytes(optimizer.into_bytes().unwrap()).unwrap();
    let paths = state.metadata().clone();
    let tensors = state.into_tensors().unwrap().into_iter().map(|tensor| {
        let (name, _, _, _, bytes) = tensor.into_parts().unwrap();
        let (id, rest) = name.split_once('.').unwrap();
        let moment = rest.rsplit('.').next().unwrap();
        (format!("{}.{moment}", pytorch(&paths[id])), floats(&bytes))
    });
    tensors.collect()
}

/// PyTorch's name for a field of the network.
fn pytorch(path: &str) -> String {
    let renamed =
        path.replace("downsample.conv", "downsample.0").replace("downsample.bn", "downsample.1");
    renamed.replace(".gamma", ".weight").replace(".beta", ".bias")
}

/// What a golden tensor has of these values.
fn some(values: &[f32]) -> Vec<f32> {
    let count = values.len().min(VALUES);
    (0..count).map(|k| values[k * (values.len() - 1) / (count - 1).max(1)]).collect()
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}
