//! Drawings that mean nothing: a pen that wanders. They teach a network strokes that no digit has.

use std::f32::consts::PI;

use rand::Rng;

use super::pen;
use crate::gpt_mnist::{SITES, SIZE};

/// The most strokes of a drawing.
const STROKES: u32 = 3;
/// The pen's least and largest radius, in pixels.
const RADIUS: [f32; 2] = [0.6, 1.9];
/// Steps of a stroke, each a pixel long.
const STEPS: [u32; 2] = [5, 30];
/// The room on each side in which no step goes, as around MNIST's digits.
const MARGIN: f32 = 4.0;

/// Draws one to three wandering strokes.
pub fn walk(rng: &mut impl Rng) -> Vec<f32> {
    let radius = rng.random_range(RADIUS[0]..RADIUS[1]);
    let mut image = vec![0.0; SITES];
    let (least, most) = (MARGIN, (SIZE - 1) as f32 - MARGIN);
    for _ in 0..rng.random_range(1..=STROKES) {
        let mut place = [0, 1].map(|_| rng.random_range(least..most));
        let mut heading = rng.random_range(-PI..PI);
        let mut bend = rng.random_range(-0.25f32..0.25);
        let mut points = vec![place];
        for _ in 0..rng.random_range(STEPS[0]..=STEPS[1]) {
            // Once in a while a corner.
            if rng.random_bool(0.05) {
                heading += rng.random_range(-2.0f32..2.0);
            }
            bend = (bend + rng.random_range(-0.1f32..0.1)).clamp(-0.4, 0.4);
            heading += bend;
            let next = [place[0] + libm::cosf(heading), place[1] + libm::sinf(heading)];
            if next.iter().any(|n| !(least..=most).contains(n)) {
                // At the margin it turns back.
                heading += PI / 2.0;
                continue;
            }
            place = next;
            points.push(place);
        }
        pen::draw(&mut image, &points, radius);
    }
    image
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn walks_leave_ink_inside_and_are_the_same_for_a_seed() {
        let draw = |seed| walk(&mut ChaCha8Rng::seed_from_u64(seed));
        assert_eq!(draw(3), draw(3));
        for seed in 0..100 {
            let image = draw(seed);
            let ink = image.iter().filter(|&&pixel| pixel >= 0.5).count();
            assert!((4..450).contains(&ink), "{ink} pixels");
            let edge =
                |site: usize| [site % SIZE, site / SIZE].iter().any(|n| [0, SIZE - 1].contains(n));
            assert!((0..SITES).filter(|&site| edge(site)).all(|site| image[site] == 0.0));
        }
    }
}
