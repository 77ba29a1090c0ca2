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
    /// The same on the canvas, where the network has one and the method looks at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canvas: Option<Heatmap>,
}

impl Explanation {
    /// The canvas's share of what the two maps hold, by absolute values; none without a canvas, or where
    /// both maps are 0.
    pub fn canvas_share(&self) -> Option<f64> {
        let total = |map: &Heatmap| map.values().iter().map(|&value| f64::from(value.abs())).sum();
        let (image, canvas): (f64, f64) = (total(&self.heatmap), total(self.canvas.as_ref()?));
        (image + canvas > 0.0).then(|| canvas / (image + canvas))
    }
}
