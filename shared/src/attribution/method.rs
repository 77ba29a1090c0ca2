//! The attribution methods and the layers that Grad-CAM looks at (paper section 3).

use std::fmt;
use std::str::FromStr;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// A layer whose activations Grad-CAM weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
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

impl FromStr for Layer {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("layer", name, &Self::ALL, Self::name)
    }
}

/// How a heatmap is made from a target. The methods differ in what a ReLU passes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(tag = "method", content = "layer", rename_all = "kebab-case")]
pub enum Method {
    /// Passes `max(0, g)` where the ReLU's input was positive.
    GuidedBackprop,
    /// Passes `max(0, g)` everywhere.
    Deconvolution,
    /// Sums a layer's activations, each weighted with the mean of its gradient; no final ReLU.
    GradCam(Layer),
    /// The plain gradient.
    Gradient,
}

impl Method {
    /// One of each kind, Grad-CAM at the layer given.
    pub const fn all(layer: Layer) -> [Self; 4] {
        [Self::GuidedBackprop, Self::Deconvolution, Self::GradCam(layer), Self::Gradient]
    }

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GuidedBackprop => "guided-backprop",
            Self::Deconvolution => "deconvolution",
            Self::GradCam(_) => "grad-cam",
            Self::Gradient => "gradient",
        }
    }

    /// The layer of Grad-CAM; none for the other methods, which look at the input.
    pub const fn layer(self) -> Option<Layer> {
        match self {
            Self::GradCam(layer) => Some(layer),
            _ => None,
        }
    }

    /// Reads a method's name; `layer` is where Grad-CAM looks.
    ///
    /// # Errors
    /// If there is no such method.
    pub fn parse(name: &str, layer: Layer) -> Result<Self, UnknownName> {
        find("method", name, &Self::all(layer), Self::name)
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut method = serializer.serialize_struct("Method", 2)?;
        method.serialize_field("method", self.name())?;
        method.serialize_field("layer", &self.layer())?;
        method.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for layer in Layer::ALL {
            assert_eq!(layer.name().parse(), Ok(layer));
            for method in Method::all(layer) {
                assert_eq!(Method::parse(method.name(), layer), Ok(method));
                let json = serde_json::to_string(&method).unwrap();
                assert_eq!(serde_json::from_str::<Method>(&json).unwrap(), method);
            }
        }
        assert_eq!(
            "l5".parse::<Layer>().unwrap_err().to_string(),
            "unknown layer \"l5\", expected one of channel-adj, stem, l1, l2, l3, l4, eb2, eb1, eb0"
        );
    }
}
