//! Named systems: the ten examples of Grenander (1993), section 4.2.2, and the maximum rule of the
//! paper's Fig. 2.

use super::{Environment, Growth, Lattice, Orientation, Seed, Spec, Topology, Type};

/// The names that [`preset`] knows.
pub const NAMES: [&str; 11] = [
    "textbook-1",
    "textbook-2",
    "textbook-3",
    "textbook-4",
    "textbook-5",
    "textbook-6",
    "textbook-7",
    "textbook-8",
    "textbook-9",
    "textbook-10",
    "maximum",
];

/// The preset of that name, one of [`NAMES`].
pub fn preset(name: &str) -> Option<Spec> {
    Some(match name {
        "textbook-1" => textbook(&["2020"], 4, 10, 4),
        "textbook-2" => textbook(&["3030", "4040", "0000"], 6, 10, 4),
        "textbook-3" => textbook(&["3030", "4040", "5050", "0606", "6060"], 7, 10, 4),
        "textbook-4" => textbook(&["2222"], 16, 32, 16),
        "textbook-5" => textbook(&["3333", "0033"], 4, 10, 4),
        "textbook-6" => textbook(&["3040", "0005", "0600", "0300", "0004"], 8, 10, 4),
        "textbook-7" => textbook(&["3047", "0005", "0600", "0300", "0004", "7070"], 4, 10, 4),
        "textbook-8" => textbook(&["3333", "3040", "4050", "0300"], 9, 15, 7),
        "textbook-9" => textbook(&["3030", "4040", "3535", "5050"], 6, 15, 7),
        "textbook-10" => Spec {
            growth: Growth::Aged { age: 1 },
            ..textbook(&["3333", "0033", "0000"], 4, 10, 5)
        },
        "maximum" => maximum(),
        _ => return None,
    })
}

/// A textbook example: `rows` of `G0` after the empty one, a digit per bond value; the seed's row
/// and column are both `start`.
fn textbook(rows: &[&str], steps: u32, side: u32, start: u32) -> Spec {
    let generators = std::iter::once(&"0000")
        .chain(rows)
        .map(|row| row.bytes().map(|digit| u16::from(digit - b'0')).collect())
        .collect();
    Spec {
        lattice: Lattice::torus(side, side),
        topology: Topology::textbook().offsets().to_vec(),
        generators,
        environment: Environment::Textbook,
        growth: Growth::Textbook,
        seeds: vec![seed(start, start, 1)],
        steps,
    }
}

/// Seeds of the values 1 to 5 on a lattice of side 16: larger values overgrow smaller ones, and
/// nothing grows beside a 5.
fn maximum() -> Spec {
    let seeds = [(3, 3, 1), (11, 4, 2), (5, 11, 3), (12, 12, 4), (8, 7, 5)];
    Spec {
        lattice: Lattice::torus(16, 16),
        topology: Topology::textbook().offsets().to_vec(),
        generators: (0..6).map(|value| vec![value; 4]).collect(),
        environment: Environment::Revised,
        growth: Growth::Maximum,
        seeds: seeds.map(|(x, y, value)| seed(x, y, value)).to_vec(),
        steps: 8,
    }
}

/// A seed in its first orientation.
fn seed(x: u32, y: u32, channel: usize) -> Seed {
    Seed { x, y, r#type: Type::new(channel), orientation: Orientation::default() }
}
