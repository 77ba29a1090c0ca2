use serde::{Deserialize, Serialize};

use super::{NORMAL, TAIL, student_t_quantile};

/// A mean over samples with its 95 % interval.
///
/// ```
/// use shared::evaluation::statistics::Estimate;
///
/// let right = Estimate::wilson(99, 100).expect("there are trials");
/// assert_eq!(right.mean, 0.99);
/// assert!(right.low.is_some_and(|low| (0.94..0.95).contains(&low)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number of samples.
    pub n: usize,
    /// The mean, or the statistic of all samples.
    pub mean: f64,
    /// The lower end of the interval; none where there is no interval, as for one sample.
    pub low: Option<f64>,
    /// The upper end of the interval; none where there is no interval, as for one sample.
    pub high: Option<f64>,
}

impl Estimate {
    /// The mean of one value per sample, with Student's t-interval; none of no values.
    pub fn of(values: &[f64]) -> Option<Self> {
        let n = values.len();
        let mean = mean(values)?;
        let half = standard_error(values).map(|se| se * student_t_quantile(1.0 - TAIL, n - 1));
        Some(Self {
            n,
            mean,
            low: half.map(|half| mean - half),
            high: half.map(|half| mean + half),
        })
    }

    /// As [`Estimate::of`] of the mean of each sample's own values, those of its components for
    /// instance. A sample without values does not count.
    pub fn clustered<V: AsRef<[f64]>>(samples: &[V]) -> Option<Self> {
        let means: Vec<f64> = samples.iter().filter_map(|values| mean(values.as_ref())).collect();
        Self::of(&means)
    }

    /// As [`Estimate::of`] of the differences `a - b`, where both were measured on each sample.
    ///
    /// # Panics
    /// If the numbers of samples differ.
    pub fn paired(a: &[f64], b: &[f64]) -> Option<Self> {
        assert_eq!(a.len(), b.len(), "samples of both");
        Self::of(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>())
    }

    /// The share of successes in independent trials, with Wilson's interval (Wilson 1927); none of
    /// no trials.
    ///
    /// # Panics
    /// If there are more successes than trials.
    pub fn wilson(successes: usize, trials: usize) -> Option<Self> {
        assert!(successes <= trials, "{successes} successes in {trials} trials");
        (trials > 0).then(|| Self::of_share(successes as f64 / trials as f64, trials))
    }

    /// The mean of one value in [0, 1] per sample, with Wilson's interval, as if that share of the
    /// samples had the value 1 and the others 0; none of no values.
    ///
    /// No values in [0, 1] of the same mean vary more than those, so that the interval is wide
    /// enough, and it has a width even where all values are 1.
    pub fn of_rates(rates: &[f64]) -> Option<Self> {
        mean(rates).map(|mean| Self::of_share(mean, rates.len()))
    }

    /// Wilson's interval of a share.
    fn of_share(share: f64, trials: usize) -> Self {
        let n = trials as f64;
        let square = NORMAL * NORMAL;
        let scale = 1.0 + square / n;
        let centre = (share + square / (2.0 * n)) / scale;
        let variance = share * (1.0 - share) / n + square / (4.0 * n * n);
        let half = NORMAL * variance.sqrt() / scale;
        Self {
            n: trials,
            mean: share,
            // Rounding must not cut off a share of 0 or 1, where an end is the share itself.
            low: Some((centre - half).clamp(0.0, share)),
            high: Some((centre + half).clamp(share, 1.0)),
        }
    }
}

/// The standard error of the mean of values, by their sample standard deviation; none of fewer
/// than two.
pub fn standard_error(values: &[f64]) -> Option<f64> {
    let n = values.len();
    if n < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((squares / (n as f64 - 1.0) / n as f64).sqrt())
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sample_has_no_interval_and_none_no_mean() {
        let one = Estimate { n: 1, mean: 0.25, low: None, high: None };
        assert_eq!(Estimate::of(&[0.25]), Some(one));
        assert_eq!(Estimate::clustered(&[vec![0.0, 0.5], vec![]]), Some(one));
        assert_eq!(Estimate::of(&[]), None);
        assert_eq!(standard_error(&[1.0]), None);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(json, r#"{"n":1,"mean":0.25,"low":null,"high":null}"#);
        assert_eq!(serde_json::from_str::<Estimate>(&json).unwrap(), one);
    }

    /// Wilson's ends are the shares p with |k/n - p| = z sqrt(p (1 - p) / n).
    #[test]
    fn wilson_ends_solve_their_equation() {
        for (successes, trials) in [(0, 5), (1, 7), (30, 100), (5, 5)] {
            let estimate = Estimate::wilson(successes, trials).unwrap();
            for end in [estimate.low.unwrap(), estimate.high.unwrap()] {
                let distance = (estimate.mean - end).abs();
                let expected = NORMAL * (end * (1.0 - end) / trials as f64).sqrt();
                assert!((distance - expected).abs() < 1e-9, "{successes}/{trials}: {end}");
            }
        }
        // As many successes, in parts.
        let rates = [0.75, 0.25, 1.0, 1.0, 0.0];
        assert_eq!(Estimate::of_rates(&rates), Estimate::wilson(3, 5));
        assert_eq!(Estimate::of_rates(&[]), None);
        let none = Estimate::wilson(0, 5).unwrap();
        assert!(none.low == Some(0.0) && none.high.unwrap() > 0.4);
        assert_eq!(Estimate::wilson(0, 0), None);
    }

    #[test]
    fn a_shift_of_one_side_shifts_the_paired_interval() {
        let (a, b) = ([0.1, 0.5, 0.3], [0.2, 0.1, 0.3]);
        let before = Estimate::paired(&a, &b).unwrap();
        let after = Estimate::paired(&a.map(|value| value + 2.0), &b).unwrap();
        assert!((after.low.unwrap() - before.low.unwrap() - 2.0).abs() < 1e-12);
        assert!((after.high.unwrap() - before.high.unwrap() - 2.0).abs() < 1e-12);
        assert!(before.low < before.high);
    }
}
