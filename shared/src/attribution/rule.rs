//! What a ReLU passes back.

use super::Method;

/// How one row of a backward pass goes through a ReLU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Where the ReLU was active: the plain gradient.
    Gradient,
    /// Positive gradients, where the ReLU was active.
    GuidedBackprop,
    /// Positive gradients, everywhere.
    Deconvolution,
}

impl Rule {
    /// The rule of a method that makes do with one backward pass; none for the others.
    pub const fn of(method: Method) -> Option<Self> {
        match method {
            Method::Gradient
            | Method::GradCam(_)
            | Method::HiresCam(_)
            | Method::GradientXInput => Some(Self::Gradient),
            Method::GuidedBackprop => Some(Self::GuidedBackprop),
            Method::Deconvolution => Some(Self::Deconvolution),
            Method::IntegratedGradients
            | Method::SmoothGrad
            | Method::LrpZPlus
            | Method::Occlusion => None,
        }
    }

    /// Whether only positive gradients pass.
    pub const fn rectifies(self) -> bool {
        !matches!(self, Self::Gradient)
    }

    /// Whether only an active ReLU passes anything.
    pub const fn gates(self) -> bool {
        !matches!(self, Self::Deconvolution)
    }
}

/// Where a backward pass starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Start {
    /// At the logit. That of a type or an orientation comes out of a ReLU: one of 0 has no gradient.
    #[default]
    Logit,
    /// Before that ReLU, so that a logit of 0 is explained, too.
    BeforeRelu,
}
