//! The digits that the explorer opens with: what the network says about each, and about what is left
//! of it when components are taken away.
//!
//! The explorer ships these answers, so that it can show them before any weights have come. With
//! `network` they are computed ([`compute`]); without it they are only read.

#[cfg(feature = "network")]
mod answers;

#[cfg(feature = "network")]
pub use answers::compute;

use serde::{Deserialize, Serialize};

use crate::attribution::Method;
use crate::gpt_mnist::Seed;
use crate::output::Layer;
use crate::pattern::{Orientation, Type};

/// Class and seed of each digit. The first is the one that reads as its class at first sight.
pub const DIGITS: [(u8, u64); 6] = [(9, 35), (5, 12), (6, 6), (3, 11), (4, 9), (8, 9)];

/// The methods whose maps are shown: the paper's three and two that came later.
pub const METHODS: [Method; 5] = [
    Method::GuidedBackprop,
    Method::GradientXInput,
    Method::LrpZPlus,
    Method::GradCam(Layer::ChannelAdj),
    Method::Deconvolution,
];

/// The darkest shade of a map, on either side of 0.
pub const SHADES: i8 = 50;

/// One digit and everything that the network says about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// The digit.
    pub class: u8,
    /// The seed of the random numbers that it was drawn with.
    pub seed: u64,
    /// What the network says about every subset of its seeds, grown again: bit `n` of the index keeps
    /// seed `n`, as in [`Sample::keeping`](crate::gpt_mnist::Sample::keeping). The last is the whole digit.
    pub answers: Vec<Answer>,
    /// How each method explains the class of the whole digit.
    pub maps: Vec<Map>,
}

/// What the network says about one image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The probability of every class.
    pub probabilities: Vec<f64>,
    /// The generators that it names, in row-major order.
    pub generators: Vec<Named>,
}

/// A generator that the network names. It is written as a list, which is a third as long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub struct Named {
    /// The generator.
    pub seed: Seed,
    /// The probability of its type.
    pub type_probability: f64,
    /// The probability of its orientation.
    pub orientation_probability: f64,
}

/// x, y, type, orientation and the two probabilities.
type Row = (u32, u32, Type, Orientation, f64, f64);

/// A heatmap of the class, and where it lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// How it was made.
    #[serde(flatten)]
    pub method: Method,
    /// For every seed, the share of the map's positive relevance on the digit that lies on what grew
    /// from it.
    pub shares: Vec<f64>,
    /// The map on the image, in shades from -[`SHADES`] to [`SHADES`] of its largest absolute value.
    pub shades: Vec<i8>,
}

impl Answer {
    /// The class that the network names: the most probable, the first of equals.
    pub fn class(&self) -> usize {
        let classes = self.probabilities.iter().enumerate();
        let most = |best: (usize, f64), (class, &p): (usize, &f64)| {
            if p > best.1 { (class, p) } else { best }
        };
        classes.fold((0, f64::NEG_INFINITY), most).0
    }

    /// What the network names at the site of a seed.
    pub fn at(&self, seed: &Seed) -> Option<&Named> {
        self.generators.iter().find(|named| (named.seed.x, named.seed.y) == (seed.x, seed.y))
    }
}

impl From<Row> for Named {
    fn from((x, y, r#type, orientation, type_probability, orientation_probability): Row) -> Self {
        let seed = Seed { x, y, r#type, orientation };
        Self { seed, type_probability, orientation_probability }
    }
}

impl From<Named> for Row {
    fn from(named: Named) -> Self {
        let Named { seed, type_probability, orientation_probability } = named;
        (seed.x, seed.y, seed.r#type, seed.orientation, type_probability, orientation_probability)
    }
}
