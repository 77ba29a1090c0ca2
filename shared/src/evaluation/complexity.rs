//! How concentrated a heatmap is, whatever it points at.

use serde::Serialize;

use super::part::{NotFinite, Part};

/// The number of equally wide bins of the histogram.
const BINS: usize = 100;

/// Scores of the absolute part of one map. A map of zeros scores as a uniform one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Complexity {
    /// The entropy of the shares of mass, divided by its maximum, `ln` of the number of pixels:
    /// 0 if one pixel has all, 1 if all have the same.
    pub entropy: f64,
    /// The Gini coefficient of the mass: 0 if all pixels have the same.
    pub gini: f64,
    /// The entropy, in nats, of the histogram of the values with 100 bins from the least to the
    /// largest (eMPRT, Hedström et al. 2024); 0 for a constant map.
    pub histogram_entropy: f64,
}

impl Complexity {
    /// Scores a map.
    ///
    /// # Errors
    /// If a value is NaN or infinite.
    ///
    /// # Panics
    /// If the map has fewer than two pixels.
    pub fn of(map: &[f32]) -> Result<Self, NotFinite> {
        assert!(map.len() > 1, "at least two pixels");
        let relevance = Part::Absolute.of(map)?;
        let mass = relevance.mass().expect("the absolute part has a mass");
        Ok(Self {
            entropy: entropy(&mass) / libm::log(mass.len() as f64),
            gini: gini(&mass),
            histogram_entropy: entropy(&histogram(&mass)),
        })
    }
}

/// The entropy of weights, in nats, after dividing them by their sum.
fn entropy(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let shares = weights.iter().map(|weight| weight / total).filter(|&share| share > 0.0);
    // From 0, so that no entropy is 0 and not -0.
    shares.fold(0.0, |sum, share| sum - share * libm::log(share))
}

fn gini(mass: &[f64]) -> f64 {
    let mut sorted = mass.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let weighted = (0..).zip(&sorted).map(|(i, mass)| (f64::from(2 * i + 1) - n) * mass);
    weighted.sum::<f64>() / (n * sorted.iter().sum::<f64>())
}

/// How many values lie in each bin. Bins include their lower edge, the last one both.
fn histogram(values: &[f64]) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = (high - low) / BINS as f64;
    let inner: Vec<f64> = (1..BINS).map(|edge| low + edge as f64 * width).collect();
    let mut counts = vec![0.0; BINS];
    for &value in values {
        counts[inner.partition_point(|&edge| edge <= value)] += 1.0;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half the mean difference between two pixels, relative to the mean.
    #[test]
    fn gini_is_the_mean_difference() {
        let map: Vec<f32> = (0..40u16).map(|i| f32::from(i * i % 23) - 5.0).collect();
        let mass: Vec<f64> = map.iter().map(|&value| f64::from(value).abs()).collect();
        let differences: f64 =
            mass.iter().flat_map(|a| mass.iter().map(move |b| (a - b).abs())).sum();
        let expected = differences / (2.0 * 40.0 * mass.iter().sum::<f64>());
        assert!((Complexity::of(&map).unwrap().gini - expected).abs() < 1e-12);
    }

    #[test]
    fn bins_include_their_lower_edge() {
        // Edges at 0, 1, ..., 100.
        let counts = histogram(&[0.0, 0.5, 1.0, 98.9, 99.0, 100.0]);
        assert_eq!((counts[0], counts[1], counts[98], counts[99]), (2.0, 1.0, 1.0, 2.0));
        assert_eq!(histogram(&[3.0, 3.0]).iter().sum::<f64>(), 2.0);
    }

    #[test]
    fn maps_that_are_not_finite_are_refused() {
        assert_eq!(Complexity::of(&[0.0, f32::NAN]).unwrap_err().index, 1);
    }
}
