//! Any figure or table.

use crate::{BarChart, FrequencyMap, LatticeFigure, LineChart, MapGrid, Table};

/// A figure or a table of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Lines with bands.
    Lines(LineChart),
    /// Bars or dots with intervals.
    Bars(BarChart),
    /// Small multiples of heatmaps.
    Maps(MapGrid),
    /// Lattices side by side.
    Lattices(LatticeFigure),
    /// Counts per site.
    Frequency(FrequencyMap),
    /// A table.
    Table(Table),
}

impl Content {
    /// The figure as SVG for a page with the stylesheet; `None` for a table.
    pub fn svg(&self) -> Option<String> {
        match self {
            Self::Lines(chart) => Some(chart.svg()),
            Self::Bars(chart) => Some(chart.svg()),
            Self::Maps(grid) => Some(grid.svg()),
            Self::Lattices(figure) => Some(figure.svg()),
            Self::Frequency(map) => Some(map.svg()),
            Self::Table(_) => None,
        }
    }

    /// The figure as SVG laid out for a phone, where it has such a layout.
    pub fn narrow(&self) -> Option<String> {
        match self {
            Self::Lines(chart) => Some(chart.narrow()),
            Self::Bars(chart) => Some(chart.narrow()),
            Self::Lattices(figure) => Some(figure.narrow()),
            Self::Maps(_) | Self::Frequency(_) | Self::Table(_) => None,
        }
    }

    /// The data.
    pub fn csv(&self) -> String {
        match self {
            Self::Lines(chart) => chart.csv(),
            Self::Bars(chart) => chart.csv(),
            Self::Maps(grid) => grid.csv(),
            Self::Lattices(figure) => figure.csv(),
            Self::Frequency(map) => map.csv(),
            Self::Table(table) => table.csv(),
        }
    }

    /// What it shows.
    pub fn title(&self) -> &str {
        match self {
            Self::Lines(chart) => &chart.title,
            Self::Bars(chart) => &chart.title,
            Self::Maps(grid) => &grid.title,
            Self::Lattices(figure) => &figure.title,
            Self::Frequency(map) => &map.title,
            Self::Table(table) => &table.title,
        }
    }
}

macro_rules! from {
    ($($kind:ident($content:ident)),*) => {
        $(impl From<$content> for Content {
            fn from(content: $content) -> Self {
                Self::$kind(content)
            }
        })*
    };
}

from!(
    Lines(LineChart),
    Bars(BarChart),
    Maps(MapGrid),
    Lattices(LatticeFigure),
    Frequency(FrequencyMap),
    Table(Table)
);
