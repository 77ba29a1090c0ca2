use std::sync::Arc;

use super::{Development, Error, Seed, System};

/// Which seeds each cell descends from: the ground truth of a component.
///
/// A seed owns its own site. A new cell inherits the union of the lineages of the neighbours whose
/// bonds acted on it (under maximum growth, of those that attain the maximum). A cell that ages
/// keeps its lineage, one that dies loses it; empty cells have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// Per site, ascending 0-based indices into the seeds. Cells of one family share a set.
    sets: Vec<Option<Arc<[u32]>>>,
}

impl Lineage {
    /// The lineage of the initial configuration.
    ///
    /// # Errors
    /// A seed outside the lattice, or without a generator or orientation.
    pub fn of_seeds(system: &System, seeds: &[Seed]) -> Result<Self, Error> {
        let mut sets = vec![None; system.lattice().sites()];
        for (index, seed) in seeds.iter().enumerate() {
            let (site, code) = seed.place(index, system)?;
            let occupied = !system.generators().is_empty(code);
            sets[site] = occupied.then(|| Arc::from([index as u32]));
        }
        Ok(Self { sets })
    }

    /// Takes over the last step of a development; call it after each.
    pub fn follow(&mut self, development: &Development) {
        let system = development.system();
        for &site in development.grown() {
            let site = site as usize;
            let occupied = !system.generators().is_empty(development.codes()[site]);
            self.sets[site] = if occupied { self.inherited(development, site) } else { None };
        }
        for &site in development.died() {
            self.sets[site as usize] = None;
        }
    }

    /// The seeds that the cell at a site descends from: ascending 0-based indices.
    pub fn seeds(&self, site: usize) -> &[u32] {
        self.sets[site].as_deref().unwrap_or(&[])
    }

    /// Where the cells are that descend from one seed, alone or among others.
    pub fn mask(&self, seed: u32) -> Vec<bool> {
        (0..self.sets.len()).map(|site| self.seeds(site).binary_search(&seed).is_ok()).collect()
    }

    /// The lineages as rows of a lattice of the given width.
    pub fn rows(&self, width: usize) -> Vec<Vec<&[u32]>> {
        let sites: Vec<&[u32]> = (0..self.sets.len()).map(|site| self.seeds(site)).collect();
        sites.chunks(width).map(<[_]>::to_vec).collect()
    }

    fn inherited(&self, development: &Development, site: usize) -> Option<Arc<[u32]>> {
        let (system, bonds) = (development.system(), development.environment(site));
        bonds
            .iter()
            .enumerate()
            .filter(|&(_, &value)| system.growth().is_parent(value, bonds))
            .filter_map(|(k, _)| self.sets[system.source(site, k)?].as_ref())
            .fold(None, |union, set| Some(union.map_or_else(|| set.clone(), |u| merged(u, set))))
    }
}

/// The union of two ascending sets, shared with one of them where it is that one.
fn merged(a: Arc<[u32]>, b: &Arc<[u32]>) -> Arc<[u32]> {
    if Arc::ptr_eq(&a, b) {
        return a;
    }
    let mut union: Vec<u32> = a.iter().chain(b.iter()).copied().collect();
    // The stable sort recognises the two ascending runs and merges them.
    union.sort();
    union.dedup();
    if union.len() == a.len() {
        a
    } else if union.len() == b.len() {
        b.clone()
    } else {
        union.into()
    }
}
