//! A round pen on the 28 x 28 image.

use crate::gpt_mnist::{SITES, SIZE};

/// Draws a line through points (column and row, in pixels, whole numbers at the pixels' centres) with a pen
/// of a radius, on top of what is there. Ink is 1, paper 0, an edge in between.
///
/// # Panics
/// If the image does not have [`SITES`] pixels.
pub fn draw(image: &mut [f32], points: &[[f32; 2]], radius: f32) {
    assert_eq!(image.len(), SITES, "pixels of an image");
    let mut segment = |from: [f32; 2], to: [f32; 2]| {
        let reach = radius + 1.0;
        let range = |axis: usize| {
            let (least, most) =
                (from[axis].min(to[axis]) - reach, from[axis].max(to[axis]) + reach);
            least.max(0.0) as usize..(most.max(-1.0) + 1.0).min(SIZE as f32) as usize
        };
        for row in range(1) {
            for column in range(0) {
                let ink = radius + 0.5 - distance([column as f32, row as f32], from, to);
                let pixel = &mut image[row * SIZE + column];
                *pixel = pixel.max(ink.clamp(0.0, 1.0));
            }
        }
    };
    match points {
        [point] => segment(*point, *point),
        _ => points.windows(2).for_each(|pair| segment(pair[0], pair[1])),
    }
}

/// The distance from a point to a segment.
fn distance(point: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let (along, off) =
        ([to[0] - from[0], to[1] - from[1]], [point[0] - from[0], point[1] - from[1]]);
    let length = along[0] * along[0] + along[1] * along[1];
    let place = match length > 0.0 {
        true => ((off[0] * along[0] + off[1] * along[1]) / length).clamp(0.0, 1.0),
        false => 0.0,
    };
    let rest = [off[0] - place * along[0], off[1] - place * along[1]];
    (rest[0] * rest[0] + rest[1] * rest[1]).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_wide_as_the_pen() {
        let mut image = vec![0.0; SITES];
        draw(&mut image, &[[5.0, 14.0], [20.0, 14.0]], 1.0);
        let column: Vec<f32> = (11..18).map(|row| image[row * SIZE + 12]).collect();
        assert_eq!(column, [0.0, 0.0, 0.5, 1.0, 0.5, 0.0, 0.0]);
        // The ends are round.
        assert_eq!([image[14 * SIZE + 21], image[14 * SIZE + 22]], [0.5, 0.0]);
    }

    #[test]
    fn a_point_is_a_dot_and_what_lies_outside_is_left_out() {
        let mut image = vec![0.0; SITES];
        draw(&mut image, &[[-40.0, 90.0]], 2.0);
        assert!(image.iter().all(|&pixel| pixel == 0.0));
        draw(&mut image, &[[0.0, 0.0]], 1.5);
        assert_eq!([image[0], image[1], image[2 * SIZE]], [1.0, 1.0, 0.0]);
    }
}
