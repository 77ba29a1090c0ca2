//! On one core: samples per second (growth, rotation and labels), and what it takes to grow eight strokes of
//! handwriting in the memory of those before.

use std::hint::black_box;

use shared::gpt_mnist::{CLASSES, sample};
use shared::handwriting::{STEPS, system};
use shared::pattern::{Development, Orientation, Seed, Type};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

const AT_ONCE: u64 = 1_000;

fn main() {
    samples();
    strokes();
}

fn samples() {
    let times = timing::times(1, || {
        for seed in 0..AT_ONCE {
            let class = (seed % CLASSES as u64) as u8;
            black_box(sample(class, seed).expect("the class exists"));
        }
    });
    let rates = times.iter().map(|time| AT_ONCE as f64 / time).collect();
    figures::say("samples drawn, one thread", "samples/s", rates, None);
}

fn strokes() {
    let seeds: Vec<Seed> = (0..8)
        .map(|n| Seed {
            x: 8 + n % 4 * 4,
            y: 7 + n / 4 * 12,
            r#type: Type::new(4 + n as usize),
            orientation: Orientation::new(n as usize),
        })
        .collect();
    let development = Development::new(system(), &seeds).expect("the seeds are the system's");
    let times = timing::times(1, || {
        let mut development = development.clone();
        for _ in 0..AT_ONCE {
            development.restart(black_box(&seeds)).expect("the seeds are the system's");
            development.run(STEPS);
            black_box(development.codes());
        }
    });
    let times = times.iter().map(|time| 1e6 * time / AT_ONCE as f64).collect();
    figures::say("eight strokes grown, one thread", "us", times, None);
}
