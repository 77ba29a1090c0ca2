//! What the page for drawings and its worker say to each other, as JSON text.
//!
//! The page says which drawing it shows and in which way it wants it read. Every answer names both,
//! so that one that comes late is recognised and dropped.

use serde::{Deserialize, Serialize};
use shared::attribution::Method;
use shared::output::Output;
use shared::pattern::Seed;

use crate::engine::reply::Reply;

/// A drawing to be read. A newer question replaces an older one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The number that the page gives to the drawing: another one for another drawing.
    pub drawing: u32,
    /// What the network sees: 28 x 28 pixels from 0 to 1, row by row.
    pub image: Vec<f32>,
    /// The way that is read, and explained, first. The others follow, unexplained.
    pub way: Way,
}

/// A way to find the strokes of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// All strokes at once.
    OnePass,
    /// Stroke by stroke.
    #[default]
    Iterated,
    /// Stroke by stroke, then growth decides among what the network thinks likely.
    Proposals,
    /// Growth alone, without the network.
    Search,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 4] = [Self::OnePass, Self::Iterated, Self::Proposals, Self::Search];

    /// The value of `way` in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnePass => "one-pass",
            Self::Iterated => "iterated",
            Self::Proposals => "proposals",
            Self::Search => "search",
        }
    }

    /// Reads the value of `way` in an address.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What the worker has to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The worker listens.
    Started,
    /// The weights are on their way.
    Downloading {
        /// Bytes received, unpacked.
        received: u64,
        /// Bytes in all, unpacked, when the first of them have come.
        total: Option<u64>,
    },
    /// There are no weights that read handwriting.
    NoWeights {
        /// What went wrong.
        reason: String,
    },
    /// The network is ready to read.
    Ready,
    /// The strokes of a drawing.
    Read(Read),
    /// Which digit a drawing is.
    Classified {
        /// The drawing's number.
        drawing: u32,
        /// The probability of every class, from the drawing alone.
        probabilities: Vec<f32>,
    },
    /// What the network looked at.
    Explained(Explained),
    /// The worker cannot go on.
    Broken {
        /// What went wrong.
        reason: String,
    },
}

impl Reply for Answer {
    const STARTED: Self = Self::Started;

    fn broken(reason: String) -> Self {
        Self::Broken { reason }
    }

    fn failure(&self) -> Option<&str> {
        match self {
            Self::Broken { reason } => Some(reason),
            _ => None,
        }
    }
}

/// A drawing read in one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// The drawing's number.
    pub drawing: u32,
    /// The way.
    pub way: Way,
    /// The seeds of the strokes, in the order in which they were named.
    pub seeds: Vec<Seed>,
    /// Intersection over union of what they grow and the ink.
    pub iou: f64,
    /// Configurations that were grown to find them.
    pub growths: usize,
    /// Passes through the network.
    pub passes: usize,
    /// How long it took.
    pub milliseconds: f64,
}

/// Heatmaps of one stroke of a drawing, as it was read in one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// The drawing's number.
    pub drawing: u32,
    /// The way.
    pub way: Way,
    /// The stroke's place in the order.
    pub stroke: usize,
    /// Its type by every method, then its orientation.
    pub maps: Vec<StrokeMap>,
    /// How long it took.
    pub milliseconds: f64,
}

/// Why the network named one thing about one stroke, by one method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StrokeMap {
    /// The stroke's place in the order.
    pub stroke: usize,
    /// Its type or its orientation.
    pub output: Output,
    /// The probability that the network gives it.
    pub probability: f32,
    /// The method.
    #[serde(flatten)]
    pub method: Method,
    /// Relevance at 28 x 28 pixels of the drawing, row by row, not normalised.
    pub relevance: Vec<f32>,
    /// How much of the relevance lay on what had been grown already, 0 to 1; none where the method does
    /// not tell the two apart.
    pub canvas_share: Option<f64>,
}

#[cfg(test)]
mod tests {
    use shared::output::Layer;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn ways_are_read_back() {
        for way in Way::ALL {
            assert_eq!(Way::parse(way.name()), Some(way));
            assert_eq!(serde_json::to_string(&way).unwrap(), format!("{:?}", way.name()));
        }
        assert_eq!(Way::parse("twice"), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn maps_survive_the_journey() {
        for method in [Method::GuidedBackprop, Method::GradCam(Layer::Eb1), Method::LrpZPlus] {
            let map = StrokeMap {
                stroke: 3,
                output: Output::Ys,
                probability: 0.7,
                method,
                relevance: vec![1e-9, -0.3],
                canvas_share: (method == Method::LrpZPlus).then_some(0.31),
            };
            let text = serde_json::to_string(&map).unwrap();
            assert_eq!(serde_json::from_str::<StrokeMap>(&text).unwrap(), map);
        }
    }
}
