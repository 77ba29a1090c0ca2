//! Relevance per pixel.

use serde::{Serialize, Serializer};

/// A `height` x `width` map of relevance, rows from the top.
///
/// It knows its frame: the rows and columns that lie on the image. All of most maps do; those of the
/// expansion blocks stand over by a margin that the network cuts off.
///
/// Serialised as an array of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Heatmap {
    height: usize,
    width: usize,
    values: Vec<f32>,
    crop: Option<(usize, usize)>,
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
        Self { height, width: values.len() / height, values, crop: None }
    }

    /// The same map, of which only some rows and columns lie on the image: the first, and how many.
    ///
    /// # Panics
    /// If the map does not have them.
    pub fn with_crop(self, crop: Option<(usize, usize)>) -> Self {
        let fits = |(first, size)| first + size <= self.height.min(self.width) && size > 0;
        assert!(crop.is_none_or(fits), "the crop {crop:?} of a heatmap");
        Self { crop, ..self }
    }

    /// The rows (and columns) that lie on the image: the first, and how many; none for all.
    pub const fn crop(&self) -> Option<(usize, usize)> {
        self.crop
    }

    /// The part of the map that lies on the image.
    pub fn cropped(&self) -> Self {
        let Some((first, size)) = self.crop else { return self.clone() };
        let rows = self.values.chunks(self.width).skip(first).take(size);
        Self::new(size, rows.flat_map(|row| &row[first..first + size]).copied().collect())
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

    /// What of the map lies on the image, at another resolution, interpolated bilinearly between
    /// pixel centres.
    pub fn resized(&self, height: usize, width: usize) -> Self {
        if self.crop.is_some() {
            return self.cropped().resized(height, width);
        }
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
        Self { height, width, values, crop: None }
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
    fn only_what_lies_on_the_image_is_resized() {
        let map = Heatmap::new(3, vec![1.0, 2.0, 9.0, 3.0, 4.0, 9.0, 9.0, 9.0, 9.0]);
        let framed = map.with_crop(Some((0, 2)));
        assert_eq!(framed.resized(2, 2).values(), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(framed.resized(1, 1).values(), [2.5]);
        assert_eq!(framed.normalized().crop(), Some((0, 2)));
    }

    #[test]
    fn written_as_rows() {
        let map = Heatmap::new(2, vec![1.0, 2.0, 3.0, 4.0]);
        assert_eq!(serde_json::to_string(&map).unwrap(), "[[1.0,2.0],[3.0,4.0]]");
    }
}
