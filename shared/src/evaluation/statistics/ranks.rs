/// The rank of every value, 1 for the least; equal values share the mean of their ranks.
///
/// No value may be NaN: it has no rank.
pub fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = below as f64 + (tied.len() + 1) as f64 / 2.0;
        for &index in tied {
            ranks[index] = rank;
        }
        below += tied.len();
    }
    ranks
}

/// Spearman's rank correlation: Pearson's of the [`mid_ranks`]. None where one side is constant,
/// as it has no order to compare.
///
/// # Panics
/// If the sides differ in length.
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    assert_eq!(a.len(), b.len(), "values on both sides");
    // The mean of the ranks, whatever the ties.
    let mean = (a.len() + 1) as f64 / 2.0;
    let centred = |values| mid_ranks(values).into_iter().map(|rank| rank - mean).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = (centred(a), centred(b));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = (product(&a, &a) * product(&b, &b)).sqrt();
    (scale > 0.0).then(|| (product(&a, &b) / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank_and_both_zeros_are_equal() {
        assert_eq!(mid_ranks(&[3.0, 0.0, -0.0, 3.0, 3.0]), [4.0, 1.5, 1.5, 4.0, 4.0]);
        assert!(mid_ranks(&[]).is_empty());
    }

    #[test]
    fn a_constant_side_has_no_correlation() {
        assert_eq!(spearman(&[1.0, 2.0], &[5.0, 5.0]), None);
        assert_eq!(spearman(&[1.0], &[2.0]), None);
    }

    /// Without ties, rho = 1 - 6 sum d^2 / (n (n^2 - 1)).
    #[test]
    fn without_ties_the_short_formula_agrees() {
        let a: Vec<f64> = (0..31).map(|i| f64::from(i * 7 % 31)).collect();
        let b: Vec<f64> = (0..31).map(|i| f64::from(i * i % 31 + i * 31)).collect();
        let squares = mid_ranks(&a).into_iter().zip(mid_ranks(&b)).map(|(a, b)| (a - b) * (a - b));
        let expected = 1.0 - 6.0 * squares.sum::<f64>() / (31.0 * (31.0 * 31.0 - 1.0));
        assert!((spearman(&a, &b).unwrap() - expected).abs() < 1e-12);
        assert!(expected.abs() > 0.01);
    }
}
