//! The engine on Burn's devices: CUDA, Vulkan, WebGPU, and Burn's own CPU backend.

use std::ops::Range;

use ::burn::tensor::activation::relu;
use ::burn::tensor::module::{
    conv_transpose2d, conv2d, max_pool2d_with_indices, max_pool2d_with_indices_backward,
};
use ::burn::tensor::ops::{ConvOptions, ConvTransposeOptions, MaxPoolOptions};
use ::burn::tensor::{Device, Int, Tensor, TensorData};

use super::{DeviceError, Engine, Sign};
use crate::attribution::rule::Rule;
use crate::model::architecture::Convolution;

/// Computes on a device of Burn's.
#[derive(Debug, Clone)]
pub struct BurnEngine {
    device: Device,
}

impl BurnEngine {
    /// An engine on a device.
    pub const fn new(device: Device) -> Self {
        Self { device }
    }

    /// The device.
    pub const fn device(&self) -> &Device {
        &self.device
    }

    fn column(&self, values: Vec<f32>) -> Tensor<4> {
        let count = values.len();
        Tensor::from_data(TensorData::new(values, [count, 1, 1, 1]), &self.device)
    }
}

/// A convolution or transposed convolution on the device.
pub struct Kernel {
    weight: Tensor<4>,
    bias: Option<Tensor<4>>,
    stride: usize,
    padding: usize,
    transposed: bool,
}

impl Kernel {
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

/// What the pooling read, and where it found its maxima.
pub struct Winners {
    input: Tensor<4>,
    sites: Tensor<4, Int>,
}

/// The rows of a backward pass.
pub struct Rows {
    /// The image of each row; none if all belong to the only one, which is then broadcast.
    images: Option<Tensor<1, Int>>,
    /// R x 1 x 1 x 1: 1 where only positive gradients pass a ReLU.
    rectified: Tensor<4>,
    /// R x 1 x 1 x 1: 1 where a gradient passes also if the ReLU was not active.
    ungated: Tensor<4>,
}

/// The stem's pooling.
pub(crate) fn pooling() -> MaxPoolOptions<2> {
    MaxPoolOptions::new([3, 3]).with_stride([2, 2]).with_padding([1, 1])
}

/// Keeps `size` rows and columns from `first` on.
pub(crate) fn crop(input: &Tensor<4>, first: usize, size: usize) -> Tensor<4> {
    let [n, channels, _, _] = input.dims();
    let kept = first..first + size;
    input.clone().slice([0..n, 0..channels, kept.clone(), kept])
}

impl Engine for BurnEngine {
    type Tensor = Tensor<4>;
    type Kernel = Kernel;
    type Winners = Winners;
    type Rows = Rows;

    const AT_ONCE: usize = 32;
    const DEEP_AT_ONCE: usize = Self::AT_ONCE;

    fn plain(&self) -> Self {
        self.clone()
    }

    fn kernel(&self, convolution: &Convolution, weight: &[f32], bias: Option<&[f32]>) -> Kernel {
        let &Convolution { transposed, stride, padding, .. } = convolution;
        let weight = TensorData::new(weight.to_vec(), convolution.shape());
        let bias = bias.map(|bias| {
            let data = TensorData::new(bias.to_vec(), [1, bias.len(), 1, 1]);
            Tensor::from_data(data, &self.device)
        });
        let weight = Tensor::from_data(weight, &self.device);
        Kernel { weight, bias, stride, padding, transposed }
    }

    fn part(&self, kernel: &Kernel, sign: Sign) -> Kernel {
        Kernel { weight: self.of_sign(&kernel.weight, sign), bias: None, ..*kernel }
    }

    fn tensor(&self, values: Vec<f32>, dims: [usize; 4]) -> Tensor<4> {
        Tensor::from_data(TensorData::new(values, dims), &self.device)
    }

    fn dims(&self, tensor: &Tensor<4>) -> [usize; 4] {
        tensor.dims()
    }

    /// All in one transfer.
    async fn read(&self, tensors: &[Tensor<4>]) -> Result<Vec<Vec<f32>>, DeviceError> {
        if tensors.is_empty() {
            return Ok(Vec::new());
        }
        let counts = tensors.iter().map(|tensor| tensor.dims().iter().product());
        let counts: Vec<usize> = counts.collect();
        let flat = tensors.iter().map(|tensor| tensor.clone().flatten::<1>(0, 3)).collect();
        let data = Tensor::cat(flat, 0).into_data_async().await;
        let values: Vec<f32> = data
            .map_err(|error| DeviceError(format!("{error:?}")))?
            .try_to_vec()
            .map_err(|error| DeviceError(format!("{error:?}")))?;
        let mut rest = values.into_iter();
        Ok(counts.into_iter().map(|count| rest.by_ref().take(count).collect()).collect())
    }

    /// The bias comes after the sum, not at its start, as in the GPU's convolution:
    /// where the image is nearly blank the sum is many orders smaller, and rounding it to the
    /// bias's precision at every step would decide which of a pool's sites is the largest, and
    /// with it where the gradient goes.
    fn convolve(
        &self,
        kernel: &Kernel,
        input: &Tensor<4>,
        add: Option<&Tensor<4>>,
        rectify: bool,
    ) -> Tensor<4> {
        let mut output = kernel.apply(input.clone(), kernel.transposed, 0);
        for term in kernel.bias.iter().chain(add) {
            output = output + term.clone();
        }
        if rectify { relu(output) } else { output }
    }

