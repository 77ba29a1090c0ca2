//! Drawings put into the frame that MNIST's digits have.

use super::variant::between;
use crate::gpt_mnist::{SITES, SIZE};

/// The longer side of a digit, in pixels.
pub(super) const SIDE: f32 = 20.0;
/// Where the centre of mass lies: the row, and the column.
const CENTRE: f32 = 14.0;
/// How often its size a drawing becomes at most, so that a dot stays one.
const LARGEST: f32 = 2.0;

/// A drawing as MNIST frames its digits: its ink scaled until the longer side has 20 pixels, but at most
/// to twice its size, and moved until its centre of mass is in the middle, as far as the ink stays inside.
///
/// A drawing of that size whose centre of mass is less than a pixel off, as those of all of
/// MNIST's digits, is left as it is.
///
/// # Panics
/// If the image does not have [`SITES`] pixels.
pub fn framed(image: &[f32]) -> Vec<f32> {
    assert_eq!(image.len(), SITES, "pixels of an image");
    let ink = || (0..SITES).filter(|&site| image[site] > 0.0);
    let places: [fn(usize) -> usize; 2] = [|site| site % SIZE, |site| site / SIZE];
    let bounds = places.map(|place| (ink().map(place).min(), ink().map(place).max()));
    let [(Some(left), Some(right)), (Some(top), Some(bottom))] = bounds else {
        return image.to_vec();
    };
    let side = (right - left).max(bottom - top) + 1;
    let scale = (SIDE / side as f32).min(LARGEST);
    let total: f32 = image.iter().sum();
    let mean = |place: fn(usize) -> usize| {
        ink().map(|site| place(site) as f32 * image[site]).sum::<f32>() / total
    };
    // Where in the drawing the middle of the result lies.
    let middle = |place, first: usize, last: usize| {
        let mean = mean(place);
        let most = first as f32 + CENTRE / scale;
        let least = last as f32 - ((SIZE - 1) as f32 - CENTRE) / scale;
        mean.max(least).min(most)
    };
    let (x, y) = (middle(places[0], left, right), middle(places[1], top, bottom));
    if scale == 1.0 {
        // Whole pixels, so that nothing is blurred.
        let whole = |shift: f32| if shift.abs() < 1.0 { 0.0 } else { shift.round() };
        let [x, y] = [x, y].map(|middle| whole(middle - CENTRE));
        return map(|column, row| between(image, column + x, row + y));
    }
    map(|column, row| between(image, x + (column - CENTRE) / scale, y + (row - CENTRE) / scale))
}

/// An image from the values at its columns and rows.
fn map(value: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    (0..SITES).map(|site| value((site % SIZE) as f32, (site / SIZE) as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::pen;
    use super::*;

    fn drawn(points: &[[f32; 2]], radius: f32) -> Vec<f32> {
        let mut image = vec![0.0; SITES];
        pen::draw(&mut image, points, radius);
        image
    }

    /// The first and last row and column with ink.
    fn bounds(image: &[f32]) -> [usize; 4] {
        let ink = || (0..SITES).filter(|&site| image[site] > 0.02);
        [
            ink().map(|site| site / SIZE).min().unwrap(),
            ink().map(|site| site / SIZE).max().unwrap(),
            ink().map(|site| site % SIZE).min().unwrap(),
            ink().map(|site| site % SIZE).max().unwrap(),
        ]
    }

    #[test]
    fn a_drawing_gets_the_size_and_the_place_of_a_digit() {
        for (points, radius) in [
            ([[2.0, 3.0], [2.0, 16.0]], 1.0),
            ([[1.0, 1.0], [26.0, 26.0]], 1.5),
            ([[12.0, 25.0], [24.0, 25.0]], 1.2),
        ] {
            let image = framed(&drawn(&points, radius));
            let [top, bottom, left, right] = bounds(&image);
            let side = (bottom - top).max(right - left) + 1;
            assert!((19..=21).contains(&side), "{side} pixels");
            let total: f32 = image.iter().sum();
            for place in [|site| site % SIZE, |site| site / SIZE] {
                let mean: f32 =
                    (0..SITES).map(|site| place(site) as f32 * image[site]).sum::<f32>() / total;
                assert!((mean - CENTRE).abs() < 0.6, "centre {mean}");
            }
            assert!(image.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        }
    }

    #[test]
    fn what_has_its_place_stays_as_it_is() {
        // Twenty pixels high with the edges.
        let image = drawn(&[[14.0, 5.0], [14.0, 22.0]], 1.0);
        assert_eq!(bounds(&image), [4, 23, 13, 15]);
        assert_eq!(framed(&image), image);
        let moved = framed(&drawn(&[[3.0, 8.0], [3.0, 25.0]], 1.0));
        assert!([[4, 23, 13, 15], [5, 24, 13, 15]].contains(&bounds(&moved)));
        assert_eq!(framed(&moved), moved);
    }

    #[test]
    fn a_dot_stays_one_and_paper_stays_paper() {
        let [top, bottom, left, right] = bounds(&framed(&drawn(&[[3.0, 20.0]], 1.0)));
        assert!(bottom - top <= 6 && right - left <= 6);
        assert_eq!(framed(&[0.0; SITES]), [0.0; SITES]);
    }

    #[test]
    fn no_ink_is_lost_where_the_centre_of_mass_is_at_one_end() {
        let mut image = drawn(&[[4.0, 14.0], [23.0, 14.0]], 0.5);
        pen::draw(&mut image, &[[22.0, 14.0]], 2.0);
        pen::draw(&mut image, &[[22.0, 18.0]], 3.0);
        let [.., left, right] = bounds(&framed(&image));
        assert!(right - left >= 17, "{left} to {right}");
    }
}
