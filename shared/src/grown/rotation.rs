//! Rotation by cubic B-spline interpolation, as SciPy's `ndimage.rotate(image, angle,
//! reshape=False)` does with its defaults.

use std::f64::consts::PI;

use crate::gpt_mnist::{SITES, SIZE};

/// Below this many degrees an image is first rotated there and back, so that it is blurred too.
const LEAST_ANGLE: f64 = 2.0;
const THERE_AND_BACK: f64 = 5.0;

/// Rows and columns of spline coefficients: one more before and two more after than pixels.
const PADDED: usize = SIZE + 3;

type Rows = [[f64; SIZE]; SIZE];

/// Rotates an image about its centre by an angle in degrees, as a sample's image is rotated: below
/// 2 degrees by +5 and -5 degrees first. What comes from outside the image is 0.
///
/// Source: Tjoa & Guan (2021), the GPT MNIST dataset.
///
/// # Panics
/// If the image does not have [`SITES`] values.
pub fn rotate(image: &[f32], angle: f64) -> Vec<f32> {
    let rows = rotated(image.iter().map(|&pixel| pixel.into()), angle);
    rows.as_flattened().iter().map(|&value| value as f32).collect()
}

/// As [`rotate`], without rounding to `f32`: rotated masks then sum to their rotated sum.
///
/// # Panics
/// If the image does not have [`SITES`] values.
pub fn rotate_f64(image: &[f64], angle: f64) -> Vec<f64> {
    rotated(image.iter().copied(), angle).as_flattened().to_vec()
}

/// Where a site of the upright lattice, row and column, lies in an image rotated by `angle` degrees.
pub fn tilted((row, column): (f64, f64), angle: f64) -> (f64, f64) {
    let centre = (SIZE - 1) as f64 / 2.0;
    let (sin, cos) = sin_cos(angle);
    let (row, column) = (row - centre, column - centre);
    (cos * row - sin * column + centre, sin * row + cos * column + centre)
}

fn rotated(image: impl ExactSizeIterator<Item = f64>, angle: f64) -> Rows {
    assert_eq!(image.len(), SITES, "pixels of an image");
    let mut rows = [[0.0; SIZE]; SIZE];
    for (value, pixel) in rows.as_flattened_mut().iter_mut().zip(image) {
        *value = pixel;
    }
    if angle.abs() < LEAST_ANGLE {
        rows = turned(&turned(&rows, THERE_AND_BACK), -THERE_AND_BACK);
    }
    turned(&rows, angle)
}

/// Sine and cosine of an angle in degrees, exact for quarter turns: rounded, they would lead pixels at the edge out of the
/// image.
fn sin_cos(degrees: f64) -> (f64, f64) {
    match degrees.rem_euclid(360.0) {
        0.0 => (0.0, 1.0),
        90.0 => (1.0, 0.0),
        180.0 => (0.0, -1.0),
        270.0 => (-1.0, 0.0),
        _ => libm::sincos(degrees * PI / 180.0),
    }
}

/// One rotation. Seen from the centre, the output pixel (r, c) shows the input at
/// (cos a r + sin a c, -sin a r + cos a c).
fn turned(image: &Rows, degrees: f64) -> Rows {
    let coefficients = padded(&coefficients(image));
    let (sin, cos) = sin_cos(degrees);
    let last = (SIZE - 1) as f64;
    let centre = last / 2.0;
    let mut output = [[0.0; SIZE]; SIZE];
    for (row, values) in output.iter_mut().enumerate() {
        for (column, value) in values.iter_mut().enumerate() {
            let (r, c) = (row as f64 - centre, column as f64 - centre);
            let y = cos * r + sin * c + centre;
            let x = cos * c - sin * r + centre;
            if (0.0..=last).contains(&y) && (0.0..=last).contains(&x) {
                *value = interpolated(&coefficients, y, x);
            }
        }
    }
    output
}

/// The spline at row `y` and column `x`, both from 0 to `SIZE - 1`.
fn interpolated(coefficients: &[[f64; PADDED]; PADDED], y: f64, x: f64) -> f64 {
    // The padding before the first pixel makes the first of the four taps the pixel's own index.
    let (row, column) = (y as usize, x as usize);
    let (down, across) = (weights(y - row as f64), weights(x - column as f64));
    let mut sums = [0.0; 4];
    for (line, weight) in coefficients[row..row + 4].iter().zip(down) {
        for (sum, tap) in sums.iter_mut().zip(&line[column..column + 4]) {
            *sum += weight * tap;
        }
    }
    sums[0] * across[0] + sums[1] * across[1] + sums[2] * across[2] + sums[3] * across[3]
}

