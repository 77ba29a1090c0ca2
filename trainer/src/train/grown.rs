//! Batches of the paper's dataset.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::mnist::{CLASSES, MAX_ANGLE, sample};
use shared::model::architecture::Architecture;

use super::batch::{Batch, Labelled, Shares};
use super::settings::Settings;

/// The batch of a training step: the same for a seed and step whatever was drawn before.
pub fn draw(settings: &Settings, step: u64) -> Batch {
    let &Settings { seed, batch: size, class_weights, max_angle, seed_dropout, .. } = settings;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(step);
    let mut batch = Batch::new(Architecture::GPT_MNIST, Shares::Sites);
    for _ in 0..size {
        let class = draw_class(&class_weights, &mut rng);
        let mut drawn = sample(class, rng.random()).expect("classes 0 to 9 exist");
        // Without dropout nothing is drawn for it, so that the samples stay those of before.
        if seed_dropout > 0.0 && rng.random_bool(seed_dropout) {
            drawn = drawn.keeping(draw_subset(drawn.seeds.len(), &mut rng));
        }
        if max_angle != MAX_ANGLE {
            let angle = drawn.angle * max_angle / MAX_ANGLE;
            drawn = drawn.with_angle(angle);
        }
        let (image, y_g, y_s) = (&drawn.image, &drawn.y_g, &drawn.y_s);
        batch.push(Labelled { image, class: Some(class), y_g, y_s });
    }
    batch
}

/// Draws a class in proportion to the weights, whose sum is above 0.
fn draw_class(weights: &[f64; CLASSES], rng: &mut impl Rng) -> u8 {
    let mut left = rng.random_range(0.0..weights.iter().sum::<f64>());
    for (class, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return class as u8;
        }
    }
    // Rounding may leave a little over; it falls to the last class that is drawn at all.
    weights.iter().rposition(|&weight| weight > 0.0).unwrap_or(0) as u8
}

/// Draws how many of the seeds stay, from 1 to all but one, and then which. A lone seed stays.
fn draw_subset(seeds: usize, rng: &mut impl Rng) -> u32 {
    let kept = rng.random_range(1..seeds.max(2));
    let mut subset = 0u32;
    while (subset.count_ones() as usize) < kept {
        subset |= 1 << rng.random_range(0..seeds);
    }
    subset
}
