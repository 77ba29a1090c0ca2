//! The attribution methods: what each is called, what it shows, and where it comes from.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::rule::Start;
use crate::output::{Layer, Output, UnknownName, find};

/// How a heatmap is made from a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(tag = "method", content = "layer", rename_all = "kebab-case")]
pub enum Method {
    /// See [`Method::description`] of each.
    GuidedBackprop,
    /// The paper's second method.
    Deconvolution,
    /// The paper's third method, at a layer.
    GradCam(Layer),
    /// The plain gradient.
    Gradient,
    /// The gradient times the pixel.
    GradientXInput,
    /// The mean gradient on the way from a blank image, times the pixel.
    IntegratedGradients,
    /// The mean gradient of noisy copies of the image.
    SmoothGrad,
    /// Layer-wise relevance propagation by the z+ rule.
    LrpZPlus,
    /// Activations times gradients, at a layer.
    HiresCam(Layer),
    /// What covering a patch takes away.
    Occlusion,
}

/// What there is to say about a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// The name used on the command line, in JSON and in links.
    pub name: &'static str,
    /// The name in headings.
    pub title: &'static str,
    /// What it does, in one line.
    pub gloss: &'static str,
    /// What a positive and a negative value mean.
    pub sign: &'static str,
    /// Parameters and their defaults; see [`Parameters`].
    pub parameters: &'static [(&'static str, &'static str)],
    /// Where it was published.
    pub source: &'static str,
    /// How many forward passes over changed images it takes.
    pub passes: usize,
}

impl Method {
    /// One of each kind, class activation maps at the layer given.
    pub const fn all(layer: Layer) -> [Self; 10] {
        [
            Self::GuidedBackprop,
            Self::Deconvolution,
            Self::GradCam(layer),
            Self::Gradient,
            Self::GradientXInput,
            Self::IntegratedGradients,
            Self::SmoothGrad,
            Self::LrpZPlus,
            Self::HiresCam(layer),
            Self::Occlusion,
        ]
    }

    /// What there is to say about the method: the one table of methods.
    pub const fn description(self) -> &'static Description {
        const RISE: &str = "red: brighter pixels here would raise the answer; blue: lower it";
        const PART: &str = "red: the ink here spoke for the answer; blue: against it";
        match self {
            Self::GuidedBackprop => &Description {
                name: "guided-backprop",
                title: "Guided backpropagation",
                gloss: "The gradient, but a ReLU passes back only what is positive, and only where \
                        it was active.",
                sign: RISE,
                parameters: &[],
                source: "Springenberg et al. 2015, arXiv 1412.6806",
                passes: 0,
            },
            Self::Deconvolution => &Description {
                name: "deconvolution",
                title: "Deconvolution",
                gloss: "The gradient, but a ReLU passes back only what is positive, active or not.",
                sign: RISE,
                parameters: &[],
                source: "Zeiler and Fergus 2014, arXiv 1311.2901",
                passes: 0,
            },
            Self::GradCam(_) => &Description {
                name: "grad-cam",
                title: "Grad-CAM",
                gloss: "A layer's activations, each channel weighed with the mean of its gradient.",
                sign: "red: what the layer saw here speaks for the answer; blue: against it",
                parameters: &[("layer", "channel-adj, as published")],
                source: "Selvaraju et al. 2017, arXiv 1610.02391; without a final ReLU",
                passes: 0,
            },
            Self::Gradient => &Description {
                name: "gradient",
                title: "Gradient",
                gloss: "How the answer changes with each pixel.",
                sign: RISE,
                parameters: &[],
                source: "Simonyan et al. 2014, arXiv 1312.6034; with its sign",
                passes: 0,
            },
            Self::GradientXInput => &Description {
                name: "gradient-x-input",
                title: "Gradient x input",
                gloss: "The gradient times the pixel.",
                sign: PART,
                parameters: &[],
                source: "Shrikumar et al. 2016, arXiv 1605.01713",
                passes: 0,
            },
            Self::IntegratedGradients => &Description {
                name: "integrated-gradients",
                title: "Integrated gradients",
                gloss: "The mean gradient between a blank image and this one, times the pixel.",
                sign: PART,
                parameters: &[("baseline", "0"), ("steps", "32, midpoint rule")],
                source: "Sundararajan et al. 2017, arXiv 1703.01365",
                passes: 32,
            },
            Self::SmoothGrad => &Description {
                name: "smooth-grad",
                title: "SmoothGrad",
                gloss: "The mean gradient of noisy copies of the image.",
                sign: RISE,
                parameters: &[
                    ("samples", "32"),
                    ("sigma", "0.15 of the image's range"),
                    ("seed", "0"),
                ],
                source: "Smilkov et al. 2017, arXiv 1706.03825; without absolute values",
                passes: 32,
            },
            Self::LrpZPlus => &Description {
                name: "lrp-z-plus",
                title: "LRP z+",
                gloss: "Hands the answer back from layer to layer, in proportion to what spoke for it.",
                sign: "red: this pixel's share of the answer; blue only where a class's weights speak against it",
                parameters: &[("epsilon of fc", "1e-6")],
                source: "Montavon et al. 2017, arXiv 1512.02479",
                passes: 0,
            },
            Self::HiresCam(_) => &Description {
                name: "hires-cam",
                title: "HiResCAM",
                gloss: "A layer's activations times their gradients, summed over its channels.",
                sign: "red: what the layer saw here speaks for the answer; blue: against it",
                parameters: &[("layer", "channel-adj")],
                source: "Draelos and Carin 2020, arXiv 2011.08891; without a final ReLU",
                passes: 0,
            },
            Self::Occlusion => &Description {
                name: "occlusion",
                title: "Occlusion",
                gloss: "How much the answer loses when a patch around the pixel is blanked.",
                sign: "red: the answer needs these pixels; blue: it would be stronger without them",
                parameters: &[("window", "3 x 3"), ("stride", "1"), ("fill", "0")],
                source: "Zeiler and Fergus 2014, arXiv 1311.2901",
                passes: 676,
            },
        }
    }

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        self.description().name
    }

    /// The layer of a class activation map; none for the other methods, which look at the input.
    pub const fn layer(self) -> Option<Layer> {
        match self {
            Self::GradCam(layer) | Self::HiresCam(layer) => Some(layer),
            _ => None,
        }
    }

    /// Whether the method has something to say about an output: its layer must lead there.
    pub const fn applies_to(self, output: Output) -> bool {
        match self.layer() {
            Some(layer) => layer.reaches(output),
            None => true,
        }
    }

    /// Reads a method's name, or what [`Display`](fmt::Display) writes; `layer` is where class
    /// activation maps look that name no layer of their own.
    ///
    /// # Errors
    /// If there is no such method or layer, or the method has no layer.
    pub fn parse(text: &str, layer: Layer) -> Result<Self, UnknownName> {
        if let Some((name, own)) = text.split_once('@') {
            let with_layer = |method: &Self| method.layer().is_some();
            let methods: Vec<Self> =
                Self::all(own.parse()?).into_iter().filter(with_layer).collect();
            return find("method with a layer", name, &methods, Self::name);
        }
        find("method", text, &Self::all(layer), Self::name)
    }
}

