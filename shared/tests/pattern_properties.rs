//! What holds for every system: occupied cells stay, turns commute with growth, lineages cover
//! exactly the occupied cells.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::pattern::{
    Configuration, Development, Environment, Growth, Inspection, Lattice, Orientation, Seed, Spec,
    Topology, Trace, Type, develop, develop_with_lineage, presets,
};

/// A random system on a torus that grows for long; its first seed is not empty.
fn specs() -> impl Iterator<Item = Spec> {
    let growths = [Growth::Textbook, Growth::Revised, Growth::Maximum, Growth::Aged { age: 2 }];
    (0..400).map(move |n: u64| {
        let mut rng = ChaCha8Rng::seed_from_u64(n);
        let side = rng.random_range(3..=16);
        let topology =
            if n.is_multiple_of(3) { Topology::textbook() } else { Topology::clockwise() };
        let arity = topology.arity();
        let mut bonds = |_| if rng.random_bool(0.3) { rng.random_range(1..=4) } else { 0 };
        let mut generators = vec![vec![0; arity]];
        generators.extend((0..4).map(|_| (0..arity).map(&mut bonds).collect()));
        let seeds = (0..rng.random_range(1..=5u32))
            .map(|_| Seed {
                x: rng.random_range(0..side),
                y: rng.random_range(0..side),
                r#type: Type::new(rng.random_range(1..=4)),
                orientation: Orientation::new(rng.random_range(0..arity)),
            })
            .collect();
        Spec {
            lattice: Lattice::torus(side, side),
            topology: topology.offsets().to_vec(),
            generators,
            environment: [Environment::Revised, Environment::Textbook][(n / 4 % 2) as usize],
            growth: growths[(n % 4) as usize],
            seeds,
            steps: 12,
        }
    })
}

fn grown(spec: &Spec) -> Configuration {
    develop(&spec.system().unwrap(), &spec.seeds, spec.steps).unwrap()
}

#[test]
fn growth_never_changes_an_occupied_cell_but_by_age() {
    for spec in specs() {
        let system = spec.system().unwrap();
        let aged = matches!(spec.growth, Growth::Aged { .. });
        let mut development = Development::new(&system, &spec.seeds).unwrap();
        for _ in 0..spec.steps {
            let before = development.codes().to_vec();
            development.step();
            for (site, &code) in before.iter().enumerate() {
                let kept = development.codes()[site] == code;
                assert!(system.generators().is_empty(code) || kept || aged, "{spec:?}");
            }
        }
    }
}

#[test]
fn turning_topology_and_seeds_turns_the_result() {
    for spec in specs() {
        let side = spec.lattice.width;
        let turned = Spec {
            topology: spec.topology.iter().map(|&[a, b]| [b, -a]).collect(),
            seeds: spec
                .seeds
                .iter()
                .map(|seed| Seed { x: side - 1 - seed.y, y: seed.x, ..*seed })
                .collect(),
            ..spec.clone()
        };
        assert_eq!(grown(&turned).codes(), quarter_turn(grown(&spec).codes(), side), "{spec:?}");
    }
}

