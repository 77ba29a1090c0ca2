use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Estimate, TAIL, spearman};

/// A statistic of `n` samples with its percentile bootstrap interval (Efron & Tibshirani 1993).
///
/// `statistic` gets indices of samples, first each once, then `draws` times `n` drawn with
/// replacement by ChaCha8 from `seed`; where it is not defined for a draw, the draw does not count.
/// None if it is not defined for the samples themselves; one sample has no interval.
///
/// # Panics
/// If there are more than 2^32 - 1 samples.
pub fn bootstrap(
    n: usize,
    draws: usize,
    seed: u64,
    mut statistic: impl FnMut(&[usize]) -> Option<f64>,
) -> Option<Estimate> {
    let mut indices: Vec<usize> = (0..n).collect();
    let mean = statistic(&indices)?;
    let mut values = Vec::new();
    if n > 1 {
        // Drawn as 32 bits, so that wasm and native draw the same.
        let n = u32::try_from(n).expect("fewer than 2^32 samples");
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..draws {
            indices.fill_with(|| rng.random_range(0..n) as usize);
            values.extend(statistic(&indices));
        }
    }
    values.sort_by(f64::total_cmp);
    let (low, high) = (percentile(&values, TAIL), percentile(&values, 1.0 - TAIL));
    Some(Estimate { n, mean, low, high })
}

/// Spearman's rank correlation of the pairs of all samples, pooled, with [`bootstrap`]'s interval
/// over samples. Few pairs of one sample say nothing alone: of two, it would be -1 or 1.
pub fn pooled_spearman<P: AsRef<[(f64, f64)]>>(
    samples: &[P],
    draws: usize,
    seed: u64,
) -> Option<Estimate> {
    bootstrap(samples.len(), draws, seed, |indices| {
        let pairs = indices.iter().flat_map(|&index| samples[index].as_ref().iter().copied());
        let (a, b): (Vec<f64>, Vec<f64>) = pairs.unzip();
        spearman(&a, &b)
    })
}

/// The quantile of ascending values, interpolated linearly between the two nearest.
fn percentile(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = probability * last as f64;
    let below = position as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (position - below as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> impl Fn(&[usize]) -> Option<f64> {
        |indices| Some(indices.iter().map(|&i| values[i]).sum::<f64>() / indices.len() as f64)
    }

    #[test]
    fn percentiles_are_interpolated() {
        let values: Vec<f64> = (0..=200).map(f64::from).collect();
        assert_eq!(percentile(&values, 0.025), Some(5.0));
        assert_eq!(percentile(&[1.0, 2.0], 0.75), Some(1.75));
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn a_mean_gets_about_the_t_interval_and_the_same_from_the_same_seed() {
        let values: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100)).collect();
        let estimate = bootstrap(100, 2000, 1, mean(&values)).unwrap();
        let expected = Estimate::of(&values).unwrap();
        assert_eq!(estimate.mean, expected.mean);
        assert!((estimate.low.unwrap() - expected.low.unwrap()).abs() < 0.5, "{estimate:?}");
        assert!((estimate.high.unwrap() - expected.high.unwrap()).abs() < 0.5, "{estimate:?}");
        assert_eq!(bootstrap(100, 2000, 1, mean(&values)), Some(estimate));
        assert_ne!(bootstrap(100, 2000, 2, mean(&values)), Some(estimate));
    }

    #[test]
    fn one_sample_has_no_interval_and_undefined_draws_do_not_count() {
        let one = bootstrap(1, 10, 0, mean(&[3.0])).unwrap();
        assert_eq!(one, Estimate { n: 1, mean: 3.0, low: None, high: None });
        assert_eq!(bootstrap(0, 10, 0, |_| None), None);
        // Of two samples with one pair each, half of the draws are the same pair twice.
        let pairs = [[(0.0, 1.0)], [(1.0, 0.0)]];
        let estimate = pooled_spearman(&pairs, 50, 0).unwrap();
        assert_eq!(estimate, Estimate { n: 2, mean: -1.0, low: Some(-1.0), high: Some(-1.0) });
    }
}
