//! Grown configurations laid over images.

use shared::gpt_mnist::rotate;
use shared::pattern::Code;
use shared::reading::Reading;

use super::readings::regrown;

/// Numbers of steps that are tried where the true one is unknown.
const STEPS: std::ops::RangeInclusive<u32> = 6..=12;
/// Angles that are tried, in degrees: every second one.
const ANGLES: std::ops::RangeInclusive<i32> = -5..=5;

/// A regrown image beside the image that was read.
#[derive(Debug, Clone)]
pub struct Regrown {
    /// Steps grown.
    pub steps: u32,
    /// Rotation in degrees, none for upright.
    pub angle: Option<f64>,
    /// 28 x 28 pixels, 0 to 1.
    pub image: Vec<f32>,
    /// Intersection over union with the image's ink.
    pub overlap: f64,
}

/// What the prediction grows into upright, for a number of steps.
pub fn upright(reading: &Reading, steps: u32, image: &[f32]) -> Regrown {
    let pixels = ink(&regrown(reading, steps));
    Regrown { steps, angle: None, overlap: overlap(&pixels, image), image: pixels }
}

/// What fits the image best of all numbers of steps and angles, the first of equals.
pub fn best(reading: &Reading, image: &[f32]) -> Regrown {
    let mut best = upright(reading, *STEPS.start(), image);
    for steps in STEPS {
        let pixels = ink(&regrown(reading, steps));
        for angle in ANGLES.map(|n| f64::from(2 * n)) {
            let turned = rotate(&pixels, angle);
            let overlap = overlap(&turned, image);
            if overlap > best.overlap {
                best = Regrown { steps, angle: Some(angle), image: turned, overlap };
            }
        }
    }
    best
}

/// 1 where a cell is not empty.
pub fn ink(codes: &[Code]) -> Vec<f32> {
    let empty = |code| shared::gpt_mnist::system().generators().is_empty(code);
    codes.iter().map(|&code| if empty(code) { 0.0 } else { 1.0 }).collect()
}

/// Intersection over union of the pixels above one half, 1 where neither has any.
pub fn overlap(a: &[f32], b: &[f32]) -> f64 {
    let pairs = || a.iter().zip(b).map(|(&a, &b)| (a > 0.5, b > 0.5));
    let both = pairs().filter(|&(a, b)| a && b).count();
    match pairs().filter(|&(a, b)| a || b).count() {
        0 => 1.0,
        either => both as f64 / either as f64,
    }
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::{CLASSES, SITES, sample};

    use super::*;

    /// The reading of a network that is right.
    fn truth(class: u8, seed: u64) -> (Reading, Vec<f32>) {
        let sample = sample(class, seed).unwrap();
        let logits = |labels: &[u8], channels: usize| {
            let mut logits = vec![0.0; channels * SITES];
            for (site, &label) in labels.iter().enumerate() {
                logits[usize::from(label) * SITES + site] = 1.0;
            }
            logits
        };
        let (y_g, y_s) = (logits(&sample.y_g, 4), logits(&sample.y_s, 8));
        (Reading::new(vec![0.0; CLASSES], y_g, y_s).unwrap(), sample.image)
    }

    #[test]
    fn the_right_seeds_fit_once_steps_and_angle_are_found() {
        for class in 0..CLASSES as u8 {
            let (reading, image) = truth(class, 5);
            let fitted = best(&reading, &image);
            assert!(fitted.overlap > 0.75, "class {class}: {}", fitted.overlap);
            assert!(fitted.overlap >= upright(&reading, 8, &image).overlap);
        }
    }

    #[test]
    fn images_without_ink_are_alike() {
        assert_eq!(overlap(&[0.0, 0.2], &[0.5, 0.0]), 1.0);
        assert_eq!(overlap(&[1.0, 1.0, 0.0], &[1.0, 0.0, 0.9]), 1.0 / 3.0);
    }
}
