//! Other ways in which the same digit could have been written: turned, slanted, stretched, thicker, blurred.

use rand::Rng;

use crate::gpt_mnist::{SITES, SIZE};

/// The largest rotation to either side, in radians.
const ROTATION: f32 = 0.2;
/// The largest slant to either side: columns a row.
const SLANT: f32 = 0.25;
/// The least and the largest stretching of an axis.
const STRETCH: [f32; 2] = [0.85, 1.15];
/// How often the thickness changes.
const THICKENED: f64 = 0.5;
/// Where on the smoothed edge the ink ends: low values are thick.
const EDGE: [f32; 2] = [0.25, 0.6];
/// How steep the new edge is.
const STEEPNESS: f32 = 2.0;
/// How often it is blurred, as a small scan that was enlarged.
const BLURRED: f64 = 0.25;

/// Draws a variant of an image.
///
/// # Panics
/// If the image does not have [`SITES`] pixels.
pub fn variant(image: &[f32], rng: &mut impl Rng) -> Vec<f32> {
    assert_eq!(image.len(), SITES, "pixels of an image");
    let angle = rng.random_range(-ROTATION..ROTATION);
    let slant = rng.random_range(-SLANT..SLANT);
    let stretch = [0, 1].map(|_| rng.random_range(STRETCH[0]..STRETCH[1]));
    let (sine, cosine) = (libm::sinf(angle), libm::cosf(angle));
    let middle = (SIZE - 1) as f32 / 2.0;
    let moved: Vec<f32> = (0..SITES)
        .map(|site| {
            let [x, y] = [site % SIZE, site / SIZE].map(|n| n as f32 - middle);
            let (x, y) = (cosine * x + sine * y, cosine * y - sine * x);
            let (x, y) = ((x + slant * y) / stretch[0], y / stretch[1]);
            between(image, x + middle, y + middle)
        })
        .collect();
    let written = if rng.random_bool(THICKENED) {
        let edge = rng.random_range(EDGE[0]..EDGE[1]);
        let sharpened = |ink: &f32| (0.5 + STEEPNESS * (ink - edge)).clamp(0.0, 1.0);
        smoothed(&moved).iter().map(sharpened).collect()
    } else {
        moved
    };
    if rng.random_bool(BLURRED) { smoothed(&smoothed(&written)) } else { written }
}

/// The image between its pixels' centres, paper outside.
pub(super) fn between(image: &[f32], x: f32, y: f32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let (right, down) = (x - column, y - row);
    let at = |row: f32, column: f32| {
        let inside = |n: f32| (0.0..SIZE as f32).contains(&n);
        match inside(row) && inside(column) {
            true => image[row as usize * SIZE + column as usize],
            false => 0.0,
        }
    };
    let line = |row| at(row, column) * (1.0 - right) + at(row, column + 1.0) * right;
    line(row) * (1.0 - down) + line(row + 1.0) * down
}

/// Means over 3 x 3 pixels, the nearer ones weighing more, paper outside.
fn smoothed(image: &[f32]) -> Vec<f32> {
    let line = |image: &[f32], step: usize, place: fn(usize) -> usize| -> Vec<f32> {
        let beside = |site: usize, there: bool, other: usize| match there {
            true => image[if other == 0 { site - step } else { site + step }],
            false => 0.0,
        };
        (0..SITES)
            .map(|site| {
                let before = beside(site, place(site) > 0, 0);
                let after = beside(site, place(site) + 1 < SIZE, 1);
                0.25 * before + 0.5 * image[site] + 0.25 * after
            })
            .collect()
    };
    line(&line(image, 1, |site| site % SIZE), SIZE, |site| site / SIZE)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn smoothing_keeps_the_ink_and_spreads_it() {
        let mut image = vec![0.0; SITES];
        image[10 * SIZE + 10] = 1.0;
        let smoothed = smoothed(&image);
        assert_eq!(smoothed.iter().sum::<f32>(), 1.0);
        assert_eq!(
            [smoothed[10 * SIZE + 10], smoothed[9 * SIZE + 10], smoothed[9 * SIZE + 9]],
            [0.25, 0.125, 0.0625]
        );
    }

    #[test]
    fn variants_differ_and_are_the_same_for_a_seed() {
        let mut image = vec![0.0; SITES];
        super::super::pen::draw(&mut image, &[[9.0, 6.0], [9.0, 20.0], [18.0, 22.0]], 1.5);
        let draw = |seed| variant(&image, &mut ChaCha8Rng::seed_from_u64(seed));
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let ink = |image: &[f32]| image.iter().sum::<f32>();
        for seed in 0..50 {
            let drawn = draw(seed);
            assert!(drawn.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
            let ratio = ink(&drawn) / ink(&image);
            assert!((0.4..2.2).contains(&ratio), "{ratio}");
        }
    }
}
