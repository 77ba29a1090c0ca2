use super::{Sample, rotate};

/// Least value of a rotated cell's pixel that still counts as the cell's.
const INSIDE: f32 = 0.5;

/// Where a mask lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// On the lattice on which the digit grew, as codes and labels are.
    Upright,
    /// In the image: rotated exactly as it is.
    Rotated,
}

/// Per seed, its share of every pixel, [`SITES`](super::SITES) values: each cell is shared equally
/// among the seeds that it descends from. The masks of all seeds sum to the image, up to rounding.
///
/// Upright values lie in 0 to 1. Rotated ones overshoot slightly, as the image does.
///
/// # Panics
/// If the sample's public fields were given seeds or steps that cannot be grown.
pub fn soft_masks(sample: &Sample, frame: Frame) -> Vec<Vec<f32>> {
    masks(sample, frame, |owners| 1.0 / owners as f32)
}

/// Per seed, the pixels that are its alone, [`SITES`](super::SITES) of them: the cells that descend
/// from no other seed, and in the image those pixels to which these cells, rotated, give 0.5 or
/// more.
///
/// # Panics
/// If the sample's public fields were given seeds or steps that cannot be grown.
pub fn exclusive_masks(sample: &Sample, frame: Frame) -> Vec<Vec<bool>> {
    let masks = masks(sample, frame, |owners| if owners == 1 { 1.0 } else { 0.0 });
    masks.into_iter().map(|mask| mask.iter().map(|&value| value >= INSIDE).collect()).collect()
}

/// Per seed, its cells, each with a value that depends on the number of its owners.
fn masks(sample: &Sample, frame: Frame, value: impl Fn(usize) -> f32) -> Vec<Vec<f32>> {
    let lineage = sample.lineage();
    let mask = |seed: usize| {
        let cell = |(site, inside)| if inside { value(lineage.seeds(site).len()) } else { 0.0 };
        let upright: Vec<f32> =
            lineage.mask(seed as u32).into_iter().enumerate().map(cell).collect();
        match frame {
            Frame::Upright => upright,
            Frame::Rotated => rotate(&upright, sample.angle),
        }
    };
    (0..sample.seeds.len()).map(mask).collect()
}
