//! The worker that evaluates heatmaps sample after sample, and its messages.

pub mod curves;
pub mod measure;
pub mod message;
pub mod section;

#[cfg(feature = "worker")]
pub mod desk;
#[cfg(feature = "worker")]
mod randomized;
#[cfg(feature = "worker")]
mod results;
#[cfg(feature = "worker")]
mod units;

pub use curves::{Curves, Family, Line, ORDERS};
pub use measure::Measure;
pub use message::{Answer, Progress, Question, Rate, Score};
pub use section::Section;

/// The value of `task` in the address of this worker.
pub const TASK: &str = "evaluation";
