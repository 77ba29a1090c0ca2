//! Heatmaps: `cargo bench -p shared --features network --bench evaluation`.
//!
//! A six with its four components, by type and orientation: eight heatmaps at once, as
//! `bench/captum_throughput.py` makes them with Captum. Two threads explain each on its own.

use std::hint::black_box;

use pollster::block_on;
use shared::attribution::{Method, Parameters, Request};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

const METHODS: [Method; 10] = Method::all(Layer::Eb1);
/// Those that make do with one pass back, which Captum has too.
const DIGIT: [Method; 3] =
    [Method::GuidedBackprop, Method::Deconvolution, Method::GradCam(Layer::Eb1)];
const SCORED: [Method; 4] = [DIGIT[0], DIGIT[1], DIGIT[2], Method::Gradient];
const THREADS: [(usize, &str); 2] = [(1, "one thread"), (2, "two threads")];

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = std::fs::read(path).expect("the shipped weights");
    let weights = Weights::from_safetensors(&weights).expect("weights");
    let network = Network::new(&weights, CpuEngine::new());
    let six = sample(6, 3).expect("class 6 exists");
    let parameters = Parameters::default();
    let forward = block_on(network.forward(&[&six.image])).expect("a reading");
    let reading = &forward.readings()[0];
    let requests: Vec<Request> = Output::SITES
        .into_iter()
        .flat_map(|output| reading.default_targets(output))
        .map(|target| Request { image: 0, target })
        .collect();

    for (threads, named) in THREADS {
        let times = timing::times(threads, || {
            let forward = block_on(network.forward(&[&six.image])).expect("a reading");
            let maps = network.explain(&forward, &requests, &DIGIT, &parameters);
            black_box(block_on(maps).expect("heatmaps"));
        });
        let times = times.iter().map(|time| 1e3 * time).collect();
        figures::say(&format!("all components of a digit, {named}"), "ms", times, None);
    }
    for (threads, named) in THREADS {
        for method in METHODS {
            let times = timing::times(threads, || {
                let methods = [method];
                let maps = network.explain(&forward, &requests, &methods, &parameters);
                black_box(block_on(maps).expect("heatmaps"));
            });
            say_rate(&format!("{method}, {named}"), requests.len(), &times);
        }
    }
    for (threads, named) in THREADS {
        let explain = || network.explained(std::slice::from_ref(&six), &SCORED, &parameters);
        let maps = block_on(explain()).expect("heatmaps").remove(0).maps;
        let named_method = |explainer: &str| SCORED.iter().any(|m| m.to_string() == explainer);
        let count = maps.iter().filter(|map| named_method(&map.explainer)).count();
        let times = timing::times(threads, || {
            let digit = block_on(explain()).expect("heatmaps").remove(0);
            black_box(localization(&digit).expect("scores"));
            black_box(block_on(interventions(&network, &digit)).expect("effects"));
        });
        say_rate(&format!("evaluation suite, {named}"), count, &times);
    }
}

/// So many maps each time, as maps a second.
fn say_rate(what: &str, maps: usize, times: &[f64]) {
    figures::say(what, "maps/s", times.iter().map(|time| maps as f64 / time).collect(), None);
}
