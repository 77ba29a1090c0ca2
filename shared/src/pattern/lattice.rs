use serde::{Deserialize, Serialize};

use super::Error;

/// Longest side of a lattice.
pub const MAX_SIDE: u32 = 256;

/// A rectangular lattice. Its sites are numbered row by row from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lattice {
    /// Number of columns.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
    /// Whether opposite edges are neighbours (a torus). Otherwise nothing acts from outside.
    pub wrap: bool,
}

impl Lattice {
    /// A torus of the given size.
    pub const fn torus(width: u32, height: u32) -> Self {
        Self { width, height, wrap: true }
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.width as usize * self.height as usize
    }

    /// The site in column `x` (from the left) and row `y` (from the top), if there is one.
    pub fn site(&self, x: u32, y: u32) -> Option<usize> {
        (x < self.width && y < self.height).then(|| (y * self.width + x) as usize)
    }

    /// The site `rows` below and `columns` right of `site`; `None` beyond a bounded lattice.
    pub(super) fn shifted(&self, site: usize, rows: i64, columns: i64) -> Option<usize> {
        let (width, height) = (i64::from(self.width), i64::from(self.height));
        let row = site as i64 / width + rows;
        let column = site as i64 % width + columns;
        let inside = (0..height).contains(&row) && (0..width).contains(&column);
        (self.wrap || inside)
            .then(|| (row.rem_euclid(height) * width + column.rem_euclid(width)) as usize)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let sides = 1..=MAX_SIDE;
        if sides.contains(&self.width) && sides.contains(&self.height) {
            Ok(())
        } else {
            Err(Error::LatticeSize { width: self.width, height: self.height })
        }
    }
}
