//! Figures for the evaluation of attributions: SVG from plain data, the data beside them as CSV,
//! and one self-contained HTML report. No files, no clocks, no Burn; the same data gives the same
//! bytes, natively and in wasm.
//!
//! Each kind of figure is a struct of public fields with `svg()` and `csv()`: [`LineChart`],
//! [`BarChart`], [`MapGrid`], [`LatticeFigure`], [`FrequencyMap`], and [`Table`] with `html()`
//! and `csv()`. Nothing panics: data that cannot be drawn is replaced by the reason. A [`Report`]
//! puts them into [`Section`]s and writes the page.
//!
//! The SVG is our own and carries classes in place of colours, so [`FIGURE_CSS`] and
//! [`FIGURE_DARK_CSS`] give it the page's light or dark theme; [`standalone`] makes a file of it.
//! It has no ids, styles, scripts or images, so that it can stand in any page many times, under
//! any content security policy.
//!
//! ```
//! use report::{Estimate, LineChart, Point, Series};
//!
//! let chart = LineChart {
//!     title: "AOPC".into(),
//!     x_label: "removed pixels".into(),
//!     series: vec![Series {
//!         name: "guided".into(),
//!         points: vec![Point::new(1.0, Estimate::between(0.5, 0.4, 0.6))],
//!     }],
//!     ..LineChart::default()
//! };
//! assert!(chart.svg().starts_with("<svg"));
//! assert_eq!(chart.csv().lines().nth(1), Some("guided,1,,0.5,0.4,0.6"));
//! ```

mod axis;
mod bar_chart;
pub mod colour;
mod content;
mod csv;
mod estimate;
mod frequency_map;
mod lattice_figure;
mod legend;
mod line_chart;
mod map_cell;
mod map_grid;
mod markers;
mod number;
mod page;
mod panel;
mod place;
mod raster;
mod report;
mod style;
mod svg;
mod table;
mod text;

pub use bar_chart::{BarChart, BarStyle, Group};
pub use content::Content;
pub use estimate::{Estimate, Reference};
pub use frequency_map::FrequencyMap;
pub use lattice_figure::LatticeFigure;
pub use line_chart::{LineChart, Point, Series};
pub use map_cell::{MapCell, MapContent, MapRow, MapScale, Marker};
pub use map_grid::MapGrid;
pub use panel::{Labels, LatticeCell, Panel, PanelContent};
pub use report::{Agreement, File, Item, Report, Section};
pub use style::{FIGURE_CSS, FIGURE_DARK_CSS, standalone};
pub use table::{Best, Cell, Column, Table};
