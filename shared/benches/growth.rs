//! Growth on a large lattice: `bench/growth.py` is the same in NumPy.
//!
//! The textbook's fourth example from three seeds. It fills most of the lattice, which is hard for growth
//! that follows its frontier: on few strokes it would be further ahead of arithmetic on the whole lattice.

use std::hint::black_box;

use shared::pattern::presets::preset;
use shared::pattern::{Development, Lattice, Seed, Spec};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

const SIDE: u32 = 256;
const SEEDS: [(u32, u32); 3] = [(40, 40), (61, 50), (50, 72)];
/// A cell takes as long in few steps as in many, where time goes with what grows.
const STEPS: [u32; 3] = [50, 100, 200];

fn main() {
    let seeds = SEEDS.map(|(x, y)| Seed { x, y, r#type: 2, orientation: 0 }).to_vec();
    let example = preset("textbook-4").expect("the fourth example");
    let lattice = Lattice::torus(SIDE, SIDE);
    let system = Spec { lattice, ..example }.system().expect("a larger lattice is one too");
    for steps in STEPS {
        let grow = || {
            let mut development = Development::new(&system, &seeds).expect("seeds of the system");
            development.run(steps);
            development
        };
        let grown = grow();
        assert!(!grown.grown().is_empty(), "growth goes on to the last step");
        let times = timing::times(1, || {
            black_box(grow().codes());
        });
        let each = times.iter().map(|time| 1e9 * time / grown.placed().len() as f64).collect();
        figures::say(&format!("growth, each cell of {steps} steps"), "ns", each, None);
        let times = times.iter().map(|time| 1e3 * time).collect();
        let what = format!("growth, {SIDE} x {SIDE}, {steps} steps");
        figures::say(&what, "ms", times, Some(hash(grown.codes())));
    }
}

/// FNV-1a of the codes.
fn hash(codes: &[u16]) -> String {
    let mix = |hash: u64, &code: &u16| (hash ^ u64::from(code)).wrapping_mul(0x100_0000_01b3);
    format!("{:016x}", codes.iter().fold(0xcbf2_9ce4_8422_2325, mix))
}
