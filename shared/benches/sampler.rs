//! On one core: samples per second (growth, rotation and labels), and what it takes to grow eight strokes of
//! handwriting in the memory of those before.

use std::hint::black_box;
use std::time::Instant;

use shared::handwriting::{STEPS, system};
use shared::mnist::{CLASSES, sample};
use shared::pattern::{Development, Seed};

const SAMPLES: u64 = 20_000;
const ROUNDS: usize = 5;

fn main() {
    samples();
    strokes();
}

fn samples() {
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

fn strokes() {
    let seeds: Vec<Seed> = (0..8)
        .map(|n| Seed {
            x: 8 + n % 4 * 4,
            y: 7 + n / 4 * 12,
            r#type: 5 + n as u16,
            orientation: n as u8,
        })
        .collect();
    let mut development = Development::new(system(), &seeds).expect("the seeds are the system's");
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..SAMPLES {
            development.restart(black_box(&seeds)).expect("the seeds are the system's");
            development.run(STEPS);
            black_box(development.codes());
        }
        fastest = fastest.min(start.elapsed().as_secs_f64() / SAMPLES as f64);
    }
    let cells = development.placed().len();
    println!(
        "{:.2} us to grow 8 strokes of {cells} cells in all (best of {ROUNDS})",
        1e6 * fastest
    );
}
