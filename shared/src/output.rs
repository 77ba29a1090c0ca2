//! What GPTNet puts out, by name: output heads, single outputs, and the layers on the way to them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::gpt_mnist::{CLASSES, ORIENTATIONS, Outside, Site, TYPES};
use crate::handwriting;
use crate::pattern::Seed;

/// An output head of GPTNet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Output {
    /// The class: one logit each.
    #[serde(rename = "y")]
    Y,
    /// The generator type: one 28 x 28 map of logits each.
    #[serde(rename = "y_g")]
    Yg,
    /// The generator orientation: one 28 x 28 map of logits each.
    #[serde(rename = "y_s")]
    Ys,
}

impl Output {
    /// All output heads, in the order of the network's outputs.
    pub const ALL: [Self; 3] = [Self::Y, Self::Yg, Self::Ys];

    /// Those that say something about every site.
    pub const SITES: [Self; 2] = [Self::Yg, Self::Ys];

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Y => "y",
            Self::Yg => "y_g",
            Self::Ys => "y_s",
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Output {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("output", name, &Self::ALL, Self::name)
    }
}

/// The number of channels of each output head of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Heads {
    /// Channels of `y`.
    pub classes: usize,
    /// Channels of `y_g`, the empty cell included.
    pub types: usize,
    /// Channels of `y_s`.
    pub orientations: usize,
}

impl Heads {
    /// Those of the paper's dataset.
    pub const GPT_MNIST: Self = Self { classes: CLASSES, types: TYPES, orientations: ORIENTATIONS };

    /// Those of real handwriting.
    pub const HANDWRITING: Self = Self { types: handwriting::TYPES, ..Self::GPT_MNIST };

    /// The number of channels of one head.
    pub const fn channels(&self, output: Output) -> usize {
        match output {
            Output::Y => self.classes,
            Output::Yg => self.types,
            Output::Ys => self.orientations,
        }
    }
}

/// One number that the network outputs: `y[c]`, `y_g[a][row,column]` or `y_s[s][row,column]`.
///
/// Serialised as `[c]` or `[channel, row, column]`, all 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    output: Output,
    channel: usize,
    site: Option<Site>,
}

/// A target that a network does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TargetError {
    /// The channel is too large.
    #[error("target: {output} has channels 0 to {}, got {channel}", channels - 1)]
    Channel {
        /// The output head.
        output: Output,
        /// The channel asked for.
        channel: usize,
        /// The channels that there are.
        channels: usize,
    },
    /// The site lies outside the lattice.
    #[error("target: {0}")]
    Site(#[from] Outside),
    /// The number of indices does not fit the output head.
    #[error("target: {output} takes {}, got \"{text}\"", indices_of(*output))]
    Indices {
        /// The output head.
        output: Output,
        /// What was given.
        text: String,
    },
    /// The text does not begin with an output head.
    #[error("target: \"{0}\" is not of the form y[CLASS], y_g[TYPE][ROW,COLUMN] or y_s[...][...]")]
    Form(String),
}

const fn indices_of(output: Output) -> &'static str {
    match output {
        Output::Y => "CLASS",
        Output::Yg | Output::Ys => "CHANNEL,ROW,COLUMN",
    }
}

impl Target {
    /// The logit of a class.
    pub const fn class(class: usize) -> Self {
        Self { output: Output::Y, channel: class, site: None }
    }

    /// The logit of a type or orientation at a site.
    ///
    /// # Errors
    /// If the output head has no sites.
    pub fn at(output: Output, channel: usize, site: Site) -> Result<Self, TargetError> {
        if output == Output::Y {
            let text = format!("{channel},{},{}", site.row(), site.column());
            return Err(TargetError::Indices { output, text });
        }
        Ok(Self { output, channel, site: Some(site) })
    }

    /// The logit of a seed's type or orientation at its site.
    ///
    /// # Errors
    /// If the output head has no sites.
    ///
    /// # Panics
    /// If the seed lies outside the lattice.
    pub fn of_seed(output: Output, seed: &Seed) -> Result<Self, TargetError> {
        let channel = match output {
            Output::Ys => seed.orientation.channel(),
            Output::Y | Output::Yg => seed.r#type.channel(),
        };
        Self::at(output, channel, Site::of(seed))
    }

    /// The target, if a network with these heads has it.
    ///
    /// # Errors
    /// If the output head has no such channel.
    pub fn checked(self, heads: &Heads) -> Result<Self, TargetError> {
        let Self { output, channel, .. } = self;
        match heads.channels(output) {
            channels if channel >= channels => {
                Err(TargetError::Channel { output, channel, channels })
            }
            _ => Ok(self),
        }
    }

