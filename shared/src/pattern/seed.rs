use serde::{Deserialize, Serialize};

use super::{Code, Error, System, encode};

/// A cell of the initial configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// Column, 0-based from the left.
    pub x: u32,
    /// Row, 0-based from the top.
    pub y: u32,
    /// Generator type, 1-based; 1 is the empty cell.
    pub r#type: u16,
    /// Orientation, 0-based.
    pub orientation: u8,
}

impl Seed {
    /// The type as labels and the channels of `y_g` count it: from 0, the empty cell.
    pub const fn label(&self) -> usize {
        self.r#type as usize - 1
    }

    /// The seed's site and code in `system`; `index` names the seed in the error.
    pub(super) fn place(&self, index: usize, system: &System) -> Result<(usize, Code), Error> {
        let (lattice, arity) = (system.lattice(), system.generators().arity());
        let types = system.generators().types();
        if !(1..=types).contains(&usize::from(self.r#type)) {
            return Err(Error::SeedType { seed: index, r#type: self.r#type, types });
        }
        if usize::from(self.orientation) >= arity {
            return Err(Error::SeedOrientation {
                seed: index,
                orientation: self.orientation,
                arity,
            });
        }
        let site = lattice.site(self.x, self.y).ok_or(Error::SeedOutside {
            seed: index,
            x: self.x,
            y: self.y,
            width: lattice.width,
            height: lattice.height,
        })?;
        Ok((site, encode(arity, self.r#type, self.orientation)))
    }
}
