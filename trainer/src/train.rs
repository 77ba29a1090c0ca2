//! `trainer train`: trains GPTNet.

pub mod batch;
pub mod checkpoint;
pub mod recipe;

use std::path::PathBuf;
use std::time::Instant;

use burn::module::Module;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor};
use shared::evaluation::classification::SiteCounts;
use shared::mnist::{SITES, sample};
use shared::model::{GptNet, Weights};
use shared::model::gptnet::Logits;

use batch::{Batch, DeviceBatch};
use checkpoint::{CheckpointError, Progress};
use recipe::Recipe;

/// Trains from scratch, or goes on from the newest checkpoint.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Folder of the run
    #[arg(long, default_value = "runs/default")]
    pub out: PathBuf,
    /// Steps between checkpoints
    #[arg(long, default_value_t = 200)]
    pub checkpoint_every: u64,
}

fn adam(recipe: &Recipe) -> ModuleOptimizer {
    AdamConfig::new()
        .with_beta_1(recipe.betas[0])
        .with_beta_2(recipe.betas[1])
        .with_epsilon(1e-8)
        .with_weight_decay(Some(WeightDecayConfig::new(recipe.weight_decay)))
        .init()
}

/// The three cross-entropies of a batch.
fn losses(logits: Logits, batch: &DeviceBatch) -> [Tensor<1>; 3] {
    [
        (log_softmax(logits.y, 1) * batch.y.clone()).sum().neg(),
        (log_softmax(logits.y_g, 1) * batch.y_g.clone()).sum().neg(),
        (log_softmax(logits.y_s, 1) * batch.y_s.clone()).sum().neg(),
    ]
}

/// Trains.
pub fn run(args: &Args) -> Result<(), CheckpointError> {
    let device = Device::flex().autodiff();
    let found = checkpoint::latest(&args.out, adam)?;
    let (mut network, mut optimizer, mut progress) = match found {
        Some(found) => {
            (GptNet::new(&found.weights, &device), found.optimizer, found.progress)
        }
        None => {
            let recipe = Recipe::default();
            let network = GptNet::new(&Weights::random(recipe.seed), &device);
            (network, adam(&recipe), Progress { step: 0, recipe })
        }
    };
    let recipe = progress.recipe.clone();
    let mut clock = Instant::now();
    let mut sums = [0.0f32; 3];
    while progress.step < recipe.steps {
        let step = progress.step;
        let batch = Batch::draw(recipe.seed, step, recipe.batch)
            .upload(recipe.empty_weight_at(step) as f32, &device);
        let logits = network.forward(batch.images.clone(), recipe.slope_at(step));
        let [y, y_g, y_s] = losses(logits, &batch);
        let values = Tensor::cat(vec![y.clone(), y_g.clone(), y_s.clone()], 0).detach();
        let gradients = GradientsParams::from_grads((y + y_g + y_s).backward(), &network);
        network = optimizer.step(recipe.learning_rate_at(step), network, gradients);
        let values: Vec<f32> = values.into_data().try_to_vec().expect("f32");
        for (sum, value) in sums.iter_mut().zip(&values) {
            *sum += value;
        }
        progress.step += 1;
        if progress.step % 20 == 0 {
            let seconds = clock.elapsed().as_secs_f64() / 20.0;
            let [a, b, c] = sums.map(|sum| sum / 20.0);
            println!("step {} y {a:.5} y_g {b:.5} y_s {c:.5} {seconds:.3} s/step", progress.step);
            sums = [0.0; 3];
            clock = Instant::now();
        }
        if progress.step % args.checkpoint_every == 0 || progress.step == recipe.steps {
            checkpoint::save(&args.out, &network, &optimizer, &progress)?;
            report(&network);
            clock = Instant::now();
        }
    }
    Ok(())
}

fn report(network: &GptNet) {
    let network = network.valid();
    let device = Device::flex();
    let mut classes = 0;
    let mut exact = 0;
    let mut totals = [[0u32; 3]; 2];
    let count = 200;
    for first in (0..count).step_by(20) {
        let samples: Vec<_> = (first..first + 20)
            .map(|i| sample((i % 10) as u8, 1_000_000 + i as u64).expect("class"))
            .collect();
        let images: Vec<f32> = samples.iter().flat_map(|s| s.image.iter().copied()).collect();
        let images = Tensor::from_data(
            burn::tensor::TensorData::new(images, [samples.len(), 1, 28, 28]),
            &device,
        );
        let logits = network.forward(images, 0.0);
        let y: Vec<i64> = logits.y.argmax(1).into_data().convert::<i64>().try_to_vec().unwrap();
        let g: Vec<i64> = logits.y_g.argmax(1).into_data().convert::<i64>().try_to_vec().unwrap();
        let s: Vec<i64> = logits.y_s.argmax(1).into_data().convert::<i64>().try_to_vec().unwrap();
        for (i, sample) in samples.iter().enumerate() {
            classes += u32::from(y[i] == i64::from(sample.class));
            let of = |v: &[i64]| -> Vec<u8> {
                v[i * SITES..(i + 1) * SITES].iter().map(|&v| v as u8).collect()
            };
            let (g, s) = (of(&g), of(&s));
            let mut right = true;
            for (total, (truth, predicted)) in
                totals.iter_mut().zip([(&sample.y_g, &g), (&sample.y_s, &s)])
            {
                let counts = SiteCounts::of(truth, predicted);
                total[0] += counts.true_positives;
                total[1] += counts.false_positives;
                total[2] += counts.false_negatives;
                right &= truth == predicted;
            }
            exact += u32::from(right);
        }
    }
    let rates = totals.map(|[tp, fp, fn_]| {
        let rate = |n: u32| 100.0 * f64::from(tp) / f64::from((tp + n).max(1));
        (rate(fp), rate(fn_))
    });
    println!(
        "  class {:.1} % strictly exact {:.1} % precision/recall {rates:.2?}",
        100.0 * f64::from(classes) / f64::from(count),
        100.0 * f64::from(exact) / f64::from(count)
    );
}
