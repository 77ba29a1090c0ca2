//! What a seed of a type grows into when nothing is in its way.

use super::{LONGEST, ONE_SIDED, TERMINAL, TWO_SIDED};
use crate::pattern::Type;

/// The stroke of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Cells of the spine, the seed included.
    pub length: u16,
    /// Cells across a straight stroke.
    pub width: u16,
}

impl Shape {
    /// The stroke of a type; none for the empty cell and for types that there are not.
    pub const fn of(r#type: Type) -> Option<Self> {
        match r#type.number() {
            TERMINAL => Some(Self { length: 1, width: 1 }),
            number @ ONE_SIDED..TWO_SIDED => Some(Self { length: number, width: 2 }),
            number @ TWO_SIDED..TERMINAL => Some(Self { length: number + 2 - TWO_SIDED, width: 3 }),
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
    use crate::pattern::{Development, Orientation, Seed};

    #[test]
    fn every_type_grows_into_its_shape() {
        for r#type in Type::all(TYPES).skip(1) {
            let seed = Seed { x: 14, y: 14, r#type, orientation: Orientation::default() };
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
            assert_eq!((spine, across), (length.into(), width.into()), "{type:?}");
        }
        assert_eq!([Type::EMPTY, Type::new(TYPES)].map(Shape::of), [None; 2]);
    }
}
