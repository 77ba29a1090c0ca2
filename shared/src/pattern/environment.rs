use serde::{Deserialize, Serialize};

/// `COMPENV`: which neighbour, and which of its bonds, acts on a site from direction `k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Bond `k` of the cell at `site - J_k` acts on the site (the paper, GPT MNIST).
    Revised,
    /// The bond opposite to `k` of the cell at `site + J_k` acts on the site, with rows as the
    /// topology's first coordinate and columns as its second (Grenander 1993, p. 199).
    Textbook,
}

impl Environment {
    /// Rows down and columns right from a site to the neighbour that acts on it through `offset`.
    pub(super) fn source(self, offset: [i32; 2]) -> (i64, i64) {
        let [x, y] = offset.map(i64::from);
        match self {
            Self::Revised => (y, -x),
            Self::Textbook => (x, y),
        }
    }

    /// The neighbour's bond that acts from direction `k` (both 0-based).
    pub(super) fn bond(self, k: usize, arity: usize) -> usize {
        match self {
            Self::Revised => k,
            Self::Textbook => (k + arity / 2) % arity,
        }
    }
}
