use serde::{Deserialize, Serialize};

use super::{Code, Error, Orientation, System, Type, encode};

/// A cell of the initial configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// Column, 0-based from the left.
    pub x: u32,
    /// Row, 0-based from the top.
    pub y: u32,
    /// Generator type.
    pub r#type: Type,
    /// Orientation.
    pub orientation: Orientation,
}

impl Seed {
    /// The seed's site and code in `system`; `index` names the seed in the error.
    pub(super) fn place(&self, index: usize, system: &System) -> Result<(usize, Code), Error> {
        let (lattice, arity) = (system.lattice(), system.generators().arity());
        let types = system.generators().types();
        if self.r#type.channel() >= types {
            return Err(Error::SeedType { seed: index, r#type: self.r#type, types });
        }
        if self.orientation.channel() >= arity {
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
