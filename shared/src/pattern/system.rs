use super::{Code, Environment, Error, Generators, Growth, Lattice, Topology};

/// Everything that decides how a configuration grows, checked and ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    lattice: Lattice,
    topology: Topology,
    generators: Generators,
    environment: Environment,
    growth: Growth,
    /// Per site and direction, the site on which the cell acts; [`OUTSIDE`] if there is none.
    targets: Vec<u32>,
    /// Per code, the directions in which the cell acts, with the bond values.
    actions: Vec<Vec<(u8, u16)>>,
}

const OUTSIDE: u32 = u32::MAX;

impl System {
    /// Puts the parts together.
    ///
    /// # Errors
    /// A lattice side of 0 or above [`MAX_SIDE`](super::MAX_SIDE), a bad table `g0` (see
    /// [`Generators::new`]), or one that the growth cannot use.
    pub fn new(
        lattice: Lattice,
        topology: Topology,
        g0: &[Vec<u16>],
        environment: Environment,
        growth: Growth,
    ) -> Result<Self, Error> {
        lattice.check()?;
        let arity = topology.arity();
        let generators = Generators::new(arity, g0)?;
        growth.check(&generators)?;
        let targets = (0..lattice.sites())
            .flat_map(|site| topology.offsets().iter().map(move |&offset| (site, offset)))
            .map(|(site, offset)| {
                let (rows, columns) = environment.source(offset);
                lattice.shifted(site, -rows, -columns).map_or(OUTSIDE, |target| target as u32)
            })
            .collect();
        let actions = (1..=generators.codes() as Code)
            .map(|code| {
                let bonds = generators.bonds(code);
                (0..arity)
                    .map(|k| (k as u8, bonds[environment.bond(k, arity)]))
                    .filter(|&(_, value)| value > 0)
                    .collect()
            })
            .collect();
        Ok(Self { lattice, topology, generators, environment, growth, targets, actions })
    }

    /// The lattice.
    pub fn lattice(&self) -> Lattice {
        self.lattice
    }

    /// The generator table.
    pub fn generators(&self) -> &Generators {
        &self.generators
    }

    /// The growth rule.
    pub fn growth(&self) -> Growth {
        self.growth
    }

    /// The rule `COMPENV`.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Rows down and columns right from a cell to the neighbour on which a bond (0-based) of its row of
    /// `GE` acts. In the orientation `s` the first bond of `G0` is bond `s` of `GE`, so this is where a
    /// cell of that orientation points.
    ///
    /// # Panics
    /// If the bond is not below the arity.
    pub fn reach(&self, bond: usize) -> (i64, i64) {
        let arity = self.generators.arity();
        let acts = |&k: &usize| self.environment.bond(k, arity) == bond;
        let k = (0..arity).find(acts).expect("a bond below the arity acts in some direction");
        let (rows, columns) = self.environment.source(self.topology.offsets()[k]);
        (-rows, -columns)
    }

    /// The directions (0-based) in which a cell of this code acts, with the bond values.
    pub(super) fn actions(&self, code: Code) -> &[(u8, u16)] {
        &self.actions[usize::from(code) - 1]
    }

    /// The site on which the cell at `site` acts in direction `k`.
    pub(super) fn target(&self, site: usize, k: u8) -> Option<usize> {
        let target = self.targets[site * self.generators.arity() + usize::from(k)];
        (target != OUTSIDE).then_some(target as usize)
    }

    /// The site whose cell acts on `site` from direction `k`.
    pub(super) fn source(&self, site: usize, k: usize) -> Option<usize> {
        let (rows, columns) = self.environment.source(self.topology.offsets()[k]);
        self.lattice.shifted(site, rows, columns)
    }
}
