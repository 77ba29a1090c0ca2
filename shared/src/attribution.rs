//! Attribution: how much each pixel of the image contributed to one chosen output of GPTNet
//! (paper section 3 and supplement).

pub mod heatmap;
pub mod method;

#[cfg(feature = "network")]
mod backward;
#[cfg(feature = "network")]
mod explain;
#[cfg(feature = "network")]
mod probes;
#[cfg(feature = "network")]
mod relevance;
pub mod rule;

#[cfg(feature = "network")]
pub use explain::{ExplainError, Request};
pub use heatmap::Heatmap;
pub use method::{Method, Parameters};
pub use rule::Start;

use serde::Serialize;

use crate::output::{Output, Target};

/// One answer to "what did the network look at": a target, a method and its heatmap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The output head that the target belongs to.
    pub output: Output,
    /// The explained number of that head.
    pub target: Target,
    /// Softmax probability of the target's channel (at its site).
    pub probability: f32,
    /// How the heatmap was made.
    #[serde(flatten)]
    pub method: Method,
    /// Relevance per pixel, not normalised; class activation maps at their layer's own resolution.
    pub heatmap: Heatmap,
}
