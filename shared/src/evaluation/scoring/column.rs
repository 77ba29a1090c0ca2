use super::{Measure, Pair, Scores};
use crate::evaluation::part::Part;
use crate::evaluation::statistics::{Estimate, bootstrap, pooled_spearman, spearman};

/// Draws of a bootstrap interval.
const DRAWS: usize = 1000;

/// The seed of the draws, so that the same scores have the same interval.
const SEED: u64 = 0;

/// The scores of one maker's maps: for each sample, those of its maps.
///
/// The sample is the unit: its maps are averaged, or their pairs drawn together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column(pub Vec<Vec<Scores>>);

impl Column {
    /// What was measured over all samples, with its 95 % interval: a mean with Student's, or of a
    /// [pooled](Measure::is_pooled) measure Spearman's correlation with that of a bootstrap. A
    /// sample without values does not count; none if none has any.
    pub fn estimate(&self, measure: Measure, part: Part) -> Option<Estimate> {
        if measure.is_pooled() {
            let pairs = self.pairs(measure, part);
            let pairs: Vec<_> = pairs.into_iter().filter(|pairs| !pairs.is_empty()).collect();
            return pooled_spearman(&pairs, DRAWS, SEED);
        }
        Estimate::clustered(&self.values(measure, part))
    }

    /// How far this is above another column, over the samples that have values in both, with the
    /// paired interval.
    ///
    /// # Panics
    /// If the columns have different numbers of samples.
    pub fn difference(&self, other: &Self, measure: Measure, part: Part) -> Option<Estimate> {
        assert_eq!(self.0.len(), other.0.len(), "samples of both columns");
        if measure.is_pooled() {
            let pairs = self.pairs(measure, part).into_iter().zip(other.pairs(measure, part));
            let pairs = pairs.filter(|(a, b)| !a.is_empty() && !b.is_empty());
            let (a, b): (Vec<_>, Vec<_>) = pairs.unzip();
            return bootstrap(a.len(), DRAWS, SEED, |drawn| {
                Some(rho(&a, drawn)? - rho(&b, drawn)?)
            });
        }
        let both = self.means(measure, part).into_iter().zip(other.means(measure, part));
        let (a, b): (Vec<f64>, Vec<f64>) = both.filter_map(|(a, b)| a.zip(b)).unzip();
        Estimate::paired(&a, &b)
    }

    /// The values of each sample.
    fn values(&self, measure: Measure, part: Part) -> Vec<Vec<f64>> {
        let of_map = |scores: &Scores| {
            let found = scores.values.iter().find(|&&(m, p, _)| (m, p) == (measure, part));
            found.map(|&(_, _, value)| value)
        };
        self.0.iter().map(|maps| maps.iter().filter_map(of_map).collect()).collect()
    }

    /// The mean of each sample.
    fn means(&self, measure: Measure, part: Part) -> Vec<Option<f64>> {
        let mean = |values: Vec<f64>| {
            (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
        };
        self.values(measure, part).into_iter().map(mean).collect()
    }

    /// The pairs of each sample.
    fn pairs(&self, measure: Measure, part: Part) -> Vec<Vec<Pair>> {
        let of_map = |scores: &Scores| {
            let found = scores.pairs.iter().find(|(m, p, _)| (*m, *p) == (measure, part));
            found.map_or_else(Vec::new, |(_, _, pairs)| pairs.clone())
        };
        self.0.iter().map(|maps| maps.iter().flat_map(of_map).collect()).collect()
    }
}

/// Spearman's correlation of the pairs of the samples drawn.
fn rho(samples: &[Vec<Pair>], drawn: &[usize]) -> Option<f64> {
    let (a, b): (Vec<f64>, Vec<f64>) =
        drawn.iter().flat_map(|&sample| samples[sample].iter().copied()).unzip();
    spearman(&a, &b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Part = Part::Positive;

    fn map(gain: f64, pairs: &[Pair]) -> Scores {
        Scores {
            values: vec![(Measure::Gain, PART, gain)],
            pairs: vec![(Measure::DropsRegrown, PART, pairs.to_vec())],
        }
    }

    #[test]
    fn the_maps_of_a_sample_are_averaged_first() {
        let a = Column(vec![vec![map(0.0, &[]), map(1.0, &[])], vec![map(0.25, &[])], vec![]]);
        let estimate = a.estimate(Measure::Gain, PART).unwrap();
        assert_eq!((estimate.n, estimate.mean), (2, 0.375));
        assert_eq!(a.estimate(Measure::Gain, Part::Absolute), None);
        assert_eq!(a.estimate(Measure::DropsRegrown, PART), None);
        // Only the first sample has values in both.
        let b = Column(vec![vec![map(0.25, &[])], vec![], vec![map(0.0, &[])]]);
        let difference = a.difference(&b, Measure::Gain, PART).unwrap();
        assert_eq!((difference.n, difference.mean, difference.low), (1, 0.25, None));
    }

    #[test]
    fn pairs_are_pooled_over_samples() {
        let pairs = [[(0.1, 1.0), (0.2, 3.0)], [(0.3, 2.0), (0.4, 4.0)]];
        let a = Column(pairs.iter().map(|pairs| vec![map(0.0, pairs)]).collect());
        let estimate = a.estimate(Measure::DropsRegrown, PART).unwrap();
        assert_eq!((estimate.n, estimate.mean), (2, 0.8));
        let b = Column(pairs.map(|pairs| vec![map(0.0, &pairs.map(|(x, y)| (-x, y)))]).to_vec());
        let difference = a.difference(&b, Measure::DropsRegrown, PART).unwrap();
        assert!((difference.mean - 1.6).abs() < 1e-12);
    }
}
