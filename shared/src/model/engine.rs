//! The handful of operations that GPTNet's passes, forward and back, are made of.
//!
//! Whatever can do these can read and explain: `BurnEngine` (feature `burn`) does them on any device of
//! Burn's, [`CpuEngine`] in plain Rust on one thread.

#[cfg(feature = "burn")]
pub(crate) mod burn;
mod cpu;
mod product;
mod side_by_side;
mod sparse;
mod winograd;

#[cfg(feature = "burn")]
pub use burn::BurnEngine;
pub use cpu::CpuEngine;

use std::ops::Range;

use thiserror::Error;

use super::architecture::Convolution;
use crate::attribution::rule::Rule;

/// The device failed to compute or to hand back a result.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the device failed: {0}")]
pub struct DeviceError(pub(crate) String);

/// A sign of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Above 0.
    Positive,
    /// Below 0.
    Negative,
}

/// Operations on tensors of shape N x C x H x W.
///
/// In a backward pass a row belongs to one of the forward pass's images, and follows one rule; `range`
/// says which of the rows a tensor holds.
pub trait Engine: Sized {
    /// N x C x H x W numbers. Cheap to clone.
    type Tensor: Clone;
    /// A convolution with its weights and biases.
    type Kernel;
    /// Where a pooling found its maxima.
    type Winners;
    /// The rows of a backward pass.
    type Rows;

    /// The most images that go forward, or rows that go back, at once.
    const AT_ONCE: usize;

    /// The most images that go forward at once through the stages that only the class needs, whose maps are small and
    /// whose weights are many: a multiple of the others.
    const DEEP_AT_ONCE: usize;

    /// The same engine without shorter ways to a sum that round otherwise. Where gradients of many changed images
    /// are averaged, one of them would often meet a ReLU whose input is so close to 0 that rounding decides.
    fn plain(&self) -> Self;

    /// Readies a convolution. `weight` has the shape `convolution.shape()`, in PyTorch's order.
    fn kernel(
        &self,
        convolution: &Convolution,
        weight: &[f32],
        bias: Option<&[f32]>,
    ) -> Self::Kernel;

    /// The same convolution with the weights of one sign and without biases.
    fn part(&self, kernel: &Self::Kernel, sign: Sign) -> Self::Kernel;

    /// A tensor from values in row-major order.
    fn tensor(&self, values: Vec<f32>, dims: [usize; 4]) -> Self::Tensor;

    /// The shape of a tensor.
    fn dims(&self, tensor: &Self::Tensor) -> [usize; 4];

    /// The values of tensors, each in row-major order.
    ///
    /// # Errors
    /// If the device fails.
    fn read(
        &self,
        tensors: &[Self::Tensor],
    ) -> impl Future<Output = Result<Vec<Vec<f32>>, DeviceError>>;

    /// Runs a convolution, adds its biases and another tensor, and rectifies, as asked.
    fn convolve(
        &self,
        kernel: &Self::Kernel,
        input: &Self::Tensor,
        add: Option<&Self::Tensor>,
        relu: bool,
    ) -> Self::Tensor;

    /// The gradient at a convolution's input, of height `size`, from that at its output.
    fn convolve_back(
        &self,
        kernel: &Self::Kernel,
        gradient: &Self::Tensor,
        size: usize,
    ) -> Self::Tensor;

    /// Maxima over 3 x 3, stride 2, padding 1, and where they were: the first of equals.
    fn pool(&self, input: &Self::Tensor) -> (Self::Tensor, Self::Winners);

    /// The gradient at the pooling's input.
    fn pool_back(
        &self,
        winners: &Self::Winners,
        gradient: &Self::Tensor,
        rows: &Self::Rows,
        range: &Range<usize>,
    ) -> Self::Tensor;

    /// The channels of `skip`, then those of `expansion`, of which `crop` keeps some rows and columns:
    /// the first, and how many.
    fn join(
        &self,
        skip: &Self::Tensor,
        expansion: &Self::Tensor,
        crop: (usize, usize),
    ) -> Self::Tensor;

    /// The gradients at what was joined: the first `channels`, and the others with zeros where
    /// the expansion, of height `full`, was cropped.
    fn split(
        &self,
        gradient: &Self::Tensor,
        channels: usize,
        crop: (usize, usize),
        full: usize,
    ) -> (Self::Tensor, Self::Tensor);

    /// The rows of a backward pass, by the image and the rule of each.
    fn rows(&self, images: &[usize], rules: &[Rule]) -> Self::Rows;

    /// What of the forward pass belongs to each row.
    fn at_rows(
        &self,
        tensor: &Self::Tensor,
        rows: &Self::Rows,
        range: &Range<usize>,
    ) -> Self::Tensor;

    /// What a ReLU with this output passes back, by each row's rule.
    fn relu_back(
        &self,
        gradient: &Self::Tensor,
        output: &Self::Tensor,
        rows: &Self::Rows,
        range: &Range<usize>,
    ) -> Self::Tensor;

    /// Rows of one tensor, then those of another.
    fn concat(&self, first: &Self::Tensor, second: &Self::Tensor) -> Self::Tensor;

    /// Some rows of a tensor.
    fn narrow(&self, tensor: &Self::Tensor, range: Range<usize>) -> Self::Tensor;

    /// The sum.
    fn add(&self, a: &Self::Tensor, b: &Self::Tensor) -> Self::Tensor;

    /// The product, number by number.
    fn multiply(&self, a: &Self::Tensor, b: &Self::Tensor) -> Self::Tensor;

    /// The quotient, number by number, whose divisor is first moved away from 0 by `epsilon`, a 0
    /// upwards.
    fn divide(&self, a: &Self::Tensor, b: &Self::Tensor, epsilon: f32) -> Self::Tensor;

    /// The numbers of one sign, the others 0.
    fn of_sign(&self, tensor: &Self::Tensor, sign: Sign) -> Self::Tensor;

    /// `positive` where `of` is above 0, else `negative`.
    fn choose(
        &self,
        of: &Self::Tensor,
        positive: &Self::Tensor,
        negative: &Self::Tensor,
    ) -> Self::Tensor;

    /// `sum_c gradient_c * activation_c`, with the mean over the gradient's sites in its place if
    /// `averaged`: N x 1 x H x W.
    fn activation_map(
        &self,
        gradient: &Self::Tensor,
        activation: &Self::Tensor,
        averaged: bool,
    ) -> Self::Tensor;
}
