use super::Error;

/// The topology `J`: the offsets of a site's neighbours as (x to the right, y **up**).
///
/// Offsets may repeat and may be longer than the lattice, whose wrapping then decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topology(Vec<[i32; 2]>);

impl Topology {
    /// A topology of 2, 4 or 8 neighbours.
    ///
    /// # Errors
    /// Any other number of neighbours.
    pub fn new(offsets: Vec<[i32; 2]>) -> Result<Self, Error> {
        match offsets.len() {
            2 | 4 | 8 => Ok(Self(offsets)),
            arity => Err(Error::Arity(arity)),
        }
    }

    /// The textbook's four neighbours: right, up, left, down.
    pub fn textbook() -> Self {
        Self(vec![[1, 0], [0, 1], [-1, 0], [0, -1]])
    }

    /// The eight neighbours of GPT MNIST, clockwise from the top.
    pub fn clockwise() -> Self {
        Self(vec![[0, 1], [1, 1], [1, 0], [1, -1], [0, -1], [-1, -1], [-1, 0], [-1, 1]])
    }

    /// The offsets in the order of the bonds.
    pub fn offsets(&self) -> &[[i32; 2]] {
        &self.0
    }

    /// The arity: the number of neighbours, and of bonds of a generator.
    pub fn arity(&self) -> usize {
        self.0.len()
    }
}
