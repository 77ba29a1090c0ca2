use std::sync::LazyLock;

use super::SIZE;
use crate::pattern::{Environment, Growth, Lattice, System, Topology};

pub(super) const LATTICE: Lattice = Lattice::torus(SIZE as u32, SIZE as u32);
pub(super) const ENVIRONMENT: Environment = Environment::Revised;
pub(super) const GROWTH: Growth = Growth::Revised;

static SYSTEM: LazyLock<System> = LazyLock::new(|| {
    System::new(LATTICE, Topology::clockwise(), &generators(), ENVIRONMENT, GROWTH)
        .expect("the system of GPT MNIST is valid")
});

/// The system in which the digits grow: revised rules on a 28 x 28 torus of arity 8.
pub fn system() -> &'static System {
    &SYSTEM
}

/// The table `G0`: empty, a head that lays a stroke, the stroke, and a terminal.
pub(super) fn generators() -> Vec<Vec<u16>> {
    vec![vec![0; 8], vec![2, 3, 4, 0, 0, 0, 0, 0], vec![0, 0, 0, 0, 0, 0, 0, 2], vec![0; 8]]
}
