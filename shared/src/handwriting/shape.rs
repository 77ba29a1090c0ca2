//! What a seed of a type grows into when nothing is in its way.

use super::{LONGEST, ONE_SIDED, TERMINAL, TWO_SIDED};

/// The stroke of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Cells of the spine, the seed included.
    pub length: u16,
    /// Cells across a straight stroke.
    pub width: u16,
}

impl Shape {
    /// The stroke of a 1-based type; none for the empty cell and for types that there are not.
    pub const fn of(r#type: u16) -> Option<Self> {
        match r#type {
            TERMINAL => Some(Self { length: 1, width: 1 }),
            ONE_SIDED..TWO_SIDED => Some(Self { length: r#type, width: 2 }),
            TWO_SIDED..TERMINAL => Some(Self { length: r#type + 2 - TWO_SIDED, width: 3 }),
            _ => None,
        }
    }
}

const _: () = assert!(TWO_SIDED == ONE_SIDED + LONGEST - 1 && TERMINAL == TWO_SIDED + LONGEST - 1);

#[cfg(test)]
mod tests {
    use super::super::{TYPES, system};
    use super::*;
    use crate::gpt_mnist::SIZE;
    use crate::pattern::{Development, Seed};

    #[test]
    fn every_type_grows_into_its_shape() {
        for r#type in 2..=TYPES as u16 {
            let seed = Seed { x: 14, y: 14, r#type, orientation: 0 };
            let mut development = Development::new(system(), &[seed]).unwrap();
            development.run(super::super::STEPS);
            let grown: Vec<usize> = (0..SIZE * SIZE)
                .filter(|&site| !system().generators().is_empty(development.codes()[site]))
                .collect();
            let Shape { length, width } = Shape::of(r#type).unwrap();
            let spine = grown.iter().filter(|&&site| site % SIZE == 14).count();
            // Beside the seed there may be less.
            let across = (0..SIZE)
                .map(|row| grown.iter().filter(|&&site| site / SIZE == row).count())
                .max()
                .unwrap();
            assert_eq!((spine, across), (length.into(), width.into()), "type {}", r#type);
        }
        assert_eq!([Shape::of(0), Shape::of(1), Shape::of(21)], [None; 3]);
    }
}
