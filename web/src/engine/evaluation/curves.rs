//! The curves that the page draws.

use serde::{Deserialize, Serialize};
use shared::evaluation::statistics::Estimate;
use shared::output::Output;

use super::Section;

/// What pixels are flipped by beside the methods: a baseline, and the order to beat.
pub const ORDERS: [&str; 2] = ["gaussian-x-input", "random-over-ink"];

/// A family of curves, one for each explainer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Family {
    /// The drop of the class's logit, each pixel replaced alone, as published.
    FlippedAsPublished,
    /// The drop of an output when pixels are removed, the most relevant first.
    Flipped(Output),
    /// The correlation with maps of random networks, as published.
    RandomizedAsPublished(Output),
    /// The same by the standard form.
    Randomized(Output),
}

impl Family {
    /// All families, as the page shows them.
    pub const ALL: [Self; 10] = [
        Self::FlippedAsPublished,
        Self::Flipped(Output::Y),
        Self::Flipped(Output::Yg),
        Self::Flipped(Output::Ys),
        Self::RandomizedAsPublished(Output::Y),
        Self::Randomized(Output::Y),
        Self::RandomizedAsPublished(Output::Yg),
        Self::Randomized(Output::Yg),
        Self::RandomizedAsPublished(Output::Ys),
        Self::Randomized(Output::Ys),
    ];

    /// The section that it belongs to.
    pub const fn section(self) -> Section {
        match self {
            Self::FlippedAsPublished | Self::Flipped(_) => Section::Flipping,
            Self::RandomizedAsPublished(_) | Self::Randomized(_) => Section::Randomization,
        }
    }

    /// The output that is explained.
    pub const fn output(self) -> Output {
        match self {
            Self::FlippedAsPublished => Output::Y,
            Self::Flipped(output)
            | Self::RandomizedAsPublished(output)
            | Self::Randomized(output) => output,
        }
    }

    /// Its name in files.
    pub fn name(self) -> String {
        match self {
            Self::FlippedAsPublished => "aopc-published-y".to_owned(),
            Self::Flipped(output) => format!("aopc-{output}"),
            Self::RandomizedAsPublished(output) => format!("randomization-published-{output}"),
            Self::Randomized(output) => format!("randomization-{output}"),
        }
    }
}

/// What a family comes to so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// The family.
    pub family: Family,
    /// Names of the places 0, 1, ... along the axis; none on an axis of numbers.
    pub places: Vec<String>,
    /// The curves.
    pub lines: Vec<Line>,
}

/// The curve of one explainer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Whose maps: a method, a baseline or an order by its name.
    pub explainer: String,
    /// Places along the axis, with the means there.
    pub points: Vec<(usize, Estimate)>,
}
