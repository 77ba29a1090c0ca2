use super::generator::EMPTY;
use super::{Code, Configuration, Error, Growth, Lineage, MAX_STEPS, Seed, System};

/// Grows `seeds` for the given number of steps (`DEVELOP`). A later seed at the same site replaces
/// an earlier one.
///
/// # Errors
/// A seed outside the lattice or without a generator or orientation, or more than [`MAX_STEPS`].
pub fn develop(system: &System, seeds: &[Seed], steps: u32) -> Result<Configuration, Error> {
    run(system, seeds, steps, |_| ()).map(Development::into_configuration)
}

/// As [`develop`], with the seeds that each cell descends from.
///
/// # Errors
/// As [`develop`].
pub fn develop_with_lineage(
    system: &System,
    seeds: &[Seed],
    steps: u32,
) -> Result<(Configuration, Lineage), Error> {
    let mut lineage = Lineage::of_seeds(system, seeds)?;
    let development = run(system, seeds, steps, |development| lineage.follow(development))?;
    Ok((development.into_configuration(), lineage))
}

fn run<'a>(
    system: &'a System,
    seeds: &[Seed],
    steps: u32,
    mut observe: impl FnMut(&Development),
) -> Result<Development<'a>, Error> {
    if steps > MAX_STEPS {
        return Err(Error::Steps(steps));
    }
    let mut development = Development::new(system, seeds)?;
    for _ in 0..steps {
        development.step();
        observe(&development);
        if development.is_settled() {
            break;
        }
    }
    Ok(development)
}

/// A configuration that grows step by step.
///
/// Growth is driven by events: `COMPENV` is kept from step to step, only the cells that began to act in
/// the last one are added to it, and only the sites on which these act can grow. A step takes time in
/// proportion to what grew in the one before, not to the lattice; only where cells age, all are visited.
#[derive(Debug, Clone)]
pub struct Development<'a> {
    system: &'a System,
    codes: Vec<Code>,
    /// Sites that hold another code than the empty one; of aged growth the seeds' only: there sites grow again and again.
    placed: Vec<u32>,
    /// Cells that act on others and are not in `environment` yet.
    frontier: Vec<u32>,
    /// Sites on which the frontier of the last step acted.
    touched: Vec<u32>,
    /// `ENV` of the last step, per site and direction.
    environment: Vec<u16>,
    /// Sites where `environment` is not all 0.
    reached: Vec<u32>,
    /// Whether cells changed that `environment` holds already, which only age does.
    stale: bool,
    grown: Vec<u32>,
    died: Vec<u32>,
    /// The step at which each site last changed by growth; kept by aged growth only.
    born: Vec<u64>,
    /// Whether the last step changed anything; true at the start.
    changed: bool,
    steps: u64,
}

impl<'a> Development<'a> {
    /// The initial configuration.
    ///
    /// # Errors
    /// A seed outside the lattice, or without a generator or orientation.
    pub fn new(system: &'a System, seeds: &[Seed]) -> Result<Self, Error> {
        let (sites, arity) = (system.lattice().sites(), system.generators().arity());
        let mut development = Self {
            system,
            codes: vec![EMPTY; sites],
            placed: Vec::new(),
            frontier: Vec::new(),
            touched: Vec::new(),
            environment: vec![0; sites * arity],
            reached: Vec::new(),
            stale: false,
            grown: Vec::new(),
            died: Vec::new(),
            born: Vec::new(),
            changed: true,
            steps: 0,
        };
        if development.ages() {
            development.born = vec![0; sites];
        }
        development.lay(seeds)?;
        Ok(development)
    }

    /// Begins again from other seeds, in the memory of before: what many short developments are made
    /// with.
    ///
    /// # Errors
    /// A seed outside the lattice, or without a generator or orientation; nothing is laid then.
    pub fn restart(&mut self, seeds: &[Seed]) -> Result<(), Error> {
        if self.ages() {
            self.codes.fill(EMPTY);
        }
        for site in self.placed.drain(..) {
            self.codes[site as usize] = EMPTY;
        }
        self.clear_environment();
        self.born.fill(0);
        self.frontier.clear();
        self.touched.clear();
        self.grown.clear();
        self.died.clear();
        (self.stale, self.changed, self.steps) = (false, true, 0);
        self.lay(seeds)
    }

