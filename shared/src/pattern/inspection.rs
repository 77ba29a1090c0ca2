use super::generator::EMPTY;
use super::{Code, Development};

/// The inner computation of one step of `DEVELOP` at one site (the paper's Figs. 9 and 11): what
/// [`Trace`](super::Trace) holds of the site, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The site's code before the step.
    pub before: Code,
    /// For each direction of `J`, the neighbour that may act on the site, and `ENV`.
    pub neighbours: Vec<Neighbour>,
    /// `D`: the sum of `ENV`; where one bond acts, the generator that it places.
    pub d: u32,
    /// `E`: the first direction (1-based) from which a bond acts, 0 if none does.
    pub e: u8,
    /// `CHANGE`: whether the growth changed the site.
    pub change: bool,
    /// What grew on the site, if anything did.
    pub placed: Option<Code>,
    /// The site's code after the step, ageing included.
    pub after: Code,
}

/// A neighbour as the site sees it in `COMPENV`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    /// Its site; none beyond the edge of a bounded lattice.
    pub site: Option<usize>,
    /// Its code before the step; that of an empty cell where there is no site.
    pub code: Code,
    /// Which of its bonds, 0-based, points to the site.
    pub bond: usize,
    /// `ENV_k`: the value of that bond.
    pub value: u16,
}

impl Inspection {
    /// What the last step of a development did at a site; `before` are the codes before that step.
    ///
    /// # Panics
    /// If the lattice has no such site.
    pub fn of(before: &[Code], development: &Development, site: usize) -> Self {
        let system = development.system();
        let generators = system.generators();
        let bonds = development.environment(site);
        let neighbours = (0..)
            .zip(bonds)
            .map(|(k, &value)| {
                let source = system.source(site, k);
                let bond = system.environment().bond(k, generators.arity());
                Neighbour {
                    site: source,
                    code: source.map_or(EMPTY, |site| before[site]),
                    bond,
                    value,
                }
            })
            .collect();
        let change = development.grown().contains(&(site as u32));
        Self {
            before: before[site],
            neighbours,
            d: bonds.iter().copied().map(u32::from).sum(),
            e: bonds.iter().position(|&value| value > 0).map_or(0, |k| k as u8 + 1),
            change,
            placed: change.then(|| system.growth().grow(bonds, generators)).flatten(),
            after: development.codes()[site],
        }
    }

    /// The directions, 0-based, from which a bond acts.
    pub fn acting(&self) -> impl Iterator<Item = usize> {
        (0..self.neighbours.len()).filter(|&k| self.neighbours[k].value > 0)
    }
}
