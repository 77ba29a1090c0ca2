//! The expansion path's blocks as trainable Burn modules.

use burn::module::Module;
use burn::nn::{BatchNorm, BatchNormConfig};
use burn::tensor::activation::{leaky_relu, relu};
use burn::tensor::{Device, Tensor};

use super::batch_norm::normalize;
use super::convolution::{Convolution, TransposedConvolution};

/// Doubles the resolution, plus one: 128 x n x n to 64 x (2n + 1) x (2n + 1).
#[derive(Module, Debug)]
pub struct ExpansionBlock {
    c1: TransposedConvolution,
    bn1: BatchNorm,
}

impl ExpansionBlock {
    pub(super) fn new(device: &Device) -> Self {
        Self {
            c1: TransposedConvolution::new([128, 64], 3, 2, device),
            bn1: BatchNormConfig::new(64).init(device),
        }
    }

    pub(super) fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        relu(normalize(&self.bn1, self.c1.forward(input)))
    }
}

/// A convolution and a transposed convolution, which keep the resolution, each with a ReLU.
#[derive(Module, Debug)]
pub struct ConvPipe {
    c1: Convolution,
    c2: TransposedConvolution,
}

impl ConvPipe {
    pub(super) fn new([inputs, outputs]: [usize; 2], device: &Device) -> Self {
        Self {
            c1: Convolution::new([inputs, outputs], 3, 1, 0, device),
            c2: TransposedConvolution::new([outputs, outputs], 3, 1, device),
        }
    }

    /// `slope` is that of the last ReLU below zero.
    pub(super) fn forward(&self, input: Tensor<4>, slope: f64) -> Tensor<4> {
        let output = self.c2.forward(relu(self.c1.forward(input)));
        if slope == 0.0 { relu(output) } else { leaky_relu(output, slope) }
    }
}
