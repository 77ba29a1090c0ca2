//! The changed images that some methods look at.

use std::f32::consts::PI;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::method::Noise;
use crate::gpt_mnist::SIZE;

/// Images on the straight way from a blank one, each in the middle of its interval.
pub(super) fn path(image: &[f32], steps: usize) -> Vec<Vec<f32>> {
    let at = |step| {
        let share = (step as f32 + 0.5) / steps as f32;
        image.iter().map(|pixel| share * pixel).collect()
    };
    (0..steps).map(at).collect()
}

/// Noisy copies of an image.
pub(super) fn noisy(image: &[f32], noise: &Noise) -> Vec<Vec<f32>> {
    let add = |noise: &[f32]| image.iter().zip(noise).map(|(pixel, noise)| pixel + noise).collect();
    match *noise {
        Noise::Given(ref all) => all.iter().map(|noise| add(noise)).collect(),
        Noise::Drawn { samples, sigma, seed } => {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let most = image.iter().fold(f32::NEG_INFINITY, |most, &pixel| most.max(pixel));
            let least = image.iter().fold(f32::INFINITY, |least, &pixel| least.min(pixel));
            let deviation = sigma * (most - least);
            let mut draw = || deviation * normal(&mut rng);
            (0..samples).map(|_| add(&image.iter().map(|_| draw()).collect::<Vec<f32>>())).collect()
        }
    }
}

/// A standard normal number (Box and Muller), the same on every platform.
fn normal(rng: &mut impl Rng) -> f32 {
    let (radius, angle): (f32, f32) = (rng.random(), rng.random());
    libm::sqrtf(-2.0 * libm::logf(1.0 - radius)) * libm::cosf(2.0 * PI * angle)
}

/// The top left pixels, row and column, of every patch of `window` x `window` pixels.
pub(super) fn patches(window: usize) -> Vec<(usize, usize)> {
    let ends = SIZE + 1 - window;
    (0..ends).flat_map(|row| (0..ends).map(move |column| (row, column))).collect()
}

/// The image with one patch blanked.
pub(super) fn occluded(image: &[f32], window: usize, (row, column): (usize, usize)) -> Vec<f32> {
    let mut image = image.to_vec();
    for line in image.chunks_mut(SIZE).skip(row).take(window) {
        line[column..column + window].fill(0.0);
    }
    image
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::SITES;

    #[test]
    fn the_way_from_a_blank_image_is_sampled_in_the_middle() {
        assert_eq!(path(&[4.0], 2), [[1.0], [3.0]]);
    }

    #[test]
    fn noise_is_normal_scaled_to_the_range_and_the_same_for_a_seed() {
        let image: Vec<f32> = (0..SITES).map(|site| (site % 2) as f32 * 2.0).collect();
        let noise = |seed| Noise::Drawn { samples: 32, sigma: 0.15, seed };
        let copies = noisy(&image, &noise(1));
        assert_eq!(copies, noisy(&image, &noise(1)));
        assert_ne!(copies, noisy(&image, &noise(2)));
        let added: Vec<f32> =
            copies.iter().flat_map(|copy| copy.iter().zip(&image).map(|(a, b)| a - b)).collect();
        let n = added.len() as f32;
        let mean = added.iter().sum::<f32>() / n;
        let deviation = (added.iter().map(|x| x * x).sum::<f32>() / n - mean * mean).sqrt();
        assert!(mean.abs() < 0.01 && (deviation - 0.3).abs() < 0.01, "{mean} {deviation}");
        let given = noisy(&[1.0, 2.0], &Noise::Given(vec![vec![0.5, -0.5]]));
        assert_eq!(given, [[1.5, 1.5]]);
    }

    #[test]
    fn patches_cover_every_pixel() {
        let patches = patches(3);
        assert_eq!(patches.len(), 676);
        let mut covered = vec![0; SITES];
        for &patch in &patches {
            let image = occluded(&[1.0; SITES], 3, patch);
            assert_eq!(image.iter().filter(|&&pixel| pixel == 0.0).count(), 9);
            image.iter().zip(&mut covered).for_each(|(pixel, n)| *n += i32::from(*pixel == 0.0));
        }
        assert_eq!((covered[0], covered[1], covered[SIZE + 1], covered[14 * SIZE]), (1, 2, 4, 3));
    }
}