    /// Reads `CLASS` or `CHANNEL,ROW,COLUMN`.
    ///
    /// # Errors
    /// If the text is anything else, or the site lies outside the lattice.
    pub fn parse(output: Output, text: &str) -> Result<Self, TargetError> {
        let indices: Option<Vec<usize>> =
            text.split(',').map(|part| usize::from_str(part.trim()).ok()).collect();
        match (output, indices.as_deref()) {
            (Output::Y, Some(&[class])) => Ok(Self::class(class)),
            (Output::Yg | Output::Ys, Some(&[channel, row, column])) => {
                Self::at(output, channel, Site::at(row, column)?)
            }
            _ => Err(TargetError::Indices { output, text: text.to_owned() }),
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

    /// The site; none for a class.
    pub const fn site(&self) -> Option<Site> {
        self.site
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.output, self.channel)?;
        match self.site {
            None => Ok(()),
            Some(site) => write!(f, "[{},{}]", site.row(), site.column()),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// Reads what [`Display`](fmt::Display) writes, such as `y_s[6][15,14]`.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        let form = || TargetError::Form(text.to_owned());
        let (head, indices) = text.split_once('[').ok_or_else(form)?;
        let output: Output = head.parse().map_err(|_| form())?;
        let indices = indices.strip_suffix(']').ok_or_else(form)?;
        Self::parse(output, &indices.replace("][", ","))
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.site {
            None => [self.channel].serialize(serializer),
            Some(site) => [self.channel, site.row(), site.column()].serialize(serializer),
        }
    }
}

/// A layer whose activations class activation maps weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// The 1x1 convolution 1 -> 3, 28 x 28: the layer of the paper's figures.
    ChannelAdj,
    /// The stem's ReLU, 14 x 14.
    Stem,
    /// The first residual stage, 7 x 7.
    L1,
    /// The second residual stage, 4 x 4.
    L2,
    /// The third residual stage, 2 x 2.
    L3,
    /// The fourth residual stage, 1 x 1.
    L4,
    /// The innermost expansion block, 9 x 9 before cropping.
    Eb2,
    /// The middle expansion block, 15 x 15 before cropping.
    Eb1,
    /// The outermost expansion block, 29 x 29 before cropping.
    Eb0,
}

impl Layer {
    /// All layers, in the order of the forward pass.
    pub const ALL: [Self; 9] = [
        Self::ChannelAdj,
        Self::Stem,
        Self::L1,
        Self::L2,
        Self::L3,
        Self::L4,
        Self::Eb2,
        Self::Eb1,
        Self::Eb0,
    ];

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChannelAdj => "channel-adj",
            Self::Stem => "stem",
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::L3 => "l3",
            Self::L4 => "l4",
            Self::Eb2 => "eb2",
            Self::Eb1 => "eb1",
            Self::Eb0 => "eb0",
        }
    }

    /// Whether an output depends on the layer: the third and fourth stage lead to the class only, the
    /// expansion blocks only to types and orientations.
    pub const fn reaches(self, output: Output) -> bool {
        match self {
            Self::ChannelAdj | Self::Stem | Self::L1 | Self::L2 => true,
            Self::L3 | Self::L4 => matches!(output, Output::Y),
            Self::Eb2 | Self::Eb1 | Self::Eb0 => !matches!(output, Output::Y),
        }
    }

    /// The rows (and columns) of the layer's maps that the network goes on with: the first, and how
    /// many; none for a layer that is used whole.
    pub const fn crop(self) -> Option<(usize, usize)> {
        match self {
            Self::Eb2 => Some((1, 7)),
            Self::Eb1 => Some((0, 14)),
            Self::Eb0 => Some((0, 28)),
            _ => None,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Layer {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("layer", name, &Self::ALL, Self::name)
    }
}

/// A name that is not one of those offered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {what} \"{name}\", expected one of {expected}")]
pub struct UnknownName {
    what: &'static str,
    name: String,
    expected: String,
}

/// The item of a name.
pub(crate) fn find<T: Copy>(
    what: &'static str,
    name: &str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, UnknownName> {
    all.iter().copied().find(|&item| name_of(item) == name).ok_or_else(|| UnknownName {
        what,
        name: name.to_owned(),
        expected: all.iter().map(|&item| name_of(item)).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_checked() {
        assert_eq!(Target::parse(Output::Y, "6"), Ok(Target::class(6)));
        assert_eq!(
            Target::parse(Output::Ys, "6, 15,14"),
            Target::at(Output::Ys, 6, Site::at(15, 14).unwrap())
        );
        let error = |output, text| {
            let checked = Target::parse(output, text).and_then(|t| t.checked(&Heads::GPT_MNIST));
            checked.unwrap_err().to_string()
        };
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
    fn names_are_read_back() {
        for target in [Ok(Target::class(6)), Target::at(Output::Ys, 6, Site::at(15, 14).unwrap())] {
            let target = target.unwrap();
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert_eq!(Target::class(6).to_string(), "y[6]");
        for text in ["6", "y6", "y[6", "z[6]", "y_s[6][1]", "y_s[6][28,0]"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
        for output in Output::ALL {
            assert_eq!(output.name().parse(), Ok(output));
        }
        for layer in Layer::ALL {
            assert_eq!(layer.name().parse(), Ok(layer));
        }
        assert_eq!(
            "l5".parse::<Layer>().unwrap_err().to_string(),
            "unknown layer \"l5\", expected one of channel-adj, stem, l1, l2, l3, l4, eb2, eb1, eb0"
        );
    }

    #[test]
    fn targets_are_written_as_indices() {
        let json = |target| serde_json::to_string(&target).unwrap();
        assert_eq!(json(Target::class(6)), "[6]");
        assert_eq!(
            json(Target::at(Output::Ys, 6, Site::at(15, 14).unwrap()).unwrap()),
            "[6,15,14]"
        );
    }
}