#[test]
fn turning_the_seeds_of_gpt_mnist_turns_the_result() {
    let upright = shared::gpt_mnist::sample(9, 1).unwrap().spec();
    let turned = Spec {
        seeds: upright
            .seeds
            .iter()
            .map(|seed| Seed {
                x: 27 - seed.y,
                y: seed.x,
                orientation: seed.orientation.turned(2, 8),
                ..*seed
            })
            .collect(),
        ..upright.clone()
    };
    // Where bonds compete the same code grows in every direction, so only types can be compared.
    let types = |configuration: Configuration| -> Vec<Type> {
        (0..784).map(|site| configuration.cell(site).r#type).collect()
    };
    assert_eq!(types(grown(&turned)), quarter_turn(&types(grown(&upright)), 28));
}

/// A square turned clockwise: the site (x, y) moves to (side - 1 - y, x).
fn quarter_turn<T: Copy>(codes: &[T], side: u32) -> Vec<T> {
    let side = side as usize;
    (0..side * side).map(|site| codes[(side - 1 - site % side) * side + site / side]).collect()
}

#[test]
fn lineage_is_not_empty_exactly_on_occupied_cells() {
    for spec in specs() {
        let system = spec.system().unwrap();
        let (grown, lineage) = develop_with_lineage(&system, &spec.seeds, spec.steps).unwrap();
        for site in 0..spec.lattice.sites() {
            assert_eq!(!lineage.seeds(site).is_empty(), grown.is_occupied(site), "{spec:?}");
            assert!(lineage.seeds(site).iter().all(|&seed| (seed as usize) < spec.seeds.len()));
        }
    }
}

#[test]
fn cells_that_die_and_grow_again_do_not_pile_up() {
    // A cell of type 2 lays others on all sides.
    let mut generators = vec![vec![0; 4]; 4];
    generators[1] = vec![2; 4];
    let lattice = Lattice { width: 48, height: 48, wrap: true };
    let topology = vec![[0, -1], [1, 0], [0, 1], [-1, 0]];
    let at = |x| Seed { x, y: 7 * x % 48, r#type: Type::new(1), orientation: Orientation::new(0) };
    let spec = Spec {
        lattice,
        topology,
        environment: Environment::Revised,
        growth: Growth::Aged { age: 1 },
        generators,
        steps: 0,
        seeds: (0..20).map(|n| at(2 * n)).collect(),
    };
    let system = spec.system().unwrap();
    let mut development = Development::new(&system, &spec.seeds).unwrap();
    let mut grown = 0;
    for _ in 0..200 {
        development.step();
        grown += development.grown().len();
    }
    assert!(grown > 2 * spec.lattice.sites(), "{grown}");
    assert_eq!(development.placed().len(), spec.seeds.len());
}

#[test]
fn every_preset_grows() {
    for name in presets::NAMES {
        let spec = presets::preset(name).unwrap();
        spec.check().unwrap();
        let occupied = grown(&spec).letters().chars().filter(char::is_ascii_alphabetic).count();
        assert!(occupied > spec.seeds.len(), "{name}");
    }
    assert_eq!(presets::preset("textbook-11"), None);
}

#[test]
fn a_later_seed_replaces_an_earlier_one() {
    let mut spec = presets::preset("textbook-1").unwrap();
    spec.seeds.push(Seed { orientation: Orientation::new(1), ..spec.seeds[0] });
    let (grown, lineage) = develop_with_lineage(&spec.system().unwrap(), &spec.seeds, 0).unwrap();
    assert_eq!(grown.codes()[44], 6);
    assert_eq!(lineage.seeds(44), [1]);
}

/// A step as the definition says it, on the whole lattice: every site collects the bonds of all cells
/// that act on it, then every empty site grows.
fn dense_step(spec: &Spec, codes: &[u16]) -> Vec<u16> {
    let (side, arity) = (spec.lattice.width as i32, spec.topology.len());
    let types = spec.generators.len();
    let bond = |code: u16, k: usize| {
        let (row, turn) = ((usize::from(code) - 1) / arity, (usize::from(code) - 1) % arity);
        spec.generators[row][(k + arity - turn) % arity]
    };
    let at = |row: i32, column: i32| {
        codes[(row.rem_euclid(side) * side + column.rem_euclid(side)) as usize]
    };
    let acting = |row: i32, column: i32, k: usize| {
        let [x, y] = spec.topology[k];
        match spec.environment {
            Environment::Revised => bond(at(row + y, column - x), k),
            Environment::Textbook => bond(at(row + x, column + y), (k + arity / 2) % arity),
        }
    };
    let grown = |site: i32| {
        let code = codes[site as usize];
        let bonds: Vec<u16> = (0..arity).map(|k| acting(site / side, site % side, k)).collect();
        let count = bonds.iter().filter(|&&value| value > 0).count();
        let most = *bonds.iter().max().unwrap();
        if usize::from(code) > arity {
            return code;
        }
        match (spec.growth, count) {
            (Growth::Maximum, _) if most > 0 && most != 5 => most * arity as u16 + 1,
            (Growth::Textbook | Growth::Revised, 1) => {
                let direction = bonds.iter().position(|&value| value > 0).unwrap();
                (bonds[direction] - 1) * arity as u16 + direction as u16 + 1
            }
            (Growth::Revised, 2 | 3 | 6..) => (types * arity) as u16 - 1,
            _ => code,
        }
    };
    (0..side * side).map(grown).collect()
}

#[test]
fn growth_by_events_is_growth_on_the_whole_lattice() {
    let mut compared = 0;
    for spec in specs().filter(|spec| !matches!(spec.growth, Growth::Aged { .. })) {
        let system = spec.system().unwrap();
        let mut development = Development::new(&system, &spec.seeds).unwrap();
        for step in 0..spec.steps {
            let expected = dense_step(&spec, development.codes());
            development.step();
            assert_eq!(development.codes(), expected, "step {step} of {spec:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 300 * 12);
}

#[test]
fn a_restarted_development_is_a_new_one() {
    for spec in specs() {
        let system = spec.system().unwrap();
        let mut used = Development::new(&system, &spec.seeds).unwrap();
        used.run(5);
        let other = &spec.seeds[..1];
        used.restart(other).unwrap();
        let mut new = Development::new(&system, other).unwrap();
        for _ in 0..spec.steps {
            used.step();
            new.step();
            assert_eq!(used.codes(), new.codes(), "{spec:?}");
            for site in 0..spec.lattice.sites() {
                assert_eq!(used.environment(site), new.environment(site));
            }
        }
    }
}

#[test]
fn an_inspection_says_what_the_development_does() {
    for mut spec in specs() {
        spec.lattice.wrap = spec.seeds.len() % 2 == 0;
        let (system, width) = (spec.system().unwrap(), spec.lattice.width as usize);
        let mut development = Development::new(&system, &spec.seeds).unwrap();
        for _ in 0..spec.steps {
            let before = development.codes().to_vec();
            development.step();
            let trace = Trace::of(&development);
            for site in 0..before.len() {
                let seen = Inspection::of(&before, &development, site);
                let values: Vec<u16> = seen.neighbours.iter().map(|n| n.value).collect();
                assert_eq!(values, trace.environment[site], "{spec:?}");
                assert_eq!((seen.d, seen.e), (trace.d[site], trace.e[site]), "{spec:?}");
                assert_eq!((seen.before, seen.after), (before[site], trace.codes[site]));
                assert_eq!(seen.change, trace.change[site], "{spec:?}");
                assert_eq!(seen.placed.is_some(), seen.change, "{spec:?}");
                let aged = matches!(spec.growth, Growth::Aged { .. });
                assert!(aged || seen.placed.unwrap_or(seen.before) == seen.after, "{spec:?}");
                for neighbour in &seen.neighbours {
                    let bond = system.generators().bonds(neighbour.code)[neighbour.bond];
                    assert_eq!(neighbour.value, bond, "{spec:?}");
                    let Some(source) = neighbour.site else { continue };
                    assert_eq!(neighbour.code, before[source], "{spec:?}");
                    // The bond reaches from the neighbour to the site.
                    let (rows, columns) = system.reach(neighbour.bond);
                    let moved =
                        |from: usize, by: i64| (from as i64 + by).rem_euclid(width as i64) as usize;
                    let reached =
                        moved(source / width, rows) * width + moved(source % width, columns);
                    assert_eq!(reached, site, "{spec:?}");
                }
            }
        }
    }
}
