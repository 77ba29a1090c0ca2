use super::{SITES, Site, grown, system};
use crate::pattern::{Code, Configuration, Error, Orientation, Seed, Type};

/// The generators of a configuration given as labels, in row-major order: the predicted ones of an
/// image, for instance. A site has one where its type in `y_g` is not 0.
///
/// # Panics
/// If there are not [`SITES`] labels of each kind.
pub fn seeds(y_g: &[u8], y_s: &[u8]) -> Vec<Seed> {
    assert_eq!((y_g.len(), y_s.len()), (SITES, SITES), "labels for every site");
    (0..SITES)
        .filter(|&index| y_g[index] > 0)
        .map(|index| {
            let [channel, turn] = [y_g, y_s].map(|labels| labels[index].into());
            seed_at(Site::new(index), Type::new(channel), Orientation::new(turn))
        })
        .collect()
}

/// The labels of seeds, [`SITES`] types and as many orientations: what [`seeds`] reads.
///
/// # Panics
/// If a seed lies outside the lattice, or has more than 256 types before it.
pub fn labels(seeds: &[Seed]) -> (Vec<u8>, Vec<u8>) {
    let (mut y_g, mut y_s) = (vec![0; SITES], vec![0; SITES]);
    let label = |channel: usize| u8::try_from(channel).expect("labels fit 8 bits");
    for seed in seeds {
        let index = Site::of(seed).index();
        y_g[index] = label(seed.r#type.channel());
        y_s[index] = label(seed.orientation.channel());
    }
    (y_g, y_s)
}

/// The generator of a site as a seed.
pub const fn seed_at(site: Site, r#type: Type, orientation: Orientation) -> Seed {
    Seed { x: site.column() as u32, y: site.row() as u32, r#type, orientation }
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
