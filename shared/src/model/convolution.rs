//! Convolutions for training: a matrix product for the whole batch on the CPU, Burn's own elsewhere.
//!
//! Burn's CPU backend multiplies image by image, and gets a kernel's gradient from a convolution
//! whose kernel is as large as the image. One product forward and two backward take a fraction of
//! that (`bench/train_step.py`).

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::{Flex, FlexTensor};
use burn::backend::ops::FloatTensorOps;
use burn::backend::{Autodiff, TensorMetadata};
use burn::module::{Module, Param};
use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Device, Shape, Tensor, TensorData};

use super::lowering::{Lowering, transpose};

/// A convolution without bias.
#[derive(Module, Debug)]
pub struct Convolution {
    weight: Param<Tensor<4>>,
    stride: usize,
    padding: usize,
}

impl Convolution {
    pub(super) fn new(
        [inputs, outputs]: [usize; 2],
        kernel: usize,
        stride: usize,
        padding: usize,
        device: &Device,
    ) -> Self {
        let weight = Param::from_tensor(Tensor::zeros([outputs, inputs, kernel, kernel], device));
        Self { weight, stride, padding }
    }

    /// N x in x h x w to N x out x h' x w'.
    pub(super) fn forward(&self, images: Tensor<4>) -> Tensor<4> {
        convolve(images, self.weight.val(), self.stride, self.padding)
    }
}

/// A transposed convolution without bias.
#[derive(Module, Debug)]
pub struct TransposedConvolution {
    weight: Param<Tensor<4>>,
    stride: usize,
}

impl TransposedConvolution {
    pub(super) fn new(
        [inputs, outputs]: [usize; 2],
        kernel: usize,
        stride: usize,
        device: &Device,
    ) -> Self {
        let weight = Param::from_tensor(Tensor::zeros([inputs, outputs, kernel, kernel], device));
        Self { weight, stride }
    }

    /// N x in x h x w to N x out x h' x w'.
    pub(super) fn forward(&self, images: Tensor<4>) -> Tensor<4> {
        convolve_transposed(images, self.weight.val(), self.stride, 0)
    }
}

/// Images N x in x h x w and a kernel out x in x k x k to N x out x h' x w'.
fn convolve(images: Tensor<4>, kernel: Tensor<4>, stride: usize, padding: usize) -> Tensor<4> {
    let [_, channels, height, width] = images.dims();
    let [outputs, _, size, _] = kernel.dims();
    if stride == 1 && outputs < channels && padding < size {
        // The other way round the matrix has the rows of the outputs, which are fewer.
        let flipped = kernel.flip([2, 3]).swap_dims(0, 1);
        return convolve_transposed(images, flipped, 1, size - 1 - padding);
    }
    let grid = [height, width].map(|length| (length + 2 * padding - size) / stride + 1);
    let image = [channels, height, width];
    let lowering = Lowering { image, grid, kernel: size, stride, padding };
    lowered(&images, &kernel, lowering, false).unwrap_or_else(|| {
        let options = ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1);
        conv2d(images, kernel, None, options)
    })
}

/// Images N x in x h x w and a kernel in x out x k x k to N x out x h' x w'.
fn convolve_transposed(
    images: Tensor<4>,
    kernel: Tensor<4>,
    stride: usize,
    padding: usize,
) -> Tensor<4> {
    let [_, _, height, width] = images.dims();
    let [_, outputs, size, _] = kernel.dims();
    let [rows, columns] = [height, width].map(|length| (length - 1) * stride + size - 2 * padding);
    let image = [outputs, rows, columns];
    let lowering = Lowering { image, grid: [height, width], kernel: size, stride, padding };
    lowered(&images, &kernel, lowering, true).unwrap_or_else(|| {
        let options = ConvTransposeOptions::new([stride; 2], [padding; 2], [0, 0], [1, 1], 1);
        conv_transpose2d(images, kernel, None, options)
    })
}

