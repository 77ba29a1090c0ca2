//! The parts of the page.

mod answers;
mod arrow;
mod chooser;
mod class_bar;
mod export;
mod figure;
mod found_seed;
mod generators;
mod heatmap;
mod heatmaps;
mod intro;
mod lattice;
mod legend;
mod notes;
mod panels;
mod status;
mod step_slider;
mod strokes;

pub use answers::Answers;
pub use arrow::{Arrow, DIRECTIONS};
pub use chooser::Chooser;
pub use class_bar::{ClassBar, percent};
pub use export::Export;
pub use figure::Figure;
pub use found_seed::FoundSeed;
pub use generators::Generators;
pub use heatmap::HeatmapCard;
pub use heatmaps::{Heatmaps, bring_into_view};
pub use intro::Intro;
pub use lattice::{Lattice, Marker};
pub use legend::Legend;
pub use notes::Notes;
pub use panels::{Waiting, pixels};
pub use status::Status;
pub use step_slider::StepSlider;
pub use strokes::Strokes;
