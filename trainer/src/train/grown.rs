//! Batches of images that are grown as they are asked for.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::grown::Grown;

use super::batch::{Batch, Labelled, Shares};
use super::settings::Settings;

/// The batch of a training step: the same for a seed and step whatever was drawn before.
pub fn draw(grown: &'static Grown, settings: &Settings, step: u64) -> Batch {
    let &Settings { seed, batch: size, max_angle, seed_dropout, .. } = settings;
    let own_angle = grown.definition().angle;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(step);
    let mut batch = Batch::new(settings.architecture(), Shares::Sites);
    for _ in 0..size {
        let class = draw_class(&settings.class_weights, &mut rng);
        let mut drawn = grown.sample(class, rng.random()).expect("a weight for each class");
        // Without dropout nothing is drawn for it, so that the samples stay those of before.
        if seed_dropout > 0.0 && rng.random_bool(seed_dropout) {
            drawn = drawn.keeping(draw_subset(drawn.seeds.len(), &mut rng));
        }
        if max_angle != own_angle && own_angle > 0.0 {
            let angle = drawn.angle * max_angle / own_angle;
            drawn = drawn.with_angle(angle);
        }
        let (image, y_g, y_s) = (&drawn.image, &drawn.y_g, &drawn.y_s);
        batch.push(Labelled { image, class: Some(class), y_g, y_s });
    }
    batch
}

/// Draws a class in proportion to the weights, whose sum is above 0.
fn draw_class(weights: &[f64], rng: &mut impl Rng) -> u8 {
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
