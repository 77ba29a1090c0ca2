use super::{SITES, SIZE, system};
use crate::pattern::{Code, Configuration, Error, Seed, develop};

/// Grows a configuration given as labels, upright, for a number of steps: the predicted one of an
/// image, for instance. A site is a seed where its type in `y_g` is not 0.
///
/// # Errors
/// A type or orientation that does not exist, or too many steps.
///
/// # Panics
/// If there are not [`SITES`] labels of each kind.
pub fn regrow(y_g: &[u8], y_s: &[u8], steps: u32) -> Result<Configuration, Error> {
    assert_eq!((y_g.len(), y_s.len()), (SITES, SITES), "labels for every site");
    let seeds: Vec<Seed> = (0..SITES)
        .filter(|&site| y_g[site] > 0)
        .map(|site| Seed {
            x: (site % SIZE) as u32,
            y: (site / SIZE) as u32,
            r#type: u16::from(y_g[site]) + 1,
            orientation: y_s[site],
        })
        .collect();
    develop(system(), &seeds, steps)
}

/// Intersection over union of the occupied sites of two configurations, 1 when both are empty.
///
/// # Panics
/// If the configurations differ in size.
pub fn iou(a: &[Code], b: &[Code]) -> f64 {
    assert_eq!(a.len(), b.len(), "configurations of {} and {} sites", a.len(), b.len());
    let occupied = |&code: &Code| !system().generators().is_empty(code);
    let pairs = || a.iter().map(occupied).zip(b.iter().map(occupied));
    let intersection = pairs().filter(|&(a, b)| a && b).count();
    match pairs().filter(|&(a, b)| a || b).count() {
        0 => 1.0,
        union => intersection as f64 / union as f64,
    }
}
