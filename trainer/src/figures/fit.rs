//! Grown configurations laid over images.

use shared::fit::INK;
use shared::gpt_mnist::{self, Fitted, covered, fitted};
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
    let pixels = covered(&regrown(reading, steps));
    Regrown { steps, angle: None, overlap: overlap(&pixels, image), image: pixels }
}

/// What fits the image best of all numbers of steps and angles.
pub fn best(reading: &Reading, image: &[f32]) -> Regrown {
    let Fitted { steps, angle, image, iou } =
        fitted(&reading.y_g_labels(), &reading.y_s_labels(), image)
            .expect("predicted types and orientations exist");
    Regrown { steps, angle: Some(angle), image, overlap: iou }
}

/// Intersection over union of the pixels from one half on, 1 where neither has any.
pub fn overlap(a: &[f32], b: &[f32]) -> f64 {
    let inked = |pixels: &[f32]| pixels.iter().map(|&pixel| pixel >= INK).collect::<Vec<_>>();
    gpt_mnist::overlap(&inked(a), &inked(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_without_ink_are_alike() {
        assert_eq!(overlap(&[0.0, 0.2], &[0.4, 0.0]), 1.0);
        assert_eq!(overlap(&[1.0, 1.0, 0.0], &[1.0, 0.0, 0.9]), 1.0 / 3.0);
    }
}
