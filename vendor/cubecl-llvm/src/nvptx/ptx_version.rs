//! The PTX version that the original would emit.

use std::fmt;

/// A PTX version. None exists here, because no PTX is emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PtxVersion {}

impl PtxVersion {
    /// The newest version that a driver loads: none.
    pub fn for_driver(_driver: i32) -> Option<Self> {
        None
    }
}

impl fmt::Display for PtxVersion {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
