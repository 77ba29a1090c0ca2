use std::fmt;

use serde::{Deserialize, Serialize};

/// How far a generator is turned: from 0 to below the arity, in files and channels of `y_s` alike. On
/// the lattice of GPT MNIST 0 is up, and it goes on clockwise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Orientation(pub(super) u8);

impl Orientation {
    /// The orientation of a channel of `y_s`.
    ///
    /// # Panics
    /// If the channel is 256 or above.
    pub const fn new(channel: usize) -> Self {
        assert!(channel <= u8::MAX as usize, "an orientation fits 8 bits");
        Self(channel as u8)
    }

    /// The orientations of an arity in their order.
    pub fn all(arity: usize) -> impl Iterator<Item = Self> {
        (0..arity).map(Self::new)
    }

    /// The channel of `y_s`.
    pub const fn channel(self) -> usize {
        self.0 as usize
    }

    /// The orientation that is so many places on, or back, around the `arity` that there are.
    ///
    /// # Panics
    /// If the arity is 0.
    pub const fn turned(self, by: i32, arity: usize) -> Self {
        Self::new((self.0 as i32 + by).rem_euclid(arity as i32) as usize)
    }

    /// How many places on `other` is, from 0 to below the arity.
    ///
    /// # Panics
    /// If the arity is 0.
    pub const fn turn_to(self, other: Self, arity: usize) -> u8 {
        (other.0 as i32 - self.0 as i32).rem_euclid(arity as i32) as u8
    }
}

impl fmt::Display for Orientation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_around() {
        let left = Orientation::new(6);
        assert_eq!(
            (left.turned(3, 8), left.turned(-7, 8)),
            (Orientation::new(1), left.turned(1, 8))
        );
        assert_eq!(Orientation::new(3).turned(2, 4), Orientation::new(1));
        for to in Orientation::all(8) {
            assert_eq!(left.turned(left.turn_to(to, 8).into(), 8), to);
        }
    }

    #[test]
    fn files_hold_the_channel() {
        assert_eq!(serde_json::to_string(&Orientation::new(3)).unwrap(), "3");
        assert_eq!(serde_json::from_str::<Orientation>("3").unwrap().channel(), 3);
    }
}