/// Runs the convolution on the CPU; nothing if the tensors are elsewhere or record no gradients.
fn lowered(
    images: &Tensor<4>,
    kernel: &Tensor<4>,
    lowering: Lowering,
    transposed: bool,
) -> Option<Tensor<4>> {
    let parts = |tensor: &Tensor<4>| {
        let primitive = tensor.clone().try_into_primitive::<Autodiff<Flex>>().ok()?;
        Some(primitive.into_parts())
    };
    let ((images, images_node), (kernel, kernel_node)) = (parts(images)?, parts(kernel)?);
    let batch = images.shape()[0];
    let kernel_shape = kernel.shape();
    let kernel = Flex::float_reshape(kernel, Shape::new([kernel_shape[0], lowering.rows()]));
    let images = batch_last(images);
    let (operand, output, sizes) = if transposed {
        let matrix = Flex::float_matmul(kernel.transpose(0, 1), images.clone());
        (images, fold(&lowering, matrix, batch), lowering.image)
    } else {
        let matrix = unfold(&lowering, images, batch);
        let output = Flex::float_matmul(kernel.clone(), matrix.clone());
        let [rows, columns] = lowering.grid;
        (matrix, output, [kernel_shape[0], rows, columns])
    };
    let output = batch_first(output, batch, sizes);
    let nodes = [images_node, kernel_node];
    let output = match Lowered.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(ops) => {
            let state = State { lowering, transposed, batch, kernel, kernel_shape, operand };
            ops.finish(state, output)
        }
        OpsKind::UnTracked(ops) => ops.finish(output),
    };
    Some(Tensor::from_primitive::<Autodiff<Flex>>(output))
}

/// The gradients of `lowered`.
#[derive(Debug)]
struct Lowered;

#[derive(Debug, Clone)]
struct State {
    lowering: Lowering,
    transposed: bool,
    batch: usize,
    kernel: FlexTensor,
    kernel_shape: Shape,
    /// What the kernel was multiplied with.
    operand: FlexTensor,
}

impl Backward<Flex, 2> for Lowered {
    type State = State;

    fn backward(self, ops: Ops<State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let State { lowering, transposed, batch, kernel, kernel_shape, operand } = ops.state;
        let [images_node, kernel_node] = ops.parents;
        let gradient = batch_last(gradients.consume::<Flex>(&ops.node));
        let gradient = if transposed { unfold(&lowering, gradient, batch) } else { gradient };
        if let Some(node) = kernel_node {
            let [left, right] =
                if transposed { [&operand, &gradient] } else { [&gradient, &operand] };
            let product = Flex::float_matmul(left.clone(), right.transpose(0, 1));
            gradients.register::<Flex>(node.id, product.reshape(kernel_shape));
        }
        if let Some(node) = images_node {
            let [rows, columns] = lowering.grid;
            let images = if transposed {
                let sizes = [kernel.shape()[0], rows, columns];
                batch_first(Flex::float_matmul(kernel, gradient), batch, sizes)
            } else {
                let matrix = Flex::float_matmul(kernel.transpose(0, 1), gradient);
                batch_first(fold(&lowering, matrix, batch), batch, lowering.image)
            };
            gradients.register::<Flex>(node.id, images);
        }
    }
}

/// `Lowering::unfold`, which copies nothing where image and matrix are the same.
fn unfold(lowering: &Lowering, image: FlexTensor, batch: usize) -> FlexTensor {
    let shape = [lowering.rows(), lowering.sites() * batch];
    if lowering.is_identity() {
        return image.reshape(shape.into());
    }
    tensor(lowering.unfold(values(&image), batch), shape)
}

/// `Lowering::fold`, likewise.
fn fold(lowering: &Lowering, matrix: FlexTensor, batch: usize) -> FlexTensor {
    let [channels, height, width] = lowering.image;
    if lowering.is_identity() {
        return matrix;
    }
    tensor(lowering.fold(values(&matrix), batch), [channels, height * width * batch])
}

/// N x channels x height x width to channels x (height x width x N).
fn batch_last(images: FlexTensor) -> FlexTensor {
    let images = images.to_contiguous();
    let shape = images.shape();
    let (batch, channels) = (shape[0], shape[1]);
    let sites = shape[2] * shape[3];
    tensor(transpose(values(&images), channels * sites), [channels, sites * batch])
}

