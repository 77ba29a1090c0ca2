//! What the page for drawings and its worker say to each other, as JSON text.
//!
//! The page says which drawing it shows and in which way it wants it read. Every answer names both,
//! so that one that comes late is recognised and dropped.

use serde::{Deserialize, Serialize};
use shared::attribution::Method;
use shared::gpt_mnist::SITES;
use shared::output::Output;
use shared::pattern::{Orientation, Seed};

use crate::edits;
use crate::engine::Reply;
use crate::engine::change::{Change, OutputChange};

/// A drawing to be read. A newer question replaces an older one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The number that the page gives to the drawing: another one for another drawing.
    pub drawing: u32,
    /// What the network sees: 28 x 28 pixels from 0 to 1, row by row.
    pub image: Vec<f32>,
    /// The way that is read, and explained, first. The others follow, unexplained.
    pub way: Way,
    /// What is taken away of what is read in that way, if anything.
    pub removal: Option<Removal>,
}

/// Strokes of a drawing that are taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Their places in the order, ascending.
    pub strokes: Vec<usize>,
    /// What becomes of the rest.
    pub rest: edits::Way,
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
    /// Stroke by stroke, then strokes are exchanged as long as the network expects less for it.
    Revised,
    /// Stroke by stroke, then growth decides among what the network thinks likely.
    Proposals,
    /// Growth alone, without the network.
    Search,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 5] =
        [Self::OnePass, Self::Iterated, Self::Revised, Self::Proposals, Self::Search];

    /// The value of `way` in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnePass => "one-pass",
            Self::Iterated => "iterated",
            Self::Revised => "revised",
            Self::Proposals => "proposals",
            Self::Search => "search",
        }
    }

    /// Reads the value of `way` in an address.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
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
    /// What it says without some strokes.
    Removed(Removed),
}

impl Reply for Answer {
    fn numbers(&self) -> Vec<f32> {
        match self {
            Self::Explained(explained) => {
                explained.maps.iter().flat_map(|map| map.relevance.iter().copied()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn with_numbers(mut self, numbers: Vec<f32>) -> Self {
        if let Self::Explained(explained) = &mut self {
            for (map, relevance) in explained.maps.iter_mut().zip(numbers.chunks(SITES)) {
                map.relevance = relevance.to_vec();
            }
        }
        self
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
    /// What it might have cost.
    pub budget: Budget,
    /// How long it took.
    pub milliseconds: f64,
}

/// What a way may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The most strokes; none where there is no limit.
    pub strokes: Option<usize>,
    /// Passes through the network.
    pub passes: usize,
    /// Configurations that are grown.
    pub growths: usize,
}

/// What the network says about a drawing without some of its strokes, beside what it said of it with all of them. What
/// it sees in either case is what `shared::evaluation::removed` says, by which the trainer evaluates heatmaps, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    /// The drawing's number.
    pub drawing: u32,
    /// The way in which it was read.
    pub way: Way,
    /// What is taken away.
    pub removal: Removal,
    /// The probability of every class.
    pub classes: Change<Vec<f32>>,
    /// What became of every stroke, those that are taken away included.
    pub strokes: Vec<StrokeChange>,
    /// How long it took.
    pub milliseconds: f64,
}

/// What became of what the network says about a stroke, in the pass that named it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StrokeChange {
    /// That its kind of seed is at its place.
    pub is_here: OutputChange,
    /// That it grows in its direction.
    pub points: OutputChange,
    /// Where a seed at its place grows now, to the network.
    pub named: Orientation,
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
    /// Relevance at 28 x 28 pixels of the drawing, row by row, not normalised. It travels beside the text.
    #[serde(skip)]
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
        let methods = [Method::GuidedBackprop, Method::GradCam(Layer::Eb1), Method::LrpZPlus];
        let map = |method| StrokeMap {
            stroke: 3,
            output: Output::Ys,
            probability: 0.7,
            method,
            relevance: (0..SITES).map(|site| site as f32 - method.name().len() as f32).collect(),
            canvas_share: (method == Method::LrpZPlus).then_some(0.31),
        };
        let maps = methods.map(map).into();
        let answer = Answer::Explained(Explained {
            drawing: 2,
            way: Way::OnePass,
            stroke: 3,
            maps,
            milliseconds: 1.0,
        });
        let text = serde_json::to_string(&answer).unwrap();
        assert!(text.len() < 1000, "{text}");
        let read: Answer = serde_json::from_str(&text).unwrap();
        assert_eq!(read.with_numbers(answer.numbers()), answer);
    }
}
