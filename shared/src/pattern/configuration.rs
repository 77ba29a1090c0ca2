use super::{Cell, Code, Lattice, Type, decode};

/// A lattice of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    lattice: Lattice,
    arity: usize,
    codes: Vec<Code>,
}

impl Configuration {
    pub(super) fn new(lattice: Lattice, arity: usize, codes: Vec<Code>) -> Self {
        Self { lattice, arity, codes }
    }

    /// The lattice.
    pub fn lattice(&self) -> Lattice {
        self.lattice
    }

    /// The codes, row by row from the top.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The codes, row by row from the top, without copying them.
    pub fn into_codes(self) -> Vec<Code> {
        self.codes
    }

    /// The rows of codes from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[Code]> {
        self.codes.chunks(self.lattice.width as usize)
    }

    /// The cell at a site.
    pub fn cell(&self, site: usize) -> Cell {
        decode(self.arity, self.codes[site])
    }

    /// Whether a site holds a cell that is not empty.
    pub fn is_occupied(&self, site: usize) -> bool {
        usize::from(self.codes[site]) > self.arity
    }

    /// The textbook's print, one line per row: each cell as the [`letter`] of its type.
    pub fn letters(&self) -> String {
        let line = |row: &[Code]| {
            row.iter().map(|&code| letter(decode(self.arity, code).r#type)).collect::<String>()
                + "\n"
        };
        self.rows().map(line).collect()
    }
}

/// The textbook's letter of a type: a space for the empty cell, `A` for the next type, and so on to
/// `Z`, then `a` to `z`, and `#` for every type beyond.
pub fn letter(r#type: Type) -> char {
    match r#type.channel() {
        0 => ' ',
        channel @ 1..=26 => char::from(b'A' + (channel - 1) as u8),
        channel @ 27..=52 => char::from(b'a' + (channel - 27) as u8),
        _ => '#',
    }
}