    fn convolve_back(&self, kernel: &Kernel, gradient: &Tensor<4>, size: usize) -> Tensor<4> {
        // A strided convolution may leave out the input's last rows; they get a gradient of 0.
        let reached = (gradient.dims()[2] - 1) * kernel.stride + kernel.weight.dims()[2];
        let left_over = (size + 2 * kernel.padding).saturating_sub(reached);
        kernel.apply(gradient.clone(), !kernel.transposed, left_over)
    }

    fn pool(&self, input: &Tensor<4>) -> (Tensor<4>, Winners) {
        let (output, sites) = max_pool2d_with_indices(input.clone(), pooling());
        (output, Winners { input: input.clone(), sites })
    }

    fn pool_back(
        &self,
        winners: &Winners,
        gradient: &Tensor<4>,
        rows: &Rows,
        range: &Range<usize>,
    ) -> Tensor<4> {
        let count = range.len();
        let (input, sites) = match &rows.images {
            None => (
                winners.input.clone().repeat_dim(0, count),
                winners.sites.clone().repeat_dim(0, count),
            ),
            Some(images) => {
                let images = images.clone().slice([range.clone()]);
                let sites = winners.sites.clone().select(0, images.clone());
                (winners.input.clone().select(0, images), sites)
            }
        };
        let options = pooling();
        max_pool2d_with_indices_backward(
            input,
            options.kernel_size,
            options.stride,
            [1, 1],
            options.dilation,
            options.ceil_mode,
            gradient.clone(),
            sites,
        )
    }

    fn join(
        &self,
        skip: &Tensor<4>,
        expansion: &Tensor<4>,
        (first, size): (usize, usize),
    ) -> Tensor<4> {
        Tensor::cat(vec![skip.clone(), crop(expansion, first, size)], 1)
    }

    fn split(
        &self,
        gradient: &Tensor<4>,
        channels: usize,
        (first, size): (usize, usize),
        full: usize,
    ) -> (Tensor<4>, Tensor<4>) {
        let [n, all, _, _] = gradient.dims();
        let skip = gradient.clone().slice([0..n, 0..channels]);
        let after = full - size - first;
        let expansion = gradient.clone().slice([0..n, channels..all]);
        (skip, expansion.pad((first, after, first, after), 0.0))
    }

    fn rows(&self, images: &[usize], rules: &[Rule]) -> Rows {
        let flags = |flag: fn(Rule) -> bool| {
            self.column(rules.iter().map(|&rule| f32::from(u8::from(flag(rule)))).collect())
        };
        let indices = images.iter().any(|&image| image != 0).then(|| {
            let indices: Vec<i32> = images.iter().map(|&image| image as i32).collect();
            Tensor::from_data(TensorData::new(indices, [images.len()]), &self.device)
        });
        Rows {
            images: indices,
            rectified: flags(Rule::rectifies),
            ungated: flags(|rule| !rule.gates()),
        }
    }

    fn at_rows(&self, tensor: &Tensor<4>, rows: &Rows, range: &Range<usize>) -> Tensor<4> {
        match &rows.images {
            Some(images) => tensor.clone().select(0, images.clone().slice([range.clone()])),
            // The first image for all rows: broadcast.
            None => tensor.clone().narrow(0, 0, 1),
        }
    }

    fn relu_back(
        &self,
        gradient: &Tensor<4>,
        output: &Tensor<4>,
        rows: &Rows,
        range: &Range<usize>,
    ) -> Tensor<4> {
        let of_rows = |flags: &Tensor<4>| flags.clone().slice([range.clone()]);
        let active = self.at_rows(output, rows, range).greater_elem(0).float();
        let negative = relu(gradient.clone().neg());
        let passed = gradient.clone() + negative * of_rows(&rows.rectified);
        passed * active.max_pair(of_rows(&rows.ungated))
    }

    fn concat(&self, first: &Tensor<4>, second: &Tensor<4>) -> Tensor<4> {
        Tensor::cat(vec![first.clone(), second.clone()], 0)
    }

    fn narrow(&self, tensor: &Tensor<4>, range: Range<usize>) -> Tensor<4> {
        tensor.clone().narrow(0, range.start, range.len())
    }

    fn add(&self, a: &Tensor<4>, b: &Tensor<4>) -> Tensor<4> {
        a.clone() + b.clone()
    }

    fn multiply(&self, a: &Tensor<4>, b: &Tensor<4>) -> Tensor<4> {
        a.clone() * b.clone()
    }

    fn divide(&self, a: &Tensor<4>, b: &Tensor<4>, epsilon: f32) -> Tensor<4> {
        let step = b.clone().greater_equal_elem(0).float() * (2.0 * epsilon) - epsilon;
        a.clone() / (b.clone() + step)
    }

    fn of_sign(&self, tensor: &Tensor<4>, sign: Sign) -> Tensor<4> {
        match sign {
            Sign::Positive => relu(tensor.clone()),
            Sign::Negative => relu(tensor.clone().neg()).neg(),
        }
    }

    fn choose(&self, of: &Tensor<4>, positive: &Tensor<4>, negative: &Tensor<4>) -> Tensor<4> {
        let above = of.clone().greater_elem(0).float();
        positive.clone() * above.clone() + negative.clone() * (above.neg() + 1.0)
    }

    fn activation_map(
        &self,
        gradient: &Tensor<4>,
        activation: &Tensor<4>,
        averaged: bool,
    ) -> Tensor<4> {
        let weights = match averaged {
            true => gradient.clone().mean_dim(2).mean_dim(3),
            false => gradient.clone(),
        };
        (weights * activation.clone()).sum_dim(1)
    }
}
