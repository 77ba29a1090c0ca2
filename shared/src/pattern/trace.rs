use super::{Code, Development};

/// The inner computation of one step of `DEVELOP` (the paper's Figs. 9 and 11), site by site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// `ENV`: per site, the bond value that acted from each direction.
    pub environment: Vec<Vec<u16>>,
    /// `D`: the sum of the site's `ENV`; where one bond acts, the generator that it places.
    pub d: Vec<u32>,
    /// `E`: the first direction (1-based) from which a bond acted, 0 if none did.
    pub e: Vec<u8>,
    /// `CHANGE`: whether the growth changed the site.
    pub change: Vec<bool>,
    /// The codes after the step.
    pub codes: Vec<Code>,
}

impl Trace {
    /// The trace of the last step of a development.
    pub fn of(development: &Development) -> Self {
        let codes = development.codes().to_vec();
        let environment: Vec<Vec<u16>> =
            (0..codes.len()).map(|site| development.environment(site).to_vec()).collect();
        let d =
            environment.iter().map(|bonds| bonds.iter().copied().map(u32::from).sum()).collect();
        let e = environment
            .iter()
            .map(|bonds| bonds.iter().position(|&value| value > 0).map_or(0, |k| k as u8 + 1))
            .collect();
        let mut change = vec![false; codes.len()];
        for &site in development.grown() {
            change[site as usize] = true;
        }
        Self { environment, d, e, change, codes }
    }
}
