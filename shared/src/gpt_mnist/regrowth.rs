use super::{SITES, SIZE, grown, system};
use crate::pattern::{Code, Configuration, Error, Seed};

/// The generators of a configuration given as labels, in row-major order: the predicted ones of an
/// image, for instance. A site has one where its type in `y_g` is not 0.
///
/// # Panics
/// If there are not [`SITES`] labels of each kind.
pub fn seeds(y_g: &[u8], y_s: &[u8]) -> Vec<Seed> {
    assert_eq!((y_g.len(), y_s.len()), (SITES, SITES), "labels for every site");
    (0..SITES)
        .filter(|&site| y_g[site] > 0)
        .map(|site| seed_at(site, y_g[site], y_s[site]))
        .collect()
}

/// The generator of a site as a seed; labels count its type from 0, the empty cell, seeds from 1.
pub fn seed_at(site: usize, y_g: u8, y_s: u8) -> Seed {
    Seed {
        x: (site % SIZE) as u32,
        y: (site / SIZE) as u32,
        r#type: u16::from(y_g) + 1,
        orientation: y_s,
    }
}

/// The site of a seed, counted row by row.
pub const fn site_of(seed: &Seed) -> usize {
    seed.y as usize * SIZE + seed.x as usize
}

/// Grows a configuration given as labels; see [`Grown::regrow`](crate::grown::Grown::regrow).
///
/// # Errors
/// A type or orientation that does not exist, or too many steps.
///
/// # Panics
/// If there are not [`SITES`] labels of each kind.
pub fn regrow(y_g: &[u8], y_s: &[u8], steps: u32) -> Result<Configuration, Error> {
    grown().regrow(y_g, y_s, steps)
}

/// Intersection over union of the occupied sites of two configurations, 1 when both are empty.
///
/// # Panics
/// If the configurations differ in size.
pub fn iou(a: &[Code], b: &[Code]) -> f64 {
    let occupied = |&code: &Code| !system().generators().is_empty(code);
    let sites = |codes: &[Code]| codes.iter().map(occupied).collect::<Vec<_>>();
    overlap(&sites(a), &sites(b))
}

/// Intersection over union of two sets of sites, 1 when both are empty.
///
/// # Panics
/// If the lattices differ in size.
pub fn overlap(a: &[bool], b: &[bool]) -> f64 {
    assert_eq!(a.len(), b.len(), "configurations of {} and {} sites", a.len(), b.len());
    let count =
        |both: fn(bool, bool) -> bool| a.iter().zip(b).filter(|&(&a, &b)| both(a, b)).count();
    match count(|a, b| a || b) {
        0 => 1.0,
        union => count(|a, b| a && b) as f64 / union as f64,
    }
}
