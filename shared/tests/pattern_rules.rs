//! Every rule against a literal transcription of its formula, site by site, on random systems.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::pattern::{
    Development, Environment, Growth, Lattice, Lineage, Orientation, Seed, Spec, Trace, Type,
    develop_with_lineage,
};

/// A configuration with every site's age and lineage, grown as the formulas say.
struct Literal<'a> {
    spec: &'a Spec,
    codes: Vec<usize>,
    ages: Vec<u64>,
    lineage: Vec<BTreeSet<u32>>,
}

impl<'a> Literal<'a> {
    fn new(spec: &'a Spec) -> Self {
        let sites = spec.lattice.sites();
        let (mut codes, mut lineage) = (vec![1; sites], vec![BTreeSet::new(); sites]);
        for (index, seed) in (0..).zip(&spec.seeds) {
            let site = (seed.y * spec.lattice.width + seed.x) as usize;
            let arity = spec.topology.len();
            let (number, s) = (usize::from(seed.r#type.number()), seed.orientation.channel() + 1);
            codes[site] = arity * (number - 1) + s;
            lineage[site] = if number > 1 { [index].into() } else { BTreeSet::new() };
        }
        Self { spec, codes, ages: vec![0; sites], lineage }
    }

    /// `GE[code][bond]`, all indices 1-based.
    fn ge(&self, code: usize, bond: usize) -> u16 {
        let n = self.spec.topology.len();
        let i = 1 + (code - 1) / n;
        let s = code - n * (i - 1);
        let index = (bond as isize - 1 - (s as isize - 1)).rem_euclid(n as isize);
        self.spec.generators[i - 1][index as usize]
    }

    /// The neighbour that acts on a site from direction `k` (1-based), and its bond value.
    fn acting(&self, site: usize, k: usize) -> Option<(usize, u16)> {
        let Lattice { width, height, wrap } = self.spec.lattice;
        let (width, height) = (i64::from(width), i64::from(height));
        let (row, column) = (site as i64 / width, site as i64 % width);
        let [a, b] = self.spec.topology[k - 1].map(i64::from);
        let n = self.spec.topology.len();
        let (row, column, bond) = match self.spec.environment {
            // site - J with y upwards
            Environment::Revised => (row + b, column - a, k),
            Environment::Textbook => (row + a, column + b, 1 + (k - 1 + n / 2) % n),
        };
        let inside = (0..height).contains(&row) && (0..width).contains(&column);
        if !(wrap || inside) {
            return None;
        }
        let site = (row.rem_euclid(height) * width + column.rem_euclid(width)) as usize;
        Some((site, self.ge(self.codes[site], bond)))
    }

    fn env(&self, site: usize) -> Vec<u16> {
        let n = self.spec.topology.len();
        (1..=n).map(|k| self.acting(site, k).map_or(0, |(_, value)| value)).collect()
    }

    fn grown(&self, env: &[u16]) -> Option<usize> {
        let n_bsg = env.len();
        let n_ge = n_bsg * self.spec.generators.len();
        let count = env.iter().filter(|&&value| value > 0).count();
        let d: usize = env.iter().map(|&value| usize::from(value)).sum();
        let single = || n_bsg * (d - 1) + 1 + env.iter().position(|&value| value > 0).unwrap();
        match self.spec.growth {
            Growth::Maximum => match usize::from(*env.iter().max().unwrap()) {
                0 | 5 => None,
                alpha => Some(n_bsg * alpha + 1),
            },
            Growth::Revised if count == 2 || count == 3 || count >= 6 => Some(n_ge - 1),
            _ => (count == 1).then(single),
        }
    }

    fn step(&mut self) {
        let n_bsg = self.spec.topology.len();
        let (mut codes, mut lineage) = (self.codes.clone(), self.lineage.clone());
        for site in 0..codes.len() {
            let env = self.env(site);
            if self.codes[site] > n_bsg {
                continue;
            }
            let Some(code) = self.grown(&env) else { continue };
            if code == self.codes[site] {
                continue;
            }
            let least = match self.spec.growth {
                Growth::Maximum => *env.iter().max().unwrap(),
                _ => 1,
            };
            codes[site] = code;
            self.ages[site] = 0;
            lineage[site] = (1..=n_bsg)
                .filter_map(|k| self.acting(site, k))
                .filter(|&(_, value)| value >= least && code > n_bsg)
                .flat_map(|(parent, _)| self.lineage[parent].clone())
                .collect();
        }
        if let Growth::Aged { age } = self.spec.growth {
            for site in 0..codes.len() {
                if codes[site] > n_bsg && self.ages[site] > age {
                    codes[site] = 1;
                    lineage[site].clear();
                } else if codes[site] > n_bsg && self.ages[site] == age {
                    codes[site] = n_bsg * 3 + 1;
                }
                self.ages[site] += 1;
            }
        }
        (self.codes, self.lineage) = (codes, lineage);
    }

    fn lineage(&self) -> Vec<Vec<u32>> {
        self.lineage.iter().map(|set| set.iter().copied().collect()).collect()
    }
}

fn random_spec(rng: &mut ChaCha8Rng, environment: Environment, growth: Growth) -> Spec {
    let arity = [2, 4, 8][rng.random_range(0..3u32) as usize];
    let types = rng.random_range(4..=8u16);
    let (width, height) = (rng.random_range(1..=12), rng.random_range(1..=12));
    let offset = |rng: &mut ChaCha8Rng| [rng.random_range(-2..=2), rng.random_range(-2..=2)];
    // Under maximum growth the bond value v places generator v + 1.
    let largest = if growth == Growth::Maximum { types - 1 } else { types };
    let mut generators = vec![vec![0; arity]; usize::from(types)];
    for bond in generators[1..].iter_mut().flatten() {
        *bond = if rng.random_bool(0.4) { rng.random_range(1..=largest) } else { 0 };
    }
    let seeds = (0..rng.random_range(0..8u32))
        .map(|_| Seed {
            x: rng.random_range(0..width),
            y: rng.random_range(0..height),
            r#type: Type::new(rng.random_range(0..types.into())),
            orientation: Orientation::new(rng.random_range(0..arity)),
        })
        .collect();
    Spec {
        lattice: Lattice { width, height, wrap: rng.random() },
        topology: (0..arity).map(|_| offset(rng)).collect(),
        generators,
        environment,
        growth,
        seeds,
        steps: rng.random_range(1..10),
    }
}

fn random_specs() -> impl Iterator<Item = Spec> {
    let growths = [0, 1, 2, 3, 7].map(|age| Growth::Aged { age }).into_iter().chain([
        Growth::Textbook,
        Growth::Revised,
        Growth::Maximum,
    ]);
    growths.flat_map(|growth| {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        (0..300).map(move |n| {
            let environment = [Environment::Revised, Environment::Textbook][n % 2];
            random_spec(&mut rng, environment, growth)
        })
    })
}

#[test]
fn every_step_follows_the_formulas() {
    let mut changes = 0;
    for spec in random_specs() {
        let system = spec.system().unwrap();
        let mut development = Development::new(&system, &spec.seeds).unwrap();
        let mut lineage = Lineage::of_seeds(&system, &spec.seeds).unwrap();
        let mut literal = Literal::new(&spec);
        for step in 0..spec.steps {
            let sites = spec.lattice.sites();
            let environment: Vec<Vec<u16>> = (0..sites).map(|site| literal.env(site)).collect();
            literal.step();
            development.step();
            lineage.follow(&development);
            let trace = Trace::of(&development);
            assert_eq!(trace.environment, environment, "step {step} of {spec:?}");
            let codes: Vec<usize> = trace.codes.iter().map(|&code| code.into()).collect();
            assert_eq!(codes, literal.codes, "step {step} of {spec:?}");
            let followed: Vec<&[u32]> = (0..sites).map(|site| lineage.seeds(site)).collect();
            assert_eq!(followed, literal.lineage(), "step {step} of {spec:?}");
            changes += trace.change.iter().filter(|&&change| change).count();
        }
    }
    assert!(changes > 10_000, "the random systems hardly grow: {changes} changes");
}

#[test]
fn development_stops_early_only_where_nothing_changes_any_more() {
    for spec in random_specs() {
        let spec = Spec { steps: 40, ..spec };
        let mut literal = Literal::new(&spec);
        (0..spec.steps).for_each(|_| literal.step());
        let system = spec.system().unwrap();
        let (grown, lineage) = develop_with_lineage(&system, &spec.seeds, spec.steps).unwrap();
        let codes: Vec<usize> = grown.codes().iter().map(|&code| code.into()).collect();
        assert_eq!(codes, literal.codes, "{spec:?}");
        let width = spec.lattice.width as usize;
        assert_eq!(lineage.rows(width).concat(), literal.lineage(), "{spec:?}");
    }
}

#[test]
fn the_trace_of_a_stroke() {
    // One seed that points upwards, its head at the three bonds 2, 3, 4 of GPT MNIST.
    let spec = Spec {
        seeds: vec![Seed { x: 2, y: 2, r#type: Type::new(1), orientation: Orientation::new(0) }],
        lattice: Lattice { width: 5, height: 5, wrap: false },
        ..shared::gpt_mnist::sample(0, 0).unwrap().spec()
    };
    let system = spec.system().unwrap();
    let mut development = Development::new(&system, &spec.seeds).unwrap();
    development.step();
    let trace = Trace::of(&development);
    let lit = |values: &[u32]| -> Vec<(usize, u32)> {
        values.iter().copied().enumerate().filter(|&(_, value)| value > 0).collect()
    };
    // Above, above right and right of the seed: sites 7, 8 and 13.
    assert_eq!(trace.environment[7], [2, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(trace.environment[8], [0, 3, 0, 0, 0, 0, 0, 0]);
    assert_eq!(trace.environment[13], [0, 0, 4, 0, 0, 0, 0, 0]);
    assert_eq!(lit(&trace.d), [(7, 2), (8, 3), (13, 4)]);
    assert_eq!(
        lit(&trace.e.iter().map(|&e| e.into()).collect::<Vec<_>>()),
        [(7, 1), (8, 2), (13, 3)]
    );
    let changed: Vec<usize> = (0..25).filter(|&site| trace.change[site]).collect();
    assert_eq!(changed, [7, 8, 13]);
    assert_eq!([7, 8, 13].map(|site| trace.codes[site]), [9, 18, 27]);
}
