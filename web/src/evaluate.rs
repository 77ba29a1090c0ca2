//! The page on which heatmaps are evaluated live, beside the numbers of the report.

mod chart;
mod controls;
mod csv;
mod curve;
mod intro;
mod model;
mod page;
mod reference;
mod rows;
mod run_bar;
mod table;
pub mod view;

pub use page::EvaluatePage;
