use thiserror::Error;

use super::{SITES, SIZE};
use crate::pattern::Seed;

/// A site of the 28 x 28 lattice, or a pixel of an image. Sites are in the order of their indices: row by
/// row from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site(u16);

/// A place where there is no site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("row {row}, column {column} lies outside the {SIZE} x {SIZE} lattice")]
pub struct Outside {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

impl Site {
    /// The site of an index.
    ///
    /// # Panics
    /// If the index is not below [`SITES`].
    pub const fn new(index: usize) -> Self {
        assert!(index < SITES, "a site lies on the lattice");
        Self(index as u16)
    }

    /// The site in a row, from the top, and a column, from the left.
    ///
    /// # Errors
    /// If it lies outside the lattice.
    pub const fn at(row: usize, column: usize) -> Result<Self, Outside> {
        match row < SIZE && column < SIZE {
            true => Ok(Self::new(row * SIZE + column)),
            false => Err(Outside { row, column }),
        }
    }

    /// The site of a seed of the 28 x 28 lattice.
    ///
    /// # Panics
    /// If the seed lies outside.
    pub const fn of(seed: &Seed) -> Self {
        match Self::at(seed.y as usize, seed.x as usize) {
            Ok(site) => site,
            Err(_) => panic!("a seed lies on the lattice"),
        }
    }

    /// All sites in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..SITES).map(Self::new)
    }

    /// It and the sites beside it, in their order: nine, or fewer at the edge.
    pub fn window(self) -> impl Iterator<Item = Self> {
        let around = |middle: usize| middle.saturating_sub(1)..(middle + 2).min(SIZE);
        around(self.row()).flat_map(move |row| {
            around(self.column()).map(move |column| Self::new(row * SIZE + column))
        })
    }

    /// Where its value stands in a grid of [`SITES`] values.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The row, from the top.
    pub const fn row(self) -> usize {
        self.index() / SIZE
    }

    /// The column, from the left.
    pub const fn column(self) -> usize {
        self.index() % SIZE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_go_row_by_row() {
        for (index, site) in Site::all().enumerate() {
            assert_eq!((site.index(), Site::at(site.row(), site.column())), (index, Ok(site)));
        }
        assert_eq!(Site::at(1, 0).unwrap().index(), SIZE);
        for (row, column) in [(SIZE, 0), (0, SIZE)] {
            assert_eq!(Site::at(row, column), Err(Outside { row, column }));
        }
    }

    #[test]
    fn a_window_is_cut_off_at_the_edge() {
        let window = |row, column| -> Vec<_> {
            Site::at(row, column)
                .unwrap()
                .window()
                .map(|site| (site.row(), site.column()))
                .collect()
        };
        assert_eq!(window(0, 27), [(0, 26), (0, 27), (1, 26), (1, 27)]);
        let inside = window(5, 9);
        assert_eq!((inside.len(), inside[0], inside[4], inside[8]), (9, (4, 8), (5, 9), (6, 10)));
    }
}
