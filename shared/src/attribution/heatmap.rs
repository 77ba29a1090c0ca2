//! Relevance per pixel.

use serde::{Serialize, Serializer};

/// A `height` x `width` map of relevance, rows from the top.
///
/// Serialised as an array of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Heatmap {
    height: usize,
    width: usize,
    values: Vec<f32>,
}

impl Heatmap {
    /// A map of `height` rows from its values in row-major order.
    ///
    /// # Panics
    /// If the rows are empty or of unequal length.
    pub fn new(height: usize, values: Vec<f32>) -> Self {
        assert!(
            height > 0 && !values.is_empty() && values.len().is_multiple_of(height),
            "rows of a heatmap"
        );
        Self { height, width: values.len() / height, values }
    }

    /// The number of rows.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The number of columns.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The values in row-major order.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The largest absolute value; 0 for a map that says nothing.
    pub fn max_abs(&self) -> f32 {
        self.values.iter().fold(0.0, |max, value| max.max(value.abs()))
    }

    /// The map divided by its largest absolute value, so that it lies in [-1, 1].
    ///
    /// An all-zero map stays all-zero.
    pub fn normalized(&self) -> Self {
        let max = self.max_abs();
        let values = self.values.iter().map(|&v| if max > 0.0 { v / max } else { 0.0 }).collect();
        Self { values, ..*self }
    }

    /// The map at another resolution, interpolated bilinearly between pixel centres.
    pub fn resized(&self, height: usize, width: usize) -> Self {
        let rows = taps(self.height, height);
        let columns = taps(self.width, width);
        let at = |row: usize, column: usize| self.values[row * self.width + column];
        let mut values = Vec::with_capacity(height * width);
        for &(top, bottom, down) in &rows {
            for &(left, right, across) in &columns {
                let upper = at(top, left) * (1.0 - across) + at(top, right) * across;
                let lower = at(bottom, left) * (1.0 - across) + at(bottom, right) * across;
                values.push(upper * (1.0 - down) + lower * down);
            }
        }
        Self { height, width, values }
    }
}

/// For each of `to` pixels: its two neighbours among `from` and the weight of the second.
fn taps(from: usize, to: usize) -> Vec<(usize, usize, f32)> {
    (0..to)
        .map(|i| {
            let position = ((i as f32 + 0.5) * from as f32 / to as f32 - 0.5).max(0.0);
            let first = (position as usize).min(from - 1);
            (first, (first + 1).min(from - 1), position - first as f32)
        })
        .collect()
}

impl Serialize for Heatmap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values.chunks(self.width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalized_keeps_signs_and_zero_maps() {
        let map = Heatmap::new(1, vec![-4.0, 0.0, 2.0]);
        assert_eq!(map.normalized().values(), [-1.0, 0.0, 0.5]);
        let zero = Heatmap::new(1, vec![0.0; 3]);
        assert_eq!(zero.normalized(), zero);
    }

    #[test]
    fn resized_interpolates_between_pixel_centres() {
        let map = Heatmap::new(1, vec![0.0, 4.0]);
        assert_eq!(map.resized(1, 4).values(), [0.0, 1.0, 3.0, 4.0]);
        assert_eq!(map.resized(2, 2).values(), [0.0, 4.0, 0.0, 4.0]);
        assert_eq!(map.resized(1, 1).values(), [2.0]);
    }

    #[test]
    fn written_as_rows() {
        let map = Heatmap::new(2, vec![1.0, 2.0, 3.0, 4.0]);
        assert_eq!(serde_json::to_string(&map).unwrap(), "[[1.0,2.0],[3.0,4.0]]");
    }
}
