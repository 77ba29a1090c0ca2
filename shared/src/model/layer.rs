//! The building blocks of the network for inference: convolutions with BatchNorm folded in.

use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Device, Tensor, TensorData};

use super::architecture::EPSILON;
use super::weights::Weights;

/// A convolution or transposed convolution with a bias, and its gradient.
pub(crate) struct Convolution {
    weight: Tensor<4>,
    bias: Option<Tensor<4>>,
    stride: usize,
    padding: usize,
    transposed: bool,
}

impl Convolution {
    /// Runs the layer: N x in x h x w to N x out x h' x w'.
    ///
    /// The bias comes after the sum, not at its start, as in the GPU's convolution:
    /// where the image is nearly blank the sum is many orders smaller, and rounding it to the
    /// bias's precision at every step would decide which of a pool's sites is the largest, and
    /// with it where the gradient goes.
    pub fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let output = self.apply(input, self.transposed, 0);
        match &self.bias {
            Some(bias) => output + bias.clone(),
            None => output,
        }
    }

    /// The gradient at the input, whose height is `size`, from that at the output: the same
    /// kernel, run the other way.
    pub fn backward(&self, gradient: Tensor<4>, size: usize) -> Tensor<4> {
        // A strided convolution may leave out the input's last rows; they get a gradient of 0.
        let reached = (gradient.dims()[2] - 1) * self.stride + self.weight.dims()[2];
        let left_over = (size + 2 * self.padding).saturating_sub(reached);
        self.apply(gradient, !self.transposed, left_over)
    }

    fn apply(&self, input: Tensor<4>, transposed: bool, padding_out: usize) -> Tensor<4> {
        let (stride, padding) = ([self.stride; 2], [self.padding; 2]);
        let weight = self.weight.clone();
        if transposed {
            let options = ConvTransposeOptions::new(stride, padding, [padding_out; 2], [1, 1], 1);
            conv_transpose2d(input, weight, None, options)
        } else {
            conv2d(input, weight, None, ConvOptions::new(stride, padding, [1, 1], 1))
        }
    }
}

/// Takes layers out of weights by their PyTorch names.
pub(crate) struct Loader<'a> {
    pub weights: &'a Weights,
    pub device: &'a Device,
}

impl Loader<'_> {
    /// A convolution `[out, in, k, k]`, with the BatchNorm `norm` folded in if there is one.
    pub fn convolution(
        &self,
        name: &str,
        norm: Option<&str>,
        [outputs, inputs, kernel]: [usize; 3],
        stride: usize,
        padding: usize,
    ) -> Convolution {
        let shape = [outputs, inputs, kernel, kernel];
        let per_output = inputs * kernel * kernel;
        let (weight, bias) = self.folded(name, norm, |index| index / per_output);
        self.layer(weight, bias, shape, stride, padding, false)
    }

    /// A transposed convolution `[in, out, k, k]` without padding, likewise.
    pub fn transposed(
        &self,
        name: &str,
        norm: Option<&str>,
        [inputs, outputs, kernel]: [usize; 3],
        stride: usize,
    ) -> Convolution {
        let shape = [inputs, outputs, kernel, kernel];
        let (weight, bias) = self.folded(name, norm, |index| index / (kernel * kernel) % outputs);
        self.layer(weight, bias, shape, stride, 0, true)
    }

    fn layer(
        &self,
        weight: Vec<f32>,
        bias: Option<Vec<f32>>,
        shape: [usize; 4],
        stride: usize,
        padding: usize,
        transposed: bool,
    ) -> Convolution {
        let bias = bias.map(|bias| {
            let channels = bias.len();
            Tensor::from_data(TensorData::new(bias, [1, channels, 1, 1]), self.device)
        });
        let weight = Tensor::from_data(TensorData::new(weight, shape), self.device);
        Convolution { weight, bias, stride, padding, transposed }
    }

    /// The kernel and bias of `scale * (convolution - mean) / sqrt(variance + epsilon) + shift`.
    /// `channel_of` is the output channel of a kernel's element.
    fn folded(
        &self,
        name: &str,
        norm: Option<&str>,
        channel_of: impl Fn(usize) -> usize,
    ) -> (Vec<f32>, Option<Vec<f32>>) {
        let kernel = self.weights.get(&format!("{name}.weight"));
        let Some(norm) = norm else { return (kernel.to_vec(), None) };
        let field = |field: &str| self.weights.get(&format!("{norm}.{field}"));
        let (mean, variance) = (field("running_mean"), field("running_var"));
        let scale: Vec<f64> = field("weight")
            .iter()
            .zip(variance)
            .map(|(&scale, &variance)| f64::from(scale) / (f64::from(variance) + EPSILON).sqrt())
            .collect();
        let bias = field("bias")
            .iter()
            .zip(mean)
            .zip(&scale)
            .map(|((&shift, &mean), scale)| (f64::from(shift) - f64::from(mean) * scale) as f32)
            .collect();
        let kernel = kernel
            .iter()
            .enumerate()
            .map(|(index, &value)| (f64::from(value) * scale[channel_of(index)]) as f32)
            .collect();
        (kernel, Some(bias))
    }
}
