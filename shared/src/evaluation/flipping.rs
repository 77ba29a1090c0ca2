//! Pixel flipping: what the network answers while pixels are removed in the order of a heatmap
//! (Samek et al. 2017; Tjoa & Guan 2021, section 4).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::part::Relevance;

/// Which pixels are removed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// MoRF.
    MostRelevantFirst,
    /// LeRF.
    LeastRelevantFirst,
}

/// All pixels in the order of their removal; equally relevant ones in row-major order.
///
/// For a silent map this is the order of the rows: score it by a [`random_order`] instead.
pub fn removal_order(relevance: &Relevance, removal: Removal) -> Vec<usize> {
    let values = relevance.values();
    let mut order: Vec<usize> = (0..values.len()).collect();
    // The sort is stable, so ties keep the row-major order.
    order.sort_by(|&a, &b| match removal {
        Removal::MostRelevantFirst => values[b].total_cmp(&values[a]),
        Removal::LeastRelevantFirst => values[a].total_cmp(&values[b]),
    });
    order
}

/// The first `steps` pixels that the paper's reference implementation visits, most relevant first.
///
/// It sets the relevance of a visited pixel to 0 instead of taking it out, so that once only
/// negative ones remain, visited pixels are drawn again. Among pixels of relevance 0 those drawn
/// least often come first, then row-major order. While a map has pixels left that are not negative
/// this is [`removal_order`]. The reference perturbs one pixel of the original image at a time; the
/// curve of either order goes through [`aopc`].
///
/// # Panics
/// If the map has no pixels.
pub fn order_as_published(relevance: &Relevance, steps: usize) -> Vec<usize> {
    let by_value = removal_order(relevance, Removal::MostRelevantFirst);
    let raised = relevance.values().iter().filter(|&&value| value >= 0.0).count();
    // With only negative values, the first pixel alone is raised to 0, and stays the best.
    let first = &by_value[..raised.max(1)];
    let mut again = first.to_vec();
    again.sort_unstable();
    first.iter().chain(again.iter().cycle()).copied().take(steps).collect()
}

/// All pixels in a random order: ChaCha8's from `seed`.
///
/// # Panics
/// If there are more than 2^32 - 1 pixels.
pub fn random_order(pixels: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..pixels).collect();
    shuffle(&mut order, &mut ChaCha8Rng::seed_from_u64(seed));
    order
}

/// The inked pixels in a random order, then all others in a random order. Any order that starts
/// with ink looks better than one of all pixels, so this is the baseline to beat.
///
/// # Panics
/// If there are more than 2^32 - 1 pixels.
pub fn random_order_over_ink(ink: &[bool], seed: u64) -> Vec<usize> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (mut order, mut rest): (Vec<usize>, Vec<usize>) =
        (0..ink.len()).partition(|&pixel| ink[pixel]);
    shuffle(&mut order, &mut rng);
    shuffle(&mut rest, &mut rng);
    order.append(&mut rest);
    order
}

/// `AOPC(L) = 1 / (L + 1) sum_{k = 0..L} (f(x_0) - f(x_k))` for `L` = 1, 2, ..., where `f` are the
/// network's answers to the image and after each removal.
pub fn aopc(f: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let means = f.iter().enumerate().map(|(step, value)| {
        sum += f[0] - value;
        sum / (step + 1) as f64
    });
    means.skip(1).collect()
}

/// `SRG(L) = AOPC(L)` of the most relevant first - that of the least relevant first (Blücher et
/// al. 2024), from both curves of answers; 0 for a silent map, which prefers no order.
///
/// # Panics
/// If the curves differ in length.
pub fn srg(relevance: &Relevance, morf: &[f64], lerf: &[f64]) -> Vec<f64> {
    assert_eq!(morf.len(), lerf.len(), "steps of both curves");
    let difference =
        |(morf, lerf): (f64, f64)| if relevance.is_silent() { 0.0 } else { morf - lerf };
    aopc(morf).into_iter().zip(aopc(lerf)).map(difference).collect()
}

