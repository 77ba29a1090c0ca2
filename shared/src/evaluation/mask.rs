//! Which pixels belong to which component: the ground truth for heatmaps.
//!
//! A component is what grew from one seed, in the order of the sample's seeds. Cells that several
//! of them reached are shared.

use serde::{Deserialize, Serialize};

use crate::gpt_mnist::{SITES, Sample, rotate_f64};
use crate::pattern::Lineage;

/// The lattice that masks lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// That of targets, seeds and labels, which are not rotated.
    Upright,
    /// That of the image: masks are rotated exactly as the image was.
    Image,
}

/// The masks of all components of a digit, of 28 x 28 values each unless built otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentMasks {
    /// The digit, 0 to 1: what the soft masks sum to, but never more than 1, so that no component
    /// holds more of a pixel than the digit.
    pub digit: Vec<f64>,
    /// Per component, its share of every pixel, 0 to 1.
    pub soft: Vec<Vec<f64>>,
    /// Per component, the pixels of the cells that descend from its seed alone. At a seam in the
    /// image, a pixel may be at least half of two such cells.
    pub exclusive: Vec<Vec<bool>>,
}

impl ComponentMasks {
    /// The masks of a sample. In the image's frame, the soft ones are clipped to 0 to 1 after the
    /// rotation, which overshoots, and the exclusive ones cut at 0.5.
    ///
    /// # Panics
    /// If the sample's seeds or steps cannot be grown.
    pub fn of(sample: &Sample, frame: Frame) -> Self {
        let mut soft = soft_masks(sample, frame);
        for value in soft.iter_mut().flatten() {
            *value = value.clamp(0.0, 1.0);
        }
        Self::new(soft, exclusive_masks(sample, frame))
    }

    /// The masks of a configuration on its own lattice, of what grew from each of so many seeds.
    pub fn of_lineage(lineage: &Lineage, seeds: usize) -> Self {
        let of =
            |mask: fn(&Lineage, u32) -> Vec<f64>| (0..seeds as u32).map(move |n| mask(lineage, n));
        Self::new(of(soft).collect(), of(exclusive).map(cut).collect())
    }

    fn new(soft: Vec<Vec<f64>>, exclusive: Vec<Vec<bool>>) -> Self {
        let total = |site| soft.iter().map(|mask| mask[site]).sum::<f64>().min(1.0);
        let digit = (0..SITES).map(total).collect();
        Self { digit, soft, exclusive }
    }
}

/// The soft masks of a sample's components before they are clipped: each cell gives 1 / (number of
/// its owners) to each of them. They sum to the image, or, upright, to the grown cells.
///
/// # Panics
/// If the sample's seeds or steps cannot be grown.
pub fn soft_masks(sample: &Sample, frame: Frame) -> Vec<Vec<f64>> {
    framed(sample, frame, soft)
}

/// Per component, the pixels that are its alone: the cells that descend from no other seed, and in the
/// image those pixels to which these cells, rotated, give 0.5 or more.
///
/// # Panics
/// If the sample's seeds or steps cannot be grown.
pub fn exclusive_masks(sample: &Sample, frame: Frame) -> Vec<Vec<bool>> {
    framed(sample, frame, exclusive).into_iter().map(cut).collect()
}

/// What holds at least half of a pixel holds it.
fn cut(mask: Vec<f64>) -> Vec<bool> {
    mask.into_iter().map(|value| value >= 0.5).collect()
}

fn framed(
    sample: &Sample,
    frame: Frame,
    mask: impl Fn(&Lineage, u32) -> Vec<f64>,
) -> Vec<Vec<f64>> {
    let lineage = sample.lineage();
    let masks = (0..sample.seeds.len() as u32).map(|seed| mask(&lineage, seed));
    match frame {
        Frame::Upright => masks.collect(),
        Frame::Image => masks.map(|mask| rotate_f64(&mask, sample.angle)).collect(),
    }
}

/// The upright soft mask of what grew from one seed: each cell gives 1 / (number of its owners).
pub fn soft(lineage: &Lineage, seed: u32) -> Vec<f64> {
    owned(lineage, seed, |owners| 1.0 / owners as f64)
}

/// The upright cells that descend from one seed alone, as 1, and all others as 0.
fn exclusive(lineage: &Lineage, seed: u32) -> Vec<f64> {
    owned(lineage, seed, |owners| if owners == 1 { 1.0 } else { 0.0 })
}

fn owned(lineage: &Lineage, seed: u32, value: impl Fn(usize) -> f64) -> Vec<f64> {
    let mask = lineage.mask(seed).into_iter().enumerate();
    mask.map(|(site, own)| if own { value(lineage.seeds(site).len()) } else { 0.0 }).collect()
}
