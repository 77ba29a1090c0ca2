//! The time of a reading: one image and sixteen at once, on one thread.
//!
//! Medians of many, with the fastest beside them: on a busy machine that is nearer to the truth.

use std::time::{Duration, Instant};

use pollster::block_on;
use shared::mnist::sample;
use shared::model::{CpuEngine, Network, Weights};

const REPEATS: usize = 60;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = std::fs::read(path).expect("the released weights");
    let weights = Weights::from_safetensors(&weights).expect("weights");
    let network = Network::new(&weights, CpuEngine::new());
    let digits: Vec<Vec<f32>> =
        (0..16).map(|n| sample((n % 10) as u8, n).expect("a digit").image).collect();
    for count in [1, 4, 16] {
        let images: Vec<&[f32]> = digits[..count].iter().map(Vec::as_slice).collect();
        let mut times: Vec<Duration> = (0..REPEATS)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(block_on(network.read(&images)).expect("a reading"));
                start.elapsed()
            })
            .collect();
        times.sort();
        let each = |time: Duration| time.as_secs_f64() * 1e3 / count as f64;
        println!(
            "{count:2} at once: {:6.2} ms a digit, the fastest {:6.2}",
            each(times[REPEATS / 2]),
            each(times[0])
        );
    }
}
