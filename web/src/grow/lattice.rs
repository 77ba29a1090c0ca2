//! The geometry of a lattice on the stage: a square in which it is centred, one unit a cell.

use shared::pattern::Lattice;

/// Around the lattice, in cells.
const MARGIN: f64 = 0.3;

/// Where a lattice lies in the stage's square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Square {
    lattice: Lattice,
    left: f64,
    top: f64,
    side: f64,
}

impl Square {
    /// The square around a lattice.
    pub fn around(lattice: Lattice) -> Self {
        let (width, height) = (f64::from(lattice.width), f64::from(lattice.height));
        let side = width.max(height) + 2.0 * MARGIN;
        Self { lattice, left: (width - side) / 2.0, top: (height - side) / 2.0, side }
    }

    /// The square as a view box.
    pub fn view_box(&self) -> String {
        format!("{} {} {} {}", self.left, self.top, self.side, self.side)
    }

    /// The site under a point, given as shares of the square's side from the left and from the top.
    pub fn site(&self, x: f64, y: f64) -> Option<usize> {
        let (x, y) = (self.left + x * self.side, self.top + y * self.side);
        (x >= 0.0 && y >= 0.0).then(|| self.lattice.site(x as u32, y as u32)).flatten()
    }

    /// The middle of a site.
    pub fn middle(&self, site: usize) -> (f64, f64) {
        let width = self.lattice.width as usize;
        ((site % width) as f64 + 0.5, (site / width) as f64 + 0.5)
    }

    /// The borders of all cells.
    pub fn grid(&self) -> String {
        let Lattice { width, height, .. } = self.lattice;
        let columns = (1..width).map(|x| format!("M{x} 0v{height}"));
        columns.chain((1..height).map(|y| format!("M0 {y}h{width}"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_site_lies_where_it_is_pointed_at() {
        for (width, height) in [(10, 10), (7, 3), (1, 64)] {
            let square = Square::around(Lattice::torus(width, height));
            for site in 0..(width * height) as usize {
                let (x, y) = square.middle(site);
                let share = |at: f64, from: f64| (at - from) / square.side;
                assert_eq!(square.site(share(x, square.left), share(y, square.top)), Some(site));
            }
            assert_eq!((square.site(0.0, 0.5), square.site(0.999, 0.5)), (None, None));
        }
    }
}
