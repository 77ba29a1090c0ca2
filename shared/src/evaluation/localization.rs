//! How much of a heatmap lies on a binary mask.
//!
//! No score depends on the order of the pixels: ties are broken as if at random, and a silent map
//! scores as the uniform one.

use serde::Serialize;

use super::part::Relevance;
use super::statistics::mid_ranks;

/// All scores of one map against one mask.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Localization {
    /// Whether the map is silent.
    pub silent: bool,
    /// As [`mass`].
    pub mass: Option<f64>,
    /// As [`rank_accuracy`].
    pub rank_accuracy: f64,
    /// As [`pointing`].
    pub pointing: f64,
    /// As [`average_precision`].
    pub average_precision: f64,
    /// As [`auc`].
    pub auc: Option<f64>,
    /// As [`mean_distance`], in pixels.
    pub mean_distance: Option<f64>,
}

impl Localization {
    /// Scores a map of rows of `width` pixels; none against an empty mask.
    ///
    /// # Panics
    /// If the mask has another number of pixels, or they are no whole rows.
    pub fn of(relevance: &Relevance, mask: &[bool], width: usize) -> Option<Self> {
        Some(Self {
            silent: relevance.is_silent(),
            mass: mass(relevance, mask),
            rank_accuracy: rank_accuracy(relevance, mask)?,
            pointing: pointing(relevance, mask)?,
            average_precision: average_precision(relevance, mask)?,
            auc: auc(relevance, mask),
            mean_distance: distances(mask, width)
                .and_then(|distances| mean_distance(relevance, &distances)),
        })
    }
}

/// The share of the map's mass on the mask; none of the signed part or on an empty mask.
///
/// # Panics
/// If the mask has another number of pixels.
pub fn mass(relevance: &Relevance, mask: &[bool]) -> Option<f64> {
    covered(relevance, mask)?;
    let mass = relevance.mass()?;
    let on_mask: f64 = mass.iter().zip(mask).filter(|&(_, &on)| on).map(|(mass, _)| mass).sum();
    Some(on_mask / mass.iter().sum::<f64>())
}

/// The share of the mask's pixels among as many of the most relevant pixels, where ties at the cut
/// count by their expectation; none on an empty mask.
///
/// # Panics
/// If the mask has another number of pixels.
pub fn rank_accuracy(relevance: &Relevance, mask: &[bool]) -> Option<f64> {
    let covered = covered(relevance, mask)?;
    let (mut room, mut hits) = (covered, 0.0);
    for step in steps(relevance, mask) {
        let taken = room.min(step.pixels);
        hits += taken as f64 * step.on_mask as f64 / step.pixels as f64;
        room -= taken;
    }
    Some(hits / covered as f64)
}

/// The pointing game: whether the most relevant pixel lies on the mask, or the share of those that
/// do where several are equally relevant; none on an empty mask.
///
/// # Panics
/// If the mask has another number of pixels.
pub fn pointing(relevance: &Relevance, mask: &[bool]) -> Option<f64> {
    covered(relevance, mask)?;
    let first = steps(relevance, mask).into_iter().next()?;
    Some(first.on_mask as f64 / first.pixels as f64)
}

/// The average precision of the mask, with one step per distinct value; none on an empty mask.
///
/// # Panics
/// If the mask has another number of pixels.
pub fn average_precision(relevance: &Relevance, mask: &[bool]) -> Option<f64> {
    let covered = covered(relevance, mask)?;
    let (mut pixels, mut on_mask, mut sum) = (0, 0, 0.0);
    for step in steps(relevance, mask) {
        pixels += step.pixels;
        on_mask += step.on_mask;
        sum += step.on_mask as f64 * on_mask as f64 / pixels as f64;
    }
    Some(sum / covered as f64)
}

/// The probability that a pixel on the mask is more relevant than one beside it, where equal ones
/// count half; none on an empty or a full mask.
///
/// # Panics
/// If the mask has another number of pixels.
pub fn auc(relevance: &Relevance, mask: &[bool]) -> Option<f64> {
    let on = covered(relevance, mask)? as f64;
    let beside = mask.len() as f64 - on;
    let ranks = mid_ranks(relevance.values());
    let sum: f64 = ranks.iter().zip(mask).filter(|&(_, &on)| on).map(|(rank, _)| rank).sum();
    (beside > 0.0).then(|| (sum - on * (on + 1.0) / 2.0) / (on * beside))
}

/// The mean distance of the map's mass to the mask, in pixels; none of the signed part.
/// `distances` are those of each pixel to the mask, see [`distances`].
///
/// # Panics
/// If there is another number of distances than of pixels.
pub fn mean_distance(relevance: &Relevance, distances: &[f64]) -> Option<f64> {
    assert_eq!(distances.len(), relevance.values().len(), "distances of all pixels");
    let mass = relevance.mass()?;
    let moment: f64 = mass.iter().zip(distances).map(|(mass, distance)| mass * distance).sum();
    Some(moment / mass.iter().sum::<f64>())
}

/// The Euclidean distance of each pixel to the nearest one of the mask, 0 on it, for rows of
/// `width` pixels; none of an empty mask.
///
/// # Panics
/// If the pixels are no whole rows.
pub fn distances(mask: &[bool], width: usize) -> Option<Vec<f64>> {
    assert!(width > 0 && mask.len().is_multiple_of(width), "whole rows of pixels");
    let covered: Vec<usize> = (0..mask.len()).filter(|&pixel| mask[pixel]).collect();
    let square = |a: usize, b: usize| {
        let rows = (a / width).abs_diff(b / width);
        let columns = (a % width).abs_diff(b % width);
        rows * rows + columns * columns
    };
    let nearest = |pixel| covered.iter().map(|&other| square(pixel, other)).min();
    (0..mask.len()).map(|pixel| nearest(pixel).map(|square| (square as f64).sqrt())).collect()
}

/// The number of pixels on a mask, none if it is empty.
fn covered(relevance: &Relevance, mask: &[bool]) -> Option<usize> {
    assert_eq!(mask.len(), relevance.values().len(), "pixels of mask and map");
    Some(mask.iter().filter(|&&on| on).count()).filter(|&covered| covered > 0)
}

/// The pixels of one value.
struct Step {
    pixels: usize,
    on_mask: usize,
}

/// The pixels of each distinct value, the largest first.
fn steps(relevance: &Relevance, mask: &[bool]) -> Vec<Step> {
    let values = relevance.values();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let step = |tied: &[usize]| Step {
        pixels: tied.len(),
        on_mask: tied.iter().filter(|&&pixel| mask[pixel]).count(),
    };
    order.chunk_by(|&a, &b| values[a] == values[b]).map(step).collect()
}
