use serde::{Deserialize, Serialize};

use super::generator::EMPTY;
use super::{Code, Error, Generators, Orientation, Type, encode};

/// The value of which no cell grows under [`Growth::Maximum`] (the paper's Fig. 2).
const BARREN_VALUE: u16 = 5;

/// The type into which a cell turns at its age under [`Growth::Aged`].
const AGED_TYPE: Type = Type::new(3);

/// What becomes of an empty site, given the bond values that act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Growth {
    /// `GROWTH1` (Grenander 1993, p. 205): exactly one acting bond places its generator.
    Textbook,
    /// As [`Textbook`](Self::Textbook); where 2, 3 or at least 6 bonds compete, the code
    /// `nGE - 1` grows (the paper, GPT MNIST).
    Revised,
    /// The largest value `v` among the neighbours places generator `v + 1` in its first
    /// orientation, unless it is 5 (the paper's Fig. 2).
    Maximum,
    /// `GROWTH2` (Grenander 1993, 4.2.2.8): as [`Textbook`](Self::Textbook), and a cell turns
    /// into type 4 at the given age and dies above it.
    Aged {
        /// Steps after its growth.
        age: u64,
    },
}

impl Growth {
    /// The code that grows on an empty site on which `bonds` act; 0 is no bond.
    pub(super) fn grow(self, bonds: &[u16], generators: &Generators) -> Option<Code> {
        if self == Self::Maximum {
            let maximum = bonds.iter().copied().max().unwrap_or(0);
            let grows = maximum > 0 && maximum != BARREN_VALUE;
            // Counted from 0, generator v + 1 is type v.
            let r#type = Type(maximum);
            return grows.then(|| encode(generators.arity(), r#type, Orientation::default()));
        }
        let acting = bonds.iter().filter(|&&value| value > 0).count();
        match acting {
            1 => {
                let direction = bonds.iter().position(|&value| value > 0)?;
                let r#type = Type::from_number(bonds[direction])?;
                Some(encode(generators.arity(), r#type, Orientation(direction as u8)))
            }
            2 | 3 | 6.. if self == Self::Revised => Some(generators.codes() as Code - 1),
            _ => None,
        }
    }

    /// Whether the neighbour acting with `value`, one of `bonds`, is a parent of what grows.
    pub(super) fn is_parent(self, value: u16, bonds: &[u16]) -> bool {
        value > 0 && (self != Self::Maximum || bonds.iter().all(|&other| other <= value))
    }

    /// What a cell of the given age turns into, if anything.
    pub(super) fn aged(self, age: u64, arity: usize) -> Option<Code> {
        match self {
            Self::Aged { age: limit } if age > limit => Some(EMPTY),
            Self::Aged { age: limit } if age == limit => {
                Some(encode(arity, AGED_TYPE, Orientation::default()))
            }
            _ => None,
        }
    }

    pub(super) fn check(self, generators: &Generators) -> Result<(), Error> {
        let types = generators.types();
        match self {
            Self::Aged { .. } if types <= AGED_TYPE.channel() => {
                Err(Error::AgedNeedsFourTypes(types))
            }
            Self::Maximum => {
                let value = generators.largest_bond_value();
                if usize::from(value) < types {
                    Ok(())
                } else {
                    Err(Error::MaximumBondValue { value, types })
                }
            }
            _ => Ok(()),
        }
    }
}
