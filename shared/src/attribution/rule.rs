//! What a ReLU passes back, for a batch whose rows follow different methods.

use std::ops::Range;

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};

use super::Method;

/// How one row of the backward batch passes a ReLU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Where the ReLU's input was positive: plain gradient, and what Grad-CAM weighs with.
    Gradient,
    /// Positive gradients, where the ReLU's input was positive.
    GuidedBackprop,
    /// Positive gradients, everywhere.
    Deconvolution,
}

impl From<Method> for Rule {
    fn from(method: Method) -> Self {
        match method {
            Method::Gradient | Method::GradCam(_) => Self::Gradient,
            Method::GuidedBackprop => Self::GuidedBackprop,
            Method::Deconvolution => Self::Deconvolution,
        }
    }
}

/// The rules of all rows as tensors R x 1 x 1 x 1 of zeros and ones.
#[derive(Clone)]
pub(crate) struct Rules {
    /// 1 where only positive gradients pass.
    rectified: Tensor<4>,
    /// 1 where a gradient passes also if the ReLU's input was not positive.
    ungated: Tensor<4>,
}

impl Rules {
    pub fn new(rules: &[Rule], device: &Device) -> Self {
        let flags = |flag: fn(Rule) -> bool| {
            let values: Vec<f32> =
                rules.iter().map(|&rule| f32::from(u8::from(flag(rule)))).collect();
            Tensor::from_data(TensorData::new(values, [rules.len(), 1, 1, 1]), device)
        };
        Self {
            rectified: flags(|rule| rule != Rule::Gradient),
            ungated: flags(|rule| rule == Rule::Deconvolution),
        }
    }

    /// The gradient at a ReLU's input, R x C x h x w, from that at its output.
    /// `output` is what the ReLU put out for the image: 1 x C x h x w.
    pub fn relu(&self, gradient: Tensor<4>, output: &Tensor<4>) -> Tensor<4> {
        let active = output.clone().greater_elem(0).float();
        let negative = relu(gradient.clone().neg());
        let passed = gradient + negative * self.rectified.clone();
        passed * active.max_pair(self.ungated.clone())
    }

    /// The rules of some rows.
    pub fn rows(&self, rows: &Range<usize>) -> Self {
        let part = |tensor: &Tensor<4>| tensor.clone().slice([rows.clone()]);
        Self { rectified: part(&self.rectified), ungated: part(&self.ungated) }
    }
}
