//! Which kernels NVIDIA's compiler takes, without a card: the driver is one that forgets everything, and all numbers are
//! zeros. `bench/cuda_dry_run.sh` prepares both and runs it.

use std::env;
use std::fs;

use burn::tensor::Device;
use shared::attribution::{Method, Parameters, Request};
use shared::gpt_mnist::sample;
use shared::model::architecture::Architecture;
use shared::model::{BurnEngine, GptNet, Network, Weights};
use shared::output::{Layer, Target};
use trainer::device::toolkit;
use trainer::train::batch::{Batch, Labelled, Shares};
use trainer::train::optimizer::adam;
use trainer::train::settings::Settings;
use trainer::train::step::step;

/// Lines of the log that the compiler keeps.
struct Programs {
    seen: usize,
    refused: Vec<String>,
}

impl Programs {
    /// Prints how many programs were compiled and refused since the last call.
    fn count(&mut self, purpose: &str) {
        let path = env::var_os("DRY_RUN_LOG").expect("bench/cuda_dry_run.sh sets DRY_RUN_LOG");
        let log = fs::read_to_string(path).unwrap_or_default();
        let new: Vec<&str> = log.lines().skip(self.seen).collect();
        let refused: Vec<&str> = new.iter().copied().filter(|line| *line != "compiled").collect();
        println!("{purpose}: {} compiled, {} refused", new.len() - refused.len(), refused.len());
        self.seen += new.len();
        self.refused.extend(refused.into_iter().map(str::to_owned));
        self.refused.sort_unstable();
        self.refused.dedup();
    }
}

#[test]
#[ignore = "needs a driver that forgets; run by bench/cuda_dry_run.sh"]
fn nvrtc_takes_every_kernel() {
    assert_eq!(toolkit::Found::here().missing(), None);
    let mut programs = Programs { seen: 0, refused: Vec::new() };
    let device = Device::cuda(0);
    let weights = Weights::random(1);
    let samples: Vec<_> = (0..16).map(|at| sample(at % 10, 1).expect("a class")).collect();

    let network = Network::new(&weights, BurnEngine::new(device.clone()));
    let images = samples.iter().map(|sample| &sample.image[..]).collect::<Vec<_>>();
    for count in [1, 16] {
        pollster::block_on(network.forward(&images[..count])).expect("numbers, if wrong ones");
    }
    programs.count("reading, one digit and sixteen");

    let forward = pollster::block_on(network.forward(&images[..1])).expect("numbers");
    for target in ["y[7]", "y_g[1][14,14]", "y_s[2][14,14]"] {
        let target: Target = target.parse().expect("a target of GPT MNIST");
        let (requests, parameters) = ([Request { image: 0, target }], Parameters::default());
        let methods = Method::all(Layer::Stem);
        pollster::block_on(network.explain(&forward, &requests, &methods, &parameters))
            .expect("maps, if wrong ones");
    }
    programs.count("explaining, a number of each output by ten methods");

    let device = device.autodiff();
    let settings = Settings::default();
    let mut batch = Batch::new(Architecture::GPT_MNIST, Shares::Sites);
    for sample in &samples {
        let (image, class) = (&sample.image[..], Some(sample.class));
        batch.push(Labelled { image, class, y_g: &sample.y_g, y_s: &sample.y_s });
    }
    let batch = batch.upload(settings.empty_weight as f32, &device);
    let network = GptNet::new(&weights, &device);
    let (network, _) = step(network, &mut adam(&settings), &batch, &settings, 1e-3);
    drop(network.weights(Architecture::GPT_MNIST));
    programs.count("a training step of sixteen");

    assert!(programs.seen > 0, "nothing was compiled");
    assert!(programs.refused.is_empty(), "{}", programs.refused.join("\n"));
}
