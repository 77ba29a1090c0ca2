//! What is on the stage: the digit, what is left of it, and whose each cell is.

use shared::evaluation::component::area_shares;
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::gpt_mnist::{SITES, SIZE, Sample, system};
use shared::pattern::develop_with_lineage;

/// A digit and what grows from the seeds that are left.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The digit.
    pub whole: Sample,
    /// What is left of it, grown again.
    pub left: Sample,
    /// For each site of the whole digit, the seeds that its cell descends from.
    pub owners: Vec<Vec<usize>>,
    /// The share of each seed's cells in the ink of the whole digit.
    pub ink: Vec<f64>,
    /// The seeds that are left, as indices of the whole digit's.
    kept: Vec<usize>,
}

impl Scene {
    /// Grows a digit without the seeds of some bits.
    pub fn of(whole: &Sample, without: u32) -> Self {
        let whole = whole.clone();
        let left = whole.keeping(!without);
        let kept = (0..whole.seeds.len()).filter(|index| without >> index & 1 == 0).collect();
        let masks = ComponentMasks::of(&whole, Frame::Upright);
        let ink = area_shares(&masks).unwrap_or_default();
        let every: Vec<usize> = (0..whole.seeds.len()).collect();
        let owners = owners(&whole, &every, whole.steps);
        Self { whole, left, owners, ink, kept }
    }

    /// For each site of what is left the seeds, as indices of the whole digit's, that its cell descends
    /// from after some steps.
    pub fn after(&self, step: u32) -> Vec<Vec<usize>> {
        owners(&self.left, &self.kept, step)
    }

    /// The cells of the whole digit that descend from a seed, perhaps among others.
    pub fn cells(&self, seed: usize) -> impl Iterator<Item = bool> {
        self.owners.iter().map(move |owners| owners.contains(&seed))
    }

    /// Where to write a stroke's number: the cell of its own that is nearest to the middle of them, column and
    /// row.
    pub fn label(&self, seed: usize) -> (f64, f64) {
        let own = |&site: &usize| self.owners[site] == [seed];
        let sites: Vec<usize> = (0..SITES).filter(own).collect();
        let place = |site: usize| ((site % SIZE) as f64 + 0.5, (site / SIZE) as f64 + 0.5);
        let count = sites.len().max(1) as f64;
        let sum = |axis: fn((f64, f64)) -> f64| sites.iter().map(|&s| axis(place(s))).sum::<f64>();
        let (x, y) = (sum(|p| p.0) / count, sum(|p| p.1) / count);
        let distance = |site: usize| (place(site).0 - x).powi(2) + (place(site).1 - y).powi(2);
        let nearest = sites.into_iter().min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
        nearest.map_or_else(
            || {
                let seed = self.whole.seeds[seed];
                (f64::from(seed.x) + 0.5, f64::from(seed.y) + 0.5)
            },
            place,
        )
    }
}

fn owners(sample: &Sample, names: &[usize], step: u32) -> Vec<Vec<usize>> {
    let (_, lineage) = develop_with_lineage(system(), &sample.seeds, step)
        .expect("the seeds of a sample can be grown");
    let named =
        |site: usize| lineage.seeds(site).iter().map(|&seed| names[seed as usize]).collect();
    (0..SITES).map(named).collect()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::front::opening::samples;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_left_keeps_its_names() {
        for whole in samples() {
            let scene = Scene::of(whole, 0b10);
            let cells = scene.after(scene.whole.steps);
            assert!(cells.iter().flatten().all(|&seed| seed != 1));
            assert!(cells.iter().flatten().any(|&seed| seed == 2));
            assert!((scene.ink.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let seeds = scene.after(0).into_iter().filter(|owners| !owners.is_empty());
            assert_eq!(seeds.count(), scene.whole.seeds.len() - 1);
            for seed in 0..scene.whole.seeds.len() {
                let (x, y) = scene.label(seed);
                assert_eq!(scene.owners[y as usize * SIZE + x as usize], [seed]);
            }
        }
    }
}
