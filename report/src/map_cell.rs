//! The cells of a grid of maps.

use shared::attribution::Heatmap;
use shared::gpt_mnist::Seed;

/// What red and blue at their strongest stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MapScale {
    /// Each map's own largest absolute value.
    #[default]
    PerMap,
    /// The largest absolute value of all maps of the grid.
    Shared,
}

/// What a cell of the grid shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MapContent {
    /// Relevance: red positive, white 0, blue negative.
    Map(Heatmap),
    /// An image of 0 (white) to 1 (ink).
    Image(Heatmap),
    /// Why there is no map.
    Reason(String),
    /// Nothing, not even a frame.
    #[default]
    Nothing,
}

/// The explained site: a ring and an arrow on the 28 x 28 lattice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marker {
    /// Site and orientation, on the upright lattice.
    pub seed: Seed,
    /// The image's rotation in degrees; 0 if the map is upright.
    pub angle: f64,
}

/// A cell of the grid.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapCell {
    /// What it shows.
    pub content: MapContent,
    /// An image of 0 to 1, of any size, whose border at 0.5 is drawn over it.
    pub outline: Option<Heatmap>,
    /// The explained site.
    pub marker: Option<Marker>,
    /// A line or two below it.
    pub caption: String,
}

/// A row of the grid.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapRow {
    /// What its cells have in common, written above them.
    pub name: String,
    /// Its cells from the left.
    pub cells: Vec<MapCell>,
}
