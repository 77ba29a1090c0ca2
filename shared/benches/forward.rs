//! The time of a reading: one image, four and sixteen at once, on one thread and on two:
//! `cargo bench -p shared --features network --bench forward`.
//!
//! Two threads read images of their own: what a machine gets done. Latency is how long one waits who shares images out
//! between the two, or gives one image to one. `bench/forward.py` is the same in PyTorch.

use std::hint::black_box;

use pollster::block_on;
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = std::fs::read(path).expect("the released weights");
    let weights = Weights::from_safetensors(&weights).expect("weights");
    let network = Network::new(&weights, CpuEngine::new());
    let digits: Vec<Vec<f32>> =
        (0..16).map(|n| sample((n % 10) as u8, n).expect("a digit").image).collect();
    let read = |images: &[&[f32]]| {
        black_box(block_on(network.read(images)).expect("a reading"));
    };
    let say = |count: usize, how: &str, times: Vec<f64>| {
        let each = times.iter().map(|time| 1e3 * time / count as f64).collect();
        figures::say(&format!("forward, {count} at once, {how}"), "ms", each, None);
    };
    for count in [1, 4, 16] {
        let images: Vec<&[f32]> = digits[..count].iter().map(Vec::as_slice).collect();
        say(count, "one thread", timing::times(1, || read(&images)));
        say(count, "two threads", timing::times(2, || read(&images)));
        let (mine, others) = images.split_at(count.div_ceil(2));
        let shared_out = || {
            if others.is_empty() {
                read(mine);
            } else {
                rayon::join(|| read(mine), || read(others));
            }
        };
        say(count, "latency", timing::times(1, shared_out));
    }
}
