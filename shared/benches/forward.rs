//! The time of a reading: one image, four and sixteen at once, on one thread and on two:
//! `cargo bench -p shared --features threads --bench forward`.
//!
//! Two threads read images of their own, or, together, the same ones: the first is what a machine gets done, the
//! second how long one waits. `bench/forward.py` is the same in PyTorch.

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
    let network = |threads| Network::new(&weights, CpuEngine::new().on_threads(threads));
    let (one, two) = (network(1), network(2));
    let digits: Vec<Vec<f32>> =
        (0..16).map(|n| sample((n % 10) as u8, n).expect("a digit").image).collect();
    let ways =
        [(&one, 1, "one thread"), (&one, 2, "two threads"), (&two, 1, "two threads together")];
    for (network, readers, named) in ways {
        for count in [1, 4, 16] {
            let images: Vec<&[f32]> = digits[..count].iter().map(Vec::as_slice).collect();
            let times = timing::times(readers, || {
                black_box(block_on(network.read(&images)).expect("a reading"));
            });
            let what = format!("forward, {count} at once, {named}");
            let each = times.iter().map(|time| 1e3 * time / count as f64).collect();
            figures::say(&what, "ms", each, None);
        }
    }
}