/// Fisher and Yates' shuffle, drawn as 32 bits, so that wasm and native draw the same.
fn shuffle(pixels: &mut [usize], rng: &mut ChaCha8Rng) {
    for left in (1..pixels.len()).rev() {
        let last = u32::try_from(left).expect("fewer than 2^32 pixels");
        pixels.swap(left, rng.random_range(0..=last) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::part::Part;

    fn signed(map: &[f32]) -> Relevance {
        Part::Signed.of(map).unwrap()
    }

    /// The reference's rule as it stands: take the best, set it to 0.
    fn visited(map: &[f32], steps: usize) -> Vec<usize> {
        let (mut values, mut draws) = (map.to_vec(), vec![0; map.len()]);
        let mut visit = || {
            let best = (0..map.len())
                .max_by(|&a, &b| {
                    let fresher = draws[b].cmp(&draws[a]);
                    values[a].partial_cmp(&values[b]).unwrap().then(fresher).then(b.cmp(&a))
                })
                .unwrap();
            values[best] = 0.0;
            draws[best] += 1;
            best
        };
        (0..steps).map(|_| visit()).collect()
    }

    #[test]
    fn as_published_visited_pixels_are_drawn_again_once_only_negative_ones_remain() {
        let map = [3.0, 2.0, 1.0, -1.0, 0.0, -0.0];
        let order = order_as_published(&signed(&map), 8);
        assert_eq!(order, [0, 1, 2, 4, 5, 0, 1, 2]);
        assert_eq!(order, visited(&map, 8));
        let unsorted = [1.0, -5.0, 3.0, 0.0, 2.0];
        assert_eq!(order_as_published(&signed(&unsorted), 9), [2, 4, 0, 3, 0, 2, 3, 4, 0]);
        assert_eq!(visited(&unsorted, 9), [2, 4, 0, 3, 0, 2, 3, 4, 0]);
        let negative = [-3.0, -1.0, -2.0];
        assert_eq!(order_as_published(&signed(&negative), 3), [1, 1, 1]);
        assert_eq!(visited(&negative, 3), [1, 1, 1]);
    }

    #[test]
    fn both_orders_keep_ties_in_row_major_order() {
        let map = signed(&[0.0, -0.0, 1.0, 0.0]);
        assert_eq!(removal_order(&map, Removal::MostRelevantFirst), [2, 0, 1, 3]);
        assert_eq!(removal_order(&map, Removal::LeastRelevantFirst), [0, 1, 3, 2]);
    }

    #[test]
    fn random_orders_hold_every_pixel_once_and_ink_first() {
        let ink: Vec<bool> = (0..100).map(|pixel| pixel % 7 == 0).collect();
        let order = random_order_over_ink(&ink, 3);
        assert!(order[..15].iter().all(|&pixel| ink[pixel]));
        for order in [order, random_order(100, 3)] {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..100) && !order.is_sorted());
        }
        assert_eq!(random_order(100, 3), random_order(100, 3));
        assert_ne!(random_order(100, 3), random_order(100, 4));
    }

    /// Every pixel comes first about equally often.
    #[test]
    fn random_orders_are_uniform() {
        let mut firsts = [0; 5];
        for seed in 0..5000 {
            firsts[random_order(5, seed)[0]] += 1;
        }
        assert!(firsts.iter().all(|count| (880..1120).contains(count)), "{firsts:?}");
    }

    #[test]
    fn no_removal_gives_no_curve_and_a_silent_map_no_gap() {
        assert!(aopc(&[]).is_empty() && aopc(&[1.0]).is_empty());
        let (morf, lerf) = ([2.0, 1.0, 1.0, 0.0], [2.0, 2.0, 0.5, 2.0]);
        assert_eq!(srg(&signed(&[0.0; 3]), &morf, &lerf), [0.0, 0.0, 0.0]);
        let gap = srg(&signed(&[1.0, 0.0, 0.0]), &morf, &lerf);
        assert_eq!((gap[0], gap[2]), (0.5, 0.625));
    }
}
