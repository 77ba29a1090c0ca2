//! How well labels per site are predicted (paper table 1).

use serde::Serialize;

/// Counts of sites, where a label above 0 is a positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SiteCounts {
    /// Positive in both, and equal.
    pub true_positives: u32,
    /// Predicted positive where the truth is 0 or another label.
    pub false_positives: u32,
    /// Predicted 0 where the truth is positive.
    pub false_negatives: u32,
    /// 0 in both.
    pub true_negatives: u32,
}

impl SiteCounts {
    /// Compares the labels of one sample site by site. The table that the paper prints is that
    /// with truth and prediction swapped.
    ///
    /// # Panics
    /// If the numbers of sites differ.
    pub fn of(truth: &[u8], prediction: &[u8]) -> Self {
        assert_eq!(truth.len(), prediction.len(), "sites of truth and prediction");
        let mut counts = Self::default();
        for (&truth, &prediction) in truth.iter().zip(prediction) {
            let count = match (truth, prediction) {
                (0, 0) => &mut counts.true_negatives,
                (_, 0) => &mut counts.false_negatives,
                (truth, prediction) if truth == prediction => &mut counts.true_positives,
                _ => &mut counts.false_positives,
            };
            *count += 1;
        }
        counts
    }

    /// The share of sites whose label is right.
    pub fn accuracy(&self) -> f64 {
        let right = self.true_positives + self.true_negatives;
        ratio(right, right + self.false_positives + self.false_negatives)
    }

    /// TP / (TP + FN); 1 where there is nothing to find.
    pub fn recall(&self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// TP / (TP + FP); 1 where nothing is predicted.
    pub fn precision(&self) -> f64 {
        ratio(self.true_positives, self.true_positives + self.false_positives)
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_follow_the_definitions() {
        let truth = [0, 0, 0, 1, 2, 3, 4];
        let prediction = [0, 0, 5, 1, 3, 0, 4];
        let counts = SiteCounts::of(&truth, &prediction);
        let expected = SiteCounts {
            true_positives: 2,
            false_positives: 2,
            false_negatives: 1,
            true_negatives: 2,
        };
        assert_eq!(counts, expected);
        assert_eq!(counts.accuracy(), 4.0 / 7.0);
        assert_eq!((counts.recall(), counts.precision()), (2.0 / 3.0, 0.5));
        // As published: a generator on an empty site lowers the recall, one missed the precision.
        let published = SiteCounts::of(&prediction, &truth);
        assert_eq!((published.recall(), published.precision()), (2.0 / 3.0, 0.5));
        assert_eq!((published.false_positives, published.false_negatives), (2, 1));
    }

    #[test]
    fn empty_lattices_are_right() {
        let counts = SiteCounts::of(&[0; 4], &[0; 4]);
        assert_eq!((counts.accuracy(), counts.recall(), counts.precision()), (1.0, 1.0, 1.0));
    }
}
