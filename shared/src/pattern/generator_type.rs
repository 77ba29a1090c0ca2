use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A generator type, a row of `G0`.
///
/// The program counts types from 0, the empty cell, as labels and the channels of `y_g` do. Files, bond
/// values and sentences count them from 1: their [`number`](Self::number), which is what is serialised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type(pub(super) u16);

impl Type {
    /// The empty cell.
    pub const EMPTY: Self = Self(0);

    /// The type of a channel of `y_g`.
    ///
    /// # Panics
    /// If the channel is 65,535 or above.
    pub const fn new(channel: usize) -> Self {
        assert!(channel < u16::MAX as usize, "a type fits 16 bits");
        Self(channel as u16)
    }

    /// The type that a file or a bond value means; none for 0.
    pub const fn from_number(number: u16) -> Option<Self> {
        match number.checked_sub(1) {
            Some(channel) => Some(Self(channel)),
            None => None,
        }
    }

    /// So many types in their order, the empty one first.
    pub fn all(types: usize) -> impl Iterator<Item = Self> {
        (0..types).map(Self::new)
    }

    /// The type as files and bond values count it: from 1, the empty cell.
    pub const fn number(self) -> u16 {
        self.0 + 1
    }

    /// The type as labels and the channels of `y_g` count it: from 0, the empty cell.
    pub const fn channel(self) -> usize {
        self.0 as usize
    }

    /// Whether it is the empty cell.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.number())
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u16::deserialize(deserializer)?;
        Self::from_number(number)
            .ok_or_else(|| D::Error::invalid_value(Unexpected::Unsigned(0), &"a type from 1"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_count_types_from_one_and_channels_from_zero() {
        let first: Type = serde_json::from_str("2").unwrap();
        assert_eq!((first, first.channel(), first.number()), (Type::new(1), 1, 2));
        assert_eq!(serde_json::to_string(&Type::EMPTY).unwrap(), "1");
        assert_eq!(Type::all(3).map(Type::number).collect::<Vec<_>>(), [1, 2, 3]);
        for number in 1..=u16::MAX {
            let channel = Type::from_number(number).unwrap().channel();
            assert_eq!(Type::new(channel).number(), number);
        }
    }

    #[test]
    fn there_is_no_type_before_the_empty_one() {
        assert_eq!(Type::from_number(0), None);
        let error = serde_json::from_str::<Type>("0").unwrap_err().to_string();
        assert!(error.starts_with("invalid value: integer `0`, expected a type from 1"), "{error}");
    }
}
