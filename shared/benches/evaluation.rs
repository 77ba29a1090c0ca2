//! Heatmaps a second, on one thread and on two: `cargo bench -p shared --features network`.
//!
//! A six with its four components, by type and orientation: eight heatmaps at once, as
//! `bench/captum_throughput.py` makes them with Captum.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use shared::attribution::{Method, Parameters, Request};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

const METHODS: [Method; 10] = Method::all(Layer::Eb1);
const TIME: Duration = Duration::from_secs(3);

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = std::fs::read(path).expect("the shipped weights");
    let weights = Weights::from_safetensors(&weights).expect("weights");
    let network = Network::new(&weights, CpuEngine::new());
    let six = sample(6, 3).expect("class 6 exists");
    let forward = pollster::block_on(network.forward(&[&six.image])).expect("a reading");
    let reading = &forward.readings()[0];
    let requests: Vec<Request> = Output::SITES
        .into_iter()
        .flat_map(|output| reading.default_targets(output))
        .map(|target| Request { image: 0, target })
        .collect();
    println!("heatmaps a second, {} at once: one thread, two threads", requests.len());
    for method in METHODS {
        let explain = || {
            let (methods, parameters) = ([method], Parameters::default());
            let maps = network.explain(&forward, &requests, &methods, &parameters);
            black_box(pollster::block_on(maps).expect("heatmaps")).len()
        };
        println!("{:24} {:9.1} {:9.1}", method.to_string(), rate(1, explain), rate(2, explain));
    }
    let images = [&six.image[..]; 16];
    let read = || black_box(pollster::block_on(network.read(&images)).expect("16")).len();
    println!("{:24} {:9.1} {:9.1}", "digits read, 16 at once", rate(1, read), rate(2, read));
    let evaluate = || {
        let methods = [Method::GuidedBackprop, Method::Gradient, Method::LrpZPlus];
        let parameters = Parameters::default();
        let explained = network.explained(std::slice::from_ref(&six), &methods, &parameters);
        let digit = pollster::block_on(explained).expect("heatmaps").remove(0);
        let maps = digit.maps.len();
        black_box(localization(&digit).expect("scores"));
        black_box(pollster::block_on(interventions(&network, &digit)).expect("effects"));
        maps
    };
    println!("{:24} {:9.1} {:9.1}", "maps fully scored", rate(1, evaluate), rate(2, evaluate));
}

/// What `work` returns, a second, by so many threads.
fn rate(threads: usize, work: impl Fn() -> usize + Sync) -> f64 {
    work();
    let run = || {
        let (start, mut done) = (Instant::now(), 0);
        while start.elapsed() < TIME {
            done += work();
        }
        done as f64 / start.elapsed().as_secs_f64()
    };
    thread::scope(|scope| {
        let runs: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        runs.into_iter().map(|run| run.join().expect("no thread panics")).sum()
    })
}
