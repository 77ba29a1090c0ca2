//! The outputs of GPTNet that can be explained.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::mnist::SIZE;

/// An output head of GPTNet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Output {
    /// The class: 10 logits.
    #[serde(rename = "y")]
    Y,
    /// The generator type per site: 4 x 28 x 28 logits.
    #[serde(rename = "y_g")]
    Yg,
    /// The generator orientation per site: 8 x 28 x 28 logits.
    #[serde(rename = "y_s")]
    Ys,
}

impl Output {
    /// All output heads, in the order of the network's outputs.
    pub const ALL: [Self; 3] = [Self::Y, Self::Yg, Self::Ys];

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Y => "y",
            Self::Yg => "y_g",
            Self::Ys => "y_s",
        }
    }

    /// The number of channels: classes, types or orientations.
    pub const fn channels(self) -> usize {
        match self {
            Self::Y => 10,
            Self::Yg => 4,
            Self::Ys => 8,
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One number that the network outputs: `y[c]`, `y_g[a, row, column]` or `y_s[s, row, column]`.
///
/// Serialised as `[c]` or `[channel, row, column]`, all 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    output: Output,
    channel: usize,
    site: Option<(usize, usize)>,
}

/// A target that GPTNet does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TargetError {
    /// The channel is too large.
    #[error("target: {output} has channels 0 to {}, got {channel}", output.channels() - 1)]
    Channel {
        /// The output head.
        output: Output,
        /// The channel asked for.
        channel: usize,
    },
    /// The site lies outside the lattice.
    #[error("target: row {row}, column {column} lies outside the {SIZE} x {SIZE} lattice")]
    Site {
        /// The row asked for.
        row: usize,
        /// The column asked for.
        column: usize,
    },
    /// The number of indices does not fit the output head.
    #[error("target: {output} takes {expected}, got \"{text}\"")]
    Indices {
        /// The output head.
        output: Output,
        /// What it takes.
        expected: &'static str,
        /// What was given.
        text: String,
    },
}

impl Target {
    /// The logit of a class.
    ///
    /// # Errors
    /// If there is no such class.
    pub fn class(class: usize) -> Result<Self, TargetError> {
        Self { output: Output::Y, channel: class, site: None }.checked()
    }

    /// The logit of a type or orientation at a site.
    ///
    /// # Errors
    /// If the output head has no sites, no such channel, or the site lies outside the lattice.
    pub fn at(
        output: Output,
        channel: usize,
        row: usize,
        column: usize,
    ) -> Result<Self, TargetError> {
        if output == Output::Y {
            let text = format!("{channel},{row},{column}");
            return Err(TargetError::Indices { output, expected: "CLASS", text });
        }
        Self { output, channel, site: Some((row, column)) }.checked()
    }

    /// Reads `CLASS` or `CHANNEL,ROW,COLUMN`.
    ///
    /// # Errors
    /// If the text is anything else, or names what the output head does not have.
    pub fn parse(output: Output, text: &str) -> Result<Self, TargetError> {
        let indices: Option<Vec<usize>> =
            text.split(',').map(|part| usize::from_str(part.trim()).ok()).collect();
        match (output, indices.as_deref()) {
            (Output::Y, Some(&[class])) => Self::class(class),
            (Output::Yg | Output::Ys, Some(&[channel, row, column])) => {
                Self::at(output, channel, row, column)
            }
            _ => Err(TargetError::Indices {
                output,
                expected: if output == Output::Y { "CLASS" } else { "CHANNEL,ROW,COLUMN" },
                text: text.to_owned(),
            }),
        }
    }

    fn checked(self) -> Result<Self, TargetError> {
        let Self { output, channel, site } = self;
        if channel >= output.channels() {
            return Err(TargetError::Channel { output, channel });
        }
        match site {
            Some((row, column)) if row >= SIZE || column >= SIZE => {
                Err(TargetError::Site { row, column })
            }
            _ => Ok(self),
        }
    }

    /// The output head.
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The channel: class, type or orientation.
    pub const fn channel(&self) -> usize {
        self.channel
    }

    /// Row and column of the site; none for a class.
    pub const fn site(&self) -> Option<(usize, usize)> {
        self.site
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.site {
            None => [self.channel].serialize(serializer),
            Some((row, column)) => [self.channel, row, column].serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_checked() {
        assert_eq!(Target::parse(Output::Y, "6"), Target::class(6));
        assert_eq!(Target::parse(Output::Ys, "6, 15,14"), Target::at(Output::Ys, 6, 15, 14));
        let error = |output, text| Target::parse(output, text).unwrap_err().to_string();
        assert_eq!(error(Output::Y, "10"), "target: y has channels 0 to 9, got 10");
        assert_eq!(error(Output::Yg, "4,0,0"), "target: y_g has channels 0 to 3, got 4");
        assert_eq!(
            error(Output::Yg, "1,28,0"),
            "target: row 28, column 0 lies outside the 28 x 28 lattice"
        );
        assert_eq!(error(Output::Ys, "6"), "target: y_s takes CHANNEL,ROW,COLUMN, got \"6\"");
        assert_eq!(error(Output::Y, "-1"), "target: y takes CLASS, got \"-1\"");
    }

    #[test]
    fn targets_are_written_as_indices() {
        let json = |target| serde_json::to_string(&target).unwrap();
        assert_eq!(json(Target::class(6).unwrap()), "[6]");
        assert_eq!(json(Target::at(Output::Ys, 6, 15, 14).unwrap()), "[6,15,14]");
    }
}
