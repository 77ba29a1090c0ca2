//! Grown configurations laid over images.

use shared::gpt_mnist::{Fitted, fitted};
use shared::pattern::Code;
use shared::reading::Reading;

use super::readings::regrown;

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

/// What fits the image best of all numbers of steps and angles.
pub fn best(reading: &Reading, image: &[f32]) -> Regrown {
    let Fitted { steps, angle, image, iou } =
        fitted(&reading.y_g_labels(), &reading.y_s_labels(), image)
            .expect("predicted types and orientations exist");
    Regrown { steps, angle: Some(angle), image, overlap: iou }
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
    use super::*;

    #[test]
    fn images_without_ink_are_alike() {
        assert_eq!(overlap(&[0.0, 0.2], &[0.5, 0.0]), 1.0);
        assert_eq!(overlap(&[1.0, 1.0, 0.0], &[1.0, 0.0, 0.9]), 1.0 / 3.0);
    }
}
