//! Samples per second on one core: growth, rotation and labels.

use std::hint::black_box;
use std::time::Instant;

use shared::mnist::{CLASSES, sample};

const SAMPLES: u64 = 20_000;
const ROUNDS: usize = 5;

fn main() {
    let mut fastest: f64 = 0.0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for seed in 0..SAMPLES {
            let class = (seed % CLASSES as u64) as u8;
            black_box(sample(class, seed).expect("the class exists"));
        }
        fastest = fastest.max(SAMPLES as f64 / start.elapsed().as_secs_f64());
    }
    println!("{fastest:.0} samples/s (best of {ROUNDS} rounds of {SAMPLES})");
}
