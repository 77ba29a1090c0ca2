use super::{Error, Orientation, Type};

/// A generator in one of its orientations, numbered from 1: `nBSG * (type - 1) + s` with the
/// 1-based orientation `s`. The codes `1..=nBSG` are all empty cells.
pub type Code = u16;

/// Most generators in a table: with arity 8 every [`Code`] fits 16 bits.
pub const MAX_TYPES: usize = Code::MAX as usize / 8;

/// The empty cell in its first orientation, of any arity.
pub(super) const EMPTY: Code = 1;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Generator type.
    pub r#type: Type,
    /// Orientation.
    pub orientation: Orientation,
}

/// The code of a type in an orientation.
pub const fn encode(arity: usize, r#type: Type, orientation: Orientation) -> Code {
    arity as Code * r#type.0 + orientation.0 as Code + 1
}

/// The type and orientation that a code stands for.
pub const fn decode(arity: usize, code: Code) -> Cell {
    let (arity, index) = (arity as Code, code - 1);
    Cell { r#type: Type(index / arity), orientation: Orientation((index % arity) as u8) }
}

/// The bond structure group: the cyclic permutations of the bonds. Row `s` (0-based) is
/// `0..arity` rolled right by `s`.
pub fn bond_structure_group(arity: usize) -> Vec<Vec<usize>> {
    (0..arity).map(|s| (0..arity).map(|bond| (bond + arity - s) % arity).collect()).collect()
}

/// The generator table `G0`, one row of bond values per type, extended to `GE`, one row per code.
///
/// The bond value 0 is no bond, `b` places generator `b`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generators {
    arity: usize,
    types: usize,
    extended: Vec<u16>,
}

impl Generators {
    /// Extends `G0` over the bond structure group.
    ///
    /// # Errors
    /// No rows or more than [`MAX_TYPES`], a row whose length is not `arity`, a first row that is
    /// not the empty cell, or a bond value without a row.
    pub fn new(arity: usize, g0: &[Vec<u16>]) -> Result<Self, Error> {
        let types = g0.len();
        if !(1..=MAX_TYPES).contains(&types) {
            return Err(Error::GeneratorCount(types));
        }
        for (generator, row) in (1..).zip(g0) {
            if row.len() != arity {
                return Err(Error::BondCount { generator, bonds: row.len(), arity });
            }
            if let Some(&value) = row.iter().find(|&&value| usize::from(value) > types) {
                return Err(Error::UnknownBondValue { generator, value, types });
            }
        }
        if let Some(bond) = g0[0].iter().position(|&value| value > 0) {
            return Err(Error::EmptyGeneratorHasBond { bond: bond + 1, value: g0[0][bond] });
        }
        let group = bond_structure_group(arity);
        let extended = g0
            .iter()
            .flat_map(|row| group.iter().flat_map(|turn| turn.iter().map(|&bond| row[bond])))
            .collect();
        Ok(Self { arity, types, extended })
    }

    /// Number of bonds of a generator, and of its orientations.
    pub fn arity(&self) -> usize {
        self.arity
    }

    /// Number of generators.
    pub fn types(&self) -> usize {
        self.types
    }

    /// Number of codes, `nGE`.
    pub fn codes(&self) -> usize {
        self.arity * self.types
    }

    /// The bond values of a code, its row of `GE`.
    ///
    /// # Panics
    /// If the code is 0 or above [`codes`](Self::codes).
    pub fn bonds(&self, code: Code) -> &[u16] {
        let start = (usize::from(code) - 1) * self.arity;
        &self.extended[start..start + self.arity]
    }

    pub(super) fn largest_bond_value(&self) -> u16 {
        self.extended.iter().copied().max().unwrap_or(0)
    }

    /// Whether the code is an empty cell.
    pub fn is_empty(&self, code: Code) -> bool {
        usize::from(code) <= self.arity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_rolls_the_bonds_right() {
        let group = bond_structure_group(4);
        assert_eq!(group, [[0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1], [1, 2, 3, 0]]);
    }

    #[test]
    fn codes_are_decoded_as_they_were_encoded() {
        assert_eq!(encode(8, Type::EMPTY, Orientation::new(0)), 1);
        assert_eq!(encode(8, Type::new(3), Orientation::new(6)), 31);
        assert_eq!(encode(4, Type::new(3), Orientation::new(0)), 13);
        for arity in [2, 4, 8] {
            for code in 1..=Code::MAX - 8 {
                let Cell { r#type, orientation } = decode(arity, code);
                assert!(orientation.channel() < arity);
                assert_eq!(encode(arity, r#type, orientation), code);
            }
        }
    }

    #[test]
    fn the_extended_table_turns_every_row() {
        let generators = Generators::new(4, &[vec![0; 4], vec![2, 1, 0, 0]]).unwrap();
        assert_eq!(generators.codes(), 8);
        let rows: Vec<&[u16]> = (5..=8).map(|code| generators.bonds(code)).collect();
        assert_eq!(rows, [[2, 1, 0, 0], [0, 2, 1, 0], [0, 0, 2, 1], [1, 0, 0, 2]]);
        assert!(generators.is_empty(4) && !generators.is_empty(5));
    }

    #[test]
    fn the_largest_table_has_a_code_for_every_cell() {
        let table = vec![vec![0; 8]; MAX_TYPES];
        let generators = Generators::new(8, &table).unwrap();
        let last = encode(8, Type::new(MAX_TYPES - 1), Orientation::new(7));
        assert_eq!(usize::from(last), generators.codes());
        assert_eq!(
            Generators::new(8, &vec![vec![0; 8]; MAX_TYPES + 1]),
            Err(Error::GeneratorCount(MAX_TYPES + 1))
        );
    }
}