/// The cubic B-spline at distances `1 + t`, `t`, `1 - t` and `2 - t`.
fn weights(t: f64) -> [f64; 4] {
    let s = 1.0 - t;
    let first = s * s * s / 6.0;
    let second = (t * t * (t - 2.0) * 3.0 + 4.0) / 6.0;
    let third = (s * s * (s - 2.0) * 3.0 + 4.0) / 6.0;
    [first, second, third, 1.0 - first - second - third]
}

/// The coefficients of the spline that passes through every pixel.
fn coefficients(image: &Rows) -> Rows {
    let mut rows = *image;
    filter_columns(&mut rows);
    rows = transposed(&rows);
    filter_columns(&mut rows);
    transposed(&rows)
}

/// The spline's prefilter along the columns: a causal and an anticausal recursion with the pole
/// sqrt(3) - 2, mirrored at the first and last row.
fn filter_columns(rows: &mut Rows) {
    let pole = libm::sqrt(3.0) - 2.0;
    let gain = (1.0 - pole) * (1.0 - 1.0 / pole);
    for value in rows.as_flattened_mut() {
        *value *= gain;
    }
    // The mirrored signal's sum back from the first row; beyond the last row the pole's power
    // is below the rounding of an f64.
    let mut power = 1.0;
    let mut first = [0.0; SIZE];
    for row in rows.iter() {
        for (sum, value) in first.iter_mut().zip(row) {
            *sum += power * value;
        }
        power *= pole;
    }
    rows[0] = first;
    for row in 1..SIZE {
        let (before, after) = rows.split_at_mut(row);
        for (value, previous) in after[0].iter_mut().zip(&before[row - 1]) {
            *value += pole * previous;
        }
    }
    let previous = rows[SIZE - 2];
    for (value, previous) in rows[SIZE - 1].iter_mut().zip(previous) {
        *value = (pole * previous + *value) * pole / (pole * pole - 1.0);
    }
    for row in (0..SIZE - 1).rev() {
        let (before, after) = rows.split_at_mut(row + 1);
        for (value, next) in before[row].iter_mut().zip(&after[0]) {
            *value = pole * (next - *value);
        }
    }
}

fn transposed(rows: &Rows) -> Rows {
    std::array::from_fn(|row| std::array::from_fn(|column| rows[column][row]))
}

/// The coefficients with one mirrored row and column before and two after.
fn padded(coefficients: &Rows) -> [[f64; PADDED]; PADDED] {
    let mirrored = |index: usize| {
        let distance = index.abs_diff(1);
        if distance < SIZE { distance } else { 2 * (SIZE - 1) - distance }
    };
    std::array::from_fn(|row| {
        std::array::from_fn(|column| coefficients[mirrored(row)][mirrored(column)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_moves_every_pixel_and_loses_none() {
        let image: Vec<f32> = (0..SITES).map(|site| (site * 37 % 101) as f32 / 100.0).collect();
        // Seen from above, row and column after the turn show this row and column before.
        let before = |angle: f64, row: usize, column: usize| match angle {
            90.0 | -270.0 => (column, SIZE - 1 - row),
            -90.0 | 270.0 => (SIZE - 1 - column, row),
            180.0 | -180.0 => (SIZE - 1 - row, SIZE - 1 - column),
            _ => (row, column),
        };
        for angle in [90.0, -90.0, 180.0, -180.0, 270.0, -270.0, 360.0] {
            let turned = rotate(&image, angle);
            for (site, value) in turned.iter().enumerate() {
                let (row, column) = before(angle, site / SIZE, site % SIZE);
                let expected = image[row * SIZE + column];
                assert!((value - expected).abs() < 1e-5, "{angle}: {value} at {site}");
            }
        }
    }

    #[test]
    fn a_tilted_site_is_where_its_ink_went() {
        let mut image = vec![0.0; SITES];
        image[6 * SIZE + 9] = 1.0;
        let rotated = rotate(&image, 10.0);
        let brightest = (0..SITES).max_by(|&a, &b| rotated[a].total_cmp(&rotated[b])).unwrap();
        let (row, column) = tilted((6.0, 9.0), 10.0);
        assert!((row - (brightest / SIZE) as f64).abs() <= 0.5 + 1e-9, "{row}");
        assert!((column - (brightest % SIZE) as f64).abs() <= 0.5 + 1e-9, "{column}");
    }
}
