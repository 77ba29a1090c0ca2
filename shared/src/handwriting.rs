//! The system in which real handwriting grows: twenty generators whose strokes end by themselves.
//!
//! A *counter chain* is a row of types in which each places the one before ahead and terminals beside
//! it, so that the type says how long the stroke becomes: no number of steps has to be known. One
//! family of chains is two cells wide, to the right of its spine; the other covers both diagonals
//! ahead, which makes three cells on straight strokes and two on diagonal ones.
//!
//! ```
//! use shared::handwriting;
//! use shared::pattern::{Orientation, Seed, Type, develop};
//!
//! // The tenth type grows ten cells ahead, which is to the right.
//! let r#type = Type::from_number(10).expect("numbers are from 1");
//! let seed = Seed { x: 8, y: 14, r#type, orientation: Orientation::new(2) };
//! let grown = develop(handwriting::system(), &[seed], handwriting::STEPS)?;
//! let generators = handwriting::system().generators();
//! let cells = grown.codes()[14 * 28..][..28].iter().filter(|code| !generators.is_empty(**code));
//! assert_eq!(cells.count(), 10);
//! # Ok::<(), shared::pattern::Error>(())
//! ```

mod framed;
pub mod pen;
mod scanned;
mod shape;
mod variant;
mod walk;

use std::sync::LazyLock;

use crate::gpt_mnist;
use crate::pattern::{Environment, Growth, Spec, System, Topology};

pub use framed::framed;
pub use scanned::{ScanError, Scanned, scanned};
pub use shape::Shape;
pub use variant::variant;
pub use walk::walk;

/// Number of generator types, the empty one included: the channels of `y_g`.
pub const TYPES: usize = 20;
/// Steps after which every stroke has ended.
pub const STEPS: u32 = 10;
/// The longest spine of a stroke, in cells.
const LONGEST: u16 = 10;

/// The type that ends a stroke, and a dot as a seed. Here types are numbers, as bond values are.
const TERMINAL: u16 = 20;
/// The type of the first family's shortest stroke, of two cells; the others follow by length.
const ONE_SIDED: u16 = 2;
/// The type of the second family's shortest stroke.
const TWO_SIDED: u16 = 11;

const ENVIRONMENT: Environment = Environment::Revised;
const GROWTH: Growth = Growth::Revised;

static SYSTEM: LazyLock<System> = LazyLock::new(|| {
    let (lattice, table) = (gpt_mnist::system().lattice(), generators());
    System::new(lattice, Topology::clockwise(), &table, ENVIRONMENT, GROWTH)
        .expect("the system of handwriting is valid")
});

/// A growth in the system as data, without seeds.
pub fn spec() -> Spec {
    Spec {
        lattice: system().lattice(),
        topology: Topology::clockwise().offsets().to_vec(),
        generators: generators(),
        environment: ENVIRONMENT,
        growth: GROWTH,
        seeds: Vec::new(),
        steps: STEPS,
    }
}

/// The system: revised rules on a 28 x 28 torus of arity 8.
pub fn system() -> &'static System {
    &SYSTEM
}

/// The table `G0`, bonds clockwise from ahead.
pub fn generators() -> Vec<Vec<u16>> {
    let chain = |first: u16, beside: [u16; 8]| {
        (first..first + LONGEST - 1).map(move |r#type| {
            let mut bonds = beside;
            bonds[0] = if r#type == first { TERMINAL } else { r#type - 1 };
            bonds.to_vec()
        })
    };
    let mut table = vec![vec![0; 8]];
    table.extend(chain(ONE_SIDED, [0, TERMINAL, TERMINAL, 0, 0, 0, 0, 0]));
    table.extend(chain(TWO_SIDED, [0, TERMINAL, 0, 0, 0, 0, 0, TERMINAL]));
    table.push(vec![0; 8]);
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::SIZE;
    use crate::pattern::{Development, Orientation, Seed, Type};

    fn cells(number: u16, orientation: usize, steps: u32) -> Vec<usize> {
        let r#type = Type::from_number(number).unwrap();
        let seed = Seed { x: 14, y: 14, r#type, orientation: Orientation::new(orientation) };
        let mut development = Development::new(system(), &[seed]).unwrap();
        development.run(steps);
        let codes = development.codes().iter().enumerate();
        codes.filter(|(_, code)| !system().generators().is_empty(**code)).map(|(n, _)| n).collect()
    }

    #[test]
    fn the_type_says_how_long_a_stroke_becomes() {
        for r#type in 2..=19 {
            let length = if r#type < 11 { r#type } else { r#type - 9 } as usize;
            // Upwards, the spine is the column of the seed.
            let grown = cells(r#type, 0, STEPS);
            assert_eq!(grown.iter().filter(|&&site| site % SIZE == 14).count(), length);
            for orientation in 0..8 {
                let grown = cells(r#type, orientation, STEPS);
                assert_eq!(grown, cells(r#type, orientation, 1000), "it ends by itself");
            }
        }
        assert_eq!(cells(20, 0, STEPS), [14 * SIZE + 14]);
    }

    #[test]
    fn straight_strokes_are_two_or_three_cells_wide() {
        let row = |r#type, row: usize| {
            cells(r#type, 0, STEPS).into_iter().filter(|site| site / SIZE == row).count()
        };
        assert_eq!((row(10, 10), row(19, 10)), (2, 3));
    }
}
