//! Growth on a large lattice: `bench/growth.py` is the same in NumPy.
//!
//! Two of the textbook's examples, each from three seeds: the seventh grows strokes, as digits are made of, the
//! ninth areas that fill half of the lattice, which is the hard case for growth that follows its frontier.

use std::hint::black_box;

use shared::pattern::presets::preset;
use shared::pattern::{Development, Lattice, Orientation, Seed, Spec, System, Type};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

const SIDE: u32 = 256;
const SEEDS: [(u32, u32); 3] = [(40, 40), (61, 50), (50, 72)];
const STEPS: u32 = 200;

fn main() {
    say_growth(&system("textbook-7"), "");
    let areas = system("textbook-9");
    say_growth(&areas, ", areas");
    // A cell takes as long in few steps as in many, where time goes with what grows.
    for steps in [STEPS / 4, STEPS / 2, STEPS] {
        let cells = grow(&areas, steps).placed().len() as f64;
        let each = times(&areas, steps).iter().map(|time| 1e9 * time / cells).collect();
        figures::say(&format!("growth, each cell of {steps} steps"), "ns", each, None);
    }
}

/// An example on a large lattice.
fn system(name: &str) -> System {
    let lattice = Lattice::torus(SIDE, SIDE);
    let example = preset(name).expect("the textbook has this example");
    Spec { lattice, ..example }.system().expect("a larger lattice is one too")
}

fn grow(system: &System, steps: u32) -> Development<'_> {
    let (r#type, orientation) = (Type::new(1), Orientation::new(0));
    let seeds = SEEDS.map(|(x, y)| Seed { x, y, r#type, orientation });
    let mut development = Development::new(system, &seeds).expect("seeds of the system");
    development.run(steps);
    assert!(!development.grown().is_empty(), "growth goes on to the last step");
    development
}

fn times(system: &System, steps: u32) -> Vec<f64> {
    timing::times(1, || {
        black_box(grow(system, steps).codes());
    })
}

fn say_growth(system: &System, named: &str) {
    let times = times(system, STEPS).iter().map(|time| 1e3 * time).collect();
    let what = format!("growth, {SIDE} x {SIDE}, {STEPS} steps{named}");
    figures::say(&what, "ms", times, Some(hash(grow(system, STEPS).codes())));
}

/// FNV-1a of the codes.
fn hash(codes: &[u16]) -> String {
    let mix = |hash: u64, &code: &u16| (hash ^ u64::from(code)).wrapping_mul(0x100_0000_01b3);
    format!("{:016x}", codes.iter().fold(0xcbf2_9ce4_8422_2325, mix))
}
