//! Fitting a picture of any size into 28 x 28 pixels.

use shared::gpt_mnist::SIZE;

/// How wide and high a picture becomes: its longer side fills the image.
pub fn fitted_size(width: u32, height: u32) -> [f64; 2] {
    let scale = scale(width, height);
    [f64::from(width) * scale, f64::from(height) * scale]
}

/// The picture in the middle of an image: every pixel is the mean over the part of the picture that
/// it covers, 0 outside of it.
pub fn fitted(values: &[f32], width: u32, height: u32) -> Vec<f32> {
    let scale = scale(width, height);
    let (columns, rows) = (shares(width, scale), shares(height, scale));
    // One line of the image for each line of the picture, then the lines together.
    let mut image = vec![0.0; SIZE * SIZE];
    let narrowed: Vec<Vec<f64>> = values
        .chunks(width as usize)
        .map(|line| {
            columns.iter().map(|share| share.of(line.iter().map(|&value| value.into()))).collect()
        })
        .collect();
    for (row, share) in rows.iter().enumerate() {
        for column in 0..SIZE {
            let value = share.of(narrowed.iter().map(|line| line[column]));
            image[row * SIZE + column] = value as f32;
        }
    }
    image
}

fn scale(width: u32, height: u32) -> f64 {
    SIZE as f64 / f64::from(width.max(height))
}

/// What an image's pixel takes from a line of the picture.
struct Share {
    /// The first pixel of the line that it takes something from.
    first: usize,
    /// The parts of the image's pixel that this one and the next ones fill.
    parts: Vec<f64>,
}

impl Share {
    fn of(&self, line: impl Iterator<Item = f64>) -> f64 {
        line.skip(self.first).zip(&self.parts).map(|(value, part)| value * part).sum()
    }
}

/// The shares of all 28 pixels in a line of a given length.
fn shares(length: u32, scale: f64) -> Vec<Share> {
    let length = f64::from(length);
    let margin = (SIZE as f64 - length * scale) / 2.0;
    (0..SIZE)
        .map(|pixel| {
            let [start, end] =
                [pixel, pixel + 1].map(|edge| ((edge as f64 - margin) / scale).clamp(0.0, length));
            let (first, last) = (start.floor(), end.ceil());
            let part = |n: usize| {
                let place = first + n as f64;
                ((place + 1.0).min(end) - place.max(start)).max(0.0) * scale
            };
            let count = (last - first).max(0.0) as usize;
            Share { first: first as usize, parts: (0..count).map(part).collect() }
        })
        .collect()
}
