//! How alike two heatmaps rank the pixels.

use serde::Serialize;

use super::part::Relevance;
use super::statistics::spearman;

/// Spearman's rank correlation of two maps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Correlation {
    /// The coefficient, -1 to 1; 0 where a map is silent.
    pub rho: f64,
    /// Whether each map is silent. Means are to be taken over the pairs in which both speak.
    pub silent: [bool; 2],
}

/// Compares two maps of the same size. Over all pixels of sparse maps the coefficient mostly says
/// that both are 0 at the same places: look [`Relevance::within`] the digit.
///
/// # Panics
/// If the maps differ in size.
pub fn rank_correlation(a: &Relevance, b: &Relevance) -> Correlation {
    let rho = spearman(a.values(), b.values()).unwrap_or(0.0);
    Correlation { rho, silent: [a.is_silent(), b.is_silent()] }
}
