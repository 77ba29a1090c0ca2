//! What is measured on the page.

use serde::{Deserialize, Serialize};
use shared::evaluation::run::Cell;
use shared::output::Output;

/// A measure of heatmaps, with the output that they explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Whether maps of types lie on their own stroke.
    GainType,
    /// Whether maps of orientations do.
    GainOrientation,
    /// Whether maps of types foretell what removing strokes does to the type.
    RemovalType,
    /// Whether maps of orientations foretell it.
    RemovalOrientation,
    /// Whether maps of the class foretell it.
    RemovalClass,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 5] = [
        Self::GainType,
        Self::GainOrientation,
        Self::RemovalType,
        Self::RemovalOrientation,
        Self::RemovalClass,
    ];

    /// The output that the maps explain.
    pub const fn output(self) -> Output {
        match self {
            Self::GainType | Self::RemovalType => Output::Yg,
            Self::GainOrientation | Self::RemovalOrientation => Output::Ys,
            Self::RemovalClass => Output::Y,
        }
    }

    /// Whether it is a rank correlation, not a mean.
    pub const fn is_correlation(self) -> bool {
        matches!(self, Self::RemovalType | Self::RemovalOrientation | Self::RemovalClass)
    }

    /// The score's name in the report.
    pub const fn metric(self) -> &'static str {
        if self.is_correlation() { "drop-regrown" } else { "gain" }
    }

    /// The cell of an explainer.
    pub fn cell(self, explainer: &str) -> Cell {
        Cell::new(self.output(), explainer, self.metric())
    }

    /// The chart's title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::GainType => "On its own stroke? Types (y_g)",
            Self::GainOrientation => "On its own stroke? Orientations (y_s)",
            Self::RemovalType => "Foretells removals? Types (y_g)",
            Self::RemovalOrientation => "Foretells removals? Orientations (y_s)",
            Self::RemovalClass => "Foretells removals? The class (y)",
        }
    }

    /// What the values are.
    pub const fn axis(self) -> &'static str {
        if self.is_correlation() { "Spearman's rho with exact removals" } else { "gain" }
    }
}
