//! Ranks, means with intervals, and resampling.
//!
//! The sample is the unit everywhere: the components of one sample are not independent, so they
//! are averaged first. All intervals are two-sided at 95 %.

mod bootstrap;
mod estimate;
mod ranks;
mod student;

pub use bootstrap::{bootstrap, pooled_spearman};
pub use estimate::{Estimate, standard_error};
pub use ranks::{mid_ranks, spearman};
pub use student::student_t_quantile;

/// The probability above the upper end of an interval and below the lower one.
const TAIL: f64 = 0.025;

/// The standard normal distribution's quantile of `1 - TAIL`.
const NORMAL: f64 = 1.959_963_984_540_054;