impl fmt::Display for Method {
    /// The name, with the layer after an `@` where there is one: `grad-cam@eb1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.layer() {
            None => f.pad(self.name()),
            Some(layer) => f.pad(&format!("{}@{layer}", self.name())),
        }
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

/// The numbers that methods work with.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Where backward passes start.
    pub start: Start,
    /// Integrated gradients: points on the way, each in the middle of its interval.
    pub steps: usize,
    /// SmoothGrad: the noise.
    pub noise: Noise,
    /// Occlusion: rows and columns of the patch.
    pub window: usize,
    /// LRP: how far denominators are moved away from 0.
    pub epsilon: f32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { start: Start::Logit, steps: 32, noise: Noise::default(), window: 3, epsilon: 1e-6 }
    }
}

/// The noise that SmoothGrad adds.
#[derive(Debug, Clone, PartialEq)]
pub enum Noise {
    /// Drawn anew: normal, the same for a seed on every platform.
    Drawn {
        /// Noisy copies of the image.
        samples: usize,
        /// The standard deviation, relative to the image's range.
        sigma: f32,
        /// The seed of the random numbers.
        seed: u64,
    },
    /// Given: what is added to the image, for each copy.
    Given(Vec<Vec<f32>>),
}

impl Default for Noise {
    fn default() -> Self {
        Self::Drawn { samples: 32, sigma: 0.15, seed: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_told_apart() {
        for layer in Layer::ALL {
            let methods = Method::all(layer);
            for method in methods {
                assert_eq!(Method::parse(method.name(), layer), Ok(method));
                assert_eq!(Method::parse(&method.to_string(), layer), Ok(method));
                let json = serde_json::to_string(&method).unwrap();
                assert_eq!(serde_json::from_str::<Method>(&json).unwrap(), method);
                let same = methods.iter().filter(|other| other.name() == method.name());
                assert_eq!(same.count(), 1, "{method}");
            }
        }
        assert_eq!(Method::HiresCam(Layer::Eb1).to_string(), "hires-cam@eb1");
        assert_eq!(Method::parse("grad-cam@eb1", Layer::L1), Ok(Method::GradCam(Layer::Eb1)));
        for text in ["saliency", "grad-cam@l9", "grad-cam@", "gradient@l1", "@l1"] {
            assert!(Method::parse(text, Layer::L1).is_err(), "{text}");
        }
    }

    #[test]
    fn class_activation_maps_apply_where_their_layer_leads() {
        assert!(Method::GradCam(Layer::L4).applies_to(Output::Y));
        assert!(!Method::GradCam(Layer::L4).applies_to(Output::Ys));
        assert!(!Method::HiresCam(Layer::Eb0).applies_to(Output::Y));
        assert!(Method::Occlusion.applies_to(Output::Yg));
    }
}
