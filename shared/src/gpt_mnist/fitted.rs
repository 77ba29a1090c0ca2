use std::ops::RangeInclusive;

use super::{overlap, regrow, rotate, system};
use crate::fit::ink;
use crate::pattern::{Code, Error};

/// Numbers of steps that are tried.
const STEPS: RangeInclusive<u32> = 6..=12;
/// The angles that are tried lie as far as this on both sides, in degrees.
const MOST: i32 = 10;
/// How many degrees apart they are.
const APART: usize = 2;

/// A configuration grown and turned so that it covers an image as well as it can.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Steps grown.
    pub steps: u32,
    /// Rotation in degrees.
    pub angle: f64,
    /// What grew, turned: 28 x 28 pixels, row by row.
    pub image: Vec<f32>,
    /// Intersection over union of its ink and the image's.
    pub iou: f64,
}

/// What fits an image best of all that a configuration, given as labels, grows into: after each number of steps from 6
/// to 12, turned by every second degree from -10 to 10. An image that did not grow has neither number of its own. Of
/// equals it is that of the fewest steps, and of the smallest angle.
///
/// # Errors
/// A type or orientation that does not exist.
///
/// # Panics
/// If there are not [`SITES`](super::SITES) labels of each kind, and as many pixels.
pub fn fitted(y_g: &[u8], y_s: &[u8], image: &[f32]) -> Result<Fitted, Error> {
    let inked = ink(image);
    let fit = |steps, angle, image: Vec<f32>| {
        let iou = overlap(&ink(&image), &inked);
        Fitted { steps, angle, image, iou }
    };
    let grown = |steps| regrow(y_g, y_s, steps).map(|grown| covered(grown.codes()));
    let first = *STEPS.start();
    let mut best = fit(first, 0.0, grown(first)?);
    let mut angles: Vec<i32> = (-MOST..=MOST).step_by(APART).collect();
    angles.sort_by_key(|angle| angle.abs());
    for steps in STEPS {
        let upright = grown(steps)?;
        for angle in angles.iter().copied().map(f64::from) {
            let turned = fit(steps, angle, rotate(&upright, angle));
            if turned.iou > best.iou {
                best = turned;
            }
        }
    }
    Ok(best)
}

/// 1 where a cell is not empty, else 0.
pub fn covered(codes: &[Code]) -> Vec<f32> {
    let empty = |&code: &Code| system().generators().is_empty(code);
    codes.iter().map(|code| f32::from(u8::from(!empty(code)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{CLASSES, SITES, sample};
    use super::*;

    #[test]
    fn the_right_seeds_fit_once_steps_and_angle_are_found() {
        for class in 0..CLASSES as u8 {
            let sample = sample(class, 5).unwrap();
            let fitted = fitted(&sample.y_g, &sample.y_s, &sample.image).unwrap();
            assert!(fitted.iou > 0.75, "class {class}: {}", fitted.iou);
            assert!((fitted.angle - sample.angle).abs() <= 4.0, "class {class}: {}", fitted.angle);
            let upright = regrow(&sample.y_g, &sample.y_s, 8).unwrap();
            let upright = covered(upright.codes());
            assert!(fitted.iou >= overlap(&ink(&upright), &ink(&sample.image)));
            // A digit that stands as it grew is not turned where that fits as well.
            for steps in STEPS {
                let grown = regrow(&sample.y_g, &sample.y_s, steps).unwrap();
                let image = covered(grown.codes());
                let fitted = super::fitted(&sample.y_g, &sample.y_s, &image).unwrap();
                let straight = overlap(&ink(&rotate(&image, 0.0)), &ink(&image));
                assert!(fitted.iou > straight || fitted.angle == 0.0, "{class}: {}", fitted.angle);
            }
        }
    }

    #[test]
    fn without_seeds_nothing_fits() {
        let nothing = vec![0; SITES];
        let fitted = fitted(&nothing, &nothing, &sample(3, 1).unwrap().image).unwrap();
        assert_eq!((fitted.steps, fitted.angle, fitted.iou), (6, 0.0, 0.0));
        let unknown = vec![200; SITES];
        assert!(super::fitted(&unknown, &nothing, &[0.0; SITES]).is_err());
    }
}
