//! The parts of a heatmap that scores look at.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::output::{UnknownName, find};

/// What is taken of each value `h` of a heatmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// `h`. Scores of rank take it, scores of mass do not.
    Signed,
    /// `max(h, 0)`.
    Positive,
    /// `|h|`.
    Absolute,
}

/// A value of a heatmap that is NaN or infinite: such a map is never scored.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("not finite: index {index} is {value:+}")]
pub struct NotFinite {
    /// The first such place, in row-major order.
    pub index: usize,
    /// What stands there.
    pub value: f32,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Signed, Self::Positive, Self::Absolute];

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Positive => "positive",
            Self::Absolute => "absolute",
        }
    }

    /// This part of a map, whose values are in row-major order.
    ///
    /// # Errors
    /// If a value is NaN or infinite.
    pub fn of(self, map: &[f32]) -> Result<Relevance, NotFinite> {
        if let Some(index) = map.iter().position(|value| !value.is_finite()) {
            return Err(NotFinite { index, value: map[index] });
        }
        let values = map.iter().map(|&value| {
            let value = f64::from(value);
            match self {
                // Adding 0 makes -0 the same zero as 0, also to a sort.
                Self::Signed => value + 0.0,
                Self::Positive if value > 0.0 => value,
                Self::Positive => 0.0,
                Self::Absolute => value.abs(),
            }
        });
        Ok(Relevance::new(self, values.collect()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Part {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("part", name, &Self::ALL, Self::name)
    }
}

/// A part of a finite heatmap: what every score takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Relevance {
    part: Part,
    values: Vec<f64>,
    silent: bool,
}

impl Relevance {
    fn new(part: Part, values: Vec<f64>) -> Self {
        let silent = values.windows(2).all(|pair| pair[0] == pair[1]);
        Self { part, values, silent }
    }

    /// The part.
    pub const fn part(&self) -> Part {
        self.part
    }

    /// The values in row-major order.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Whether all values are equal, so that the map says nothing: it scores as the uniform map,
    /// and the share of such maps belongs beside every mean.
    pub const fn is_silent(&self) -> bool {
        self.silent
    }

    /// The relevance of the pixels in a region only, in row-major order; it may be silent there.
    ///
    /// # Panics
    /// If the region has another number of pixels.
    pub fn within(&self, region: &[bool]) -> Self {
        assert_eq!(region.len(), self.values.len(), "pixels of region and map");
        let inside = self.values.iter().zip(region).filter(|&(_, &inside)| inside);
        Self::new(self.part, inside.map(|(&value, _)| value).collect())
    }

    /// The values as mass, of which a silent map has the same everywhere; none of the signed part,
    /// whose sum may vanish.
    pub(super) fn mass(&self) -> Option<Cow<'_, [f64]>> {
        match self.part {
            Part::Signed => None,
            _ if self.silent => Some(vec![1.0; self.values.len()].into()),
            _ => Some(self.values.as_slice().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_taken_and_read_back() {
        let map = [-2.0, -0.0, 3.0];
        let values = |part: Part| part.of(&map).unwrap().values().to_vec();
        assert_eq!(values(Part::Signed), [-2.0, 0.0, 3.0]);
        assert_eq!(values(Part::Positive), [0.0, 0.0, 3.0]);
        assert_eq!(values(Part::Absolute), [2.0, 0.0, 3.0]);
        for part in Part::ALL {
            assert!(values(part)[1].is_sign_positive());
            assert_eq!(part.name().parse(), Ok(part));
            assert_eq!(serde_json::to_string(&part).unwrap(), format!("\"{part}\""));
        }
        let error = "pos".parse::<Part>().unwrap_err().to_string();
        assert_eq!(error, "unknown part \"pos\", expected one of signed, positive, absolute");
    }

    #[test]
    fn maps_that_are_not_finite_are_refused() {
        for (value, text) in [(f32::NAN, "NaN"), (f32::INFINITY, "+inf"), (-f32::INFINITY, "-inf")]
        {
            for part in Part::ALL {
                let error = part.of(&[0.0, 1.0, value, value]).unwrap_err();
                assert_eq!(error.to_string(), format!("not finite: index 2 is {text}"));
            }
        }
    }

    #[test]
    fn silence_belongs_to_a_part_and_a_region() {
        let map = [-1.0, -2.0, -2.0];
        assert!(Part::Positive.of(&map).unwrap().is_silent());
        let signed = Part::Signed.of(&map).unwrap();
        assert!(!signed.is_silent());
        assert!(signed.within(&[false, true, true]).is_silent());
        assert!(!signed.within(&[true, false, true]).is_silent());
        assert!(Part::Absolute.of(&[1.0, -1.0]).unwrap().is_silent());
    }
}
