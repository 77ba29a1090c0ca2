//! What has grown on the upright lattice.

use serde::{Deserialize, Serialize};
use shared::gpt_mnist::Seed;

/// Seeds and what grew from them, on the upright lattice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The seeds: a sample's in its own order, predicted ones in row-major order.
    pub seeds: Vec<Seed>,
    /// For each of the 28 x 28 sites the indices of the seeds that the cell descends from; none
    /// for an empty cell.
    pub lineage: Vec<Vec<u32>>,
}

impl Growth {
    /// Which sites have a cell.
    pub fn occupied(&self) -> Vec<bool> {
        self.lineage.iter().map(|owners| !owners.is_empty()).collect()
    }
}