    /// Lays seeds on the empty lattice.
    fn lay(&mut self, seeds: &[Seed]) -> Result<(), Error> {
        for (index, seed) in seeds.iter().enumerate() {
            seed.place(index, self.system)?;
        }
        for (index, seed) in seeds.iter().enumerate() {
            let (site, code) = seed.place(index, self.system)?;
            self.codes[site] = code;
            self.placed.push(site as u32);
        }
        self.frontier.extend(&self.placed);
        Ok(())
    }

    /// Takes so many steps, or as many as change anything.
    pub fn run(&mut self, steps: u32) {
        for _ in 0..steps {
            if self.is_settled() {
                break;
            }
            self.step();
        }
    }

    /// One step: `COMPENV`, growth, and, where the growth knows it, ageing.
    pub fn step(&mut self) {
        self.grown.clear();
        self.died.clear();
        // An unchanged configuration has the same environment, in which nothing grew.
        if std::mem::take(&mut self.changed) {
            self.compute_environment();
            self.grow();
        }
        if self.ages() {
            self.age();
        }
        self.steps += 1;
    }

    /// The system that grows.
    pub fn system(&self) -> &'a System {
        self.system
    }

    /// The present codes, row by row from the top.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Every site that is occupied, in no particular order, some perhaps more than once; where cells age, only those of
    /// the seeds.
    pub fn placed(&self) -> &[u32] {
        &self.placed
    }

    /// `ENV` of the last step at a site: the bond value that acted from each direction.
    pub fn environment(&self, site: usize) -> &[u16] {
        let arity = self.system.generators().arity();
        &self.environment[site * arity..][..arity]
    }

    /// The sites that the last step's growth changed, in no particular order.
    pub fn grown(&self) -> &[u32] {
        &self.grown
    }

    /// The sites whose cells died of age in the last step.
    pub fn died(&self) -> &[u32] {
        &self.died
    }

    /// Whether no further step can change anything.
    pub fn is_settled(&self) -> bool {
        !self.changed && !self.ages()
    }

    /// The present configuration.
    pub fn into_configuration(self) -> Configuration {
        Configuration::new(self.system.lattice(), self.system.generators().arity(), self.codes)
    }

    fn clear_environment(&mut self) {
        let arity = self.system.generators().arity();
        for site in self.reached.drain(..) {
            self.environment[site as usize * arity..][..arity].fill(0);
        }
    }

    fn compute_environment(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.clear_environment();
            self.frontier = (0..self.codes.len() as u32).collect();
        }
        let arity = self.system.generators().arity();
        self.touched.clear();
        for site in self.frontier.drain(..) {
            for &(k, value) in self.system.actions(self.codes[site as usize]) {
                let Some(target) = self.system.target(site as usize, k) else { continue };
                let bonds = &mut self.environment[target * arity..][..arity];
                if bonds.iter().all(|&bond| bond == 0) {
                    self.reached.push(target as u32);
                }
                bonds[usize::from(k)] = value;
                self.touched.push(target as u32);
            }
        }
    }

    fn grow(&mut self) {
        let generators = self.system.generators();
        let arity = generators.arity();
        for &touched in &self.touched {
            let site = touched as usize;
            if !generators.is_empty(self.codes[site]) {
                continue;
            }
            let bonds = &self.environment[site * arity..][..arity];
            match self.system.growth().grow(bonds, generators) {
                Some(code) if code != self.codes[site] => {
                    self.codes[site] = code;
                    self.changed = true;
                    self.grown.push(touched);
                    if let Some(born) = self.born.get_mut(site) {
                        *born = self.steps;
                    }
                }
                _ => {}
            }
        }
        if !self.ages() {
            self.placed.extend(&self.grown);
        }
        self.frontier.extend(&self.grown);
    }

    fn age(&mut self) {
        let generators = self.system.generators();
        let mut aged = false;
        for (site, code) in self.codes.iter_mut().enumerate() {
            if generators.is_empty(*code) {
                continue;
            }
            let age = self.steps - self.born[site];
            if let Some(older) = self.system.growth().aged(age, generators.arity()) {
                aged |= older != *code;
                *code = older;
                if generators.is_empty(older) {
                    self.died.push(site as u32);
                }
            }
        }
        self.changed |= aged;
        self.stale |= aged;
    }

    fn ages(&self) -> bool {
        matches!(self.system.growth(), Growth::Aged { .. })
    }
}