/// The way back from `batch_last`; `sizes` are the channels, height and width.
fn batch_first(images: FlexTensor, batch: usize, sizes: [usize; 3]) -> FlexTensor {
    let [channels, height, width] = sizes;
    tensor(transpose(values(&images), batch), [batch, channels, height, width])
}

fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape))
}

fn values(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().expect("products and converted tensors are contiguous f32")
}

#[cfg(test)]
mod tests {
    use burn::tensor::Distribution;

    use super::*;

    /// The output and the gradients at the images and the kernel of the output's weighted sum.
    fn derivatives(
        operation: impl Fn(Tensor<4>, Tensor<4>) -> Tensor<4>,
        [images, kernel, weights]: [&Tensor<4>; 3],
    ) -> [TensorData; 3] {
        let [images, kernel] = [images, kernel].map(|tensor| tensor.clone().require_grad());
        let output = operation(images.clone(), kernel.clone());
        let gradients = (output.clone() * weights.clone()).sum().backward();
        let gradient = |tensor: Tensor<4>| tensor.grad(&gradients).unwrap().into_data();
        [output.into_data(), gradient(images), gradient(kernel)]
    }

    #[test]
    fn convolutions_and_their_gradients_are_those_of_burn() {
        let device = Device::flex().autodiff();
        device.seed(7);
        let random = |shape: [usize; 4]| {
            Tensor::<4>::random(shape, Distribution::Uniform(-1.0, 1.0), &device)
        };
        // batch, inputs, outputs, size, kernel, stride, padding
        let cases = [
            [1, 1, 3, 5, 1, 1, 0],
            [16, 3, 5, 8, 3, 1, 0],
            [3, 4, 4, 7, 3, 1, 1],
            [5, 4, 6, 8, 3, 2, 1],
            [2, 3, 9, 13, 7, 2, 3],
            [4, 2, 3, 6, 1, 2, 0],
            [4, 3, 5, 2, 2, 2, 0],
            [3, 9, 4, 6, 3, 1, 0],
            [3, 9, 4, 6, 3, 1, 1],
            [2, 5, 3, 3, 1, 1, 0],
            [3, 2, 2, 1, 3, 1, 1],
        ];
        for case @ [batch, inputs, outputs, size, kernel, stride, padding] in cases {
            let images = random([batch, inputs, size, size]);
            let (strides, paddings) = ([stride; 2], [padding; 2]);

            let weight = random([outputs, inputs, kernel, kernel]);
            let burn = |images, weight| {
                conv2d(images, weight, None, ConvOptions::new(strides, paddings, [1, 1], 1))
            };
            let weights = random(burn(images.clone(), weight.clone()).dims());
            let tensors = [&images, &weight, &weights];
            let ours = |images, weight| convolve(images, weight, stride, padding);
            compare("convolution", case, derivatives(ours, tensors), derivatives(burn, tensors));

            if size == 1 && padding > 0 {
                continue; // the transposed convolution would have no output
            }
            let weight = random([inputs, outputs, kernel, kernel]);
            let options = ConvTransposeOptions::new(strides, paddings, [0, 0], [1, 1], 1);
            let burn = |images, weight| conv_transpose2d(images, weight, None, options.clone());
            let weights = random(burn(images.clone(), weight.clone()).dims());
            let tensors = [&images, &weight, &weights];
            let ours = |images, weight| convolve_transposed(images, weight, stride, padding);
            compare("transposed", case, derivatives(ours, tensors), derivatives(burn, tensors));
        }
    }

    fn compare(name: &str, case: [usize; 7], ours: [TensorData; 3], burn: [TensorData; 3]) {
        for (what, (ours, burn)) in
            ["output", "images", "kernel"].iter().zip(ours.iter().zip(&burn))
        {
            assert_eq!(ours.shape(), burn.shape(), "{name} {case:?}: {what}");
            let [ours, burn] = [ours, burn].map(|data| data.clone().try_to_vec::<f32>().unwrap());
            let largest = burn.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
            for (a, b) in ours.iter().zip(&burn) {
                assert!((a - b).abs() <= 1e-5 * largest, "{name} {case:?}: {what}: {a} and {b}");
            }
        }
    }
}
