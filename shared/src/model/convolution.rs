//! Convolutions for training: matrix products of many samples at once on the CPU, Burn's own
//! elsewhere.
//!
//! Burn's CPU backend multiplies image by image, and gets a kernel's gradient from a convolution
//! whose kernel is as large as the image. One product forward and two backward do the same.

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
use burn::tensor::{Device, Tensor};
use rayon::prelude::*;

use super::host::{has_parts, parts, tensor, values};
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
    if has_parts(&images) && stride == 1 && outputs < channels && padding < size {
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
    let ((input, input_node), (matrix, kernel_node)) = (parts(images)?, parts(kernel)?);
    let rows = kernel.dims()[0];
    let kernel = matrix.reshape([rows, lowering.rows()].into());
    let product = Product { lowering, transposed, kernel };
    let output = product.forward(values(&input));
    let [grid_height, grid_width] = lowering.grid;
    let sizes = if transposed { lowering.image } else { [rows, grid_height, grid_width] };
    let output = tensor(output, [images.dims()[0], sizes[0], sizes[1], sizes[2]]);
    let nodes = [input_node, kernel_node];
    let output = match Lowered.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(ops) => ops.finish((product, input), output),
        OpsKind::UnTracked(ops) => ops.finish(output),
    };
    Some(Tensor::from_primitive::<Autodiff<Flex>>(output))
}

/// The gradients of `lowered`.
#[derive(Debug)]
struct Lowered;

impl Backward<Flex, 2> for Lowered {
    type State = (Product, FlexTensor);

    fn backward(self, ops: Ops<Self::State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let (product, input) = ops.state;
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let (at_input, at_kernel) = product.backward(values(&input), values(&gradient));
        let at_input = tensor(at_input, input.shape().dims::<4>());
        let [input_node, kernel_node] = ops.parents;
        for (node, gradient) in [(input_node, at_input), (kernel_node, at_kernel)] {
            if let Some(node) = node {
                gradients.register::<Flex>(node.id, gradient);
            }
        }
    }
}

/// Samples with the batch innermost.
fn transposed(samples: &[f32], size: usize) -> Vec<f32> {
    let mut result = vec![0.0; samples.len()];
    transpose(samples, size, &mut result);
    result
}

/// A convolution as a product of matrices.
#[derive(Debug, Clone)]
struct Product {
    lowering: Lowering,
    /// Whether images go from the lowering's grid to its image, instead of the other way.
    transposed: bool,
    /// Channels of the grid's side x the lowering's rows.
    kernel: FlexTensor,
}

impl Product {
    /// The number of values of one sample, of the input and of the output.
    fn sizes(&self) -> (usize, usize) {
        let grid = self.kernel.shape()[0] * self.lowering.sites();
        let image = self.lowering.image.iter().product();
        if self.transposed { (grid, image) } else { (image, grid) }
    }

    /// How many of a batch's samples are multiplied at once, so that the matrix stays in the caches of
    /// one core; the cores share the pieces.
    fn piece(&self, batch: usize) -> usize {
        const VALUES: usize = 1 << 18;
        let samples = (VALUES / (self.lowering.rows() * self.lowering.sites())).max(1);
        batch.div_ceil(batch.div_ceil(samples))
    }

    fn forward(&self, input: &[f32]) -> Vec<f32> {
        let (size, output_size) = self.sizes();
        let batch = input.len() / size;
        let piece = self.piece(batch);
        let mut output = vec![0.0; batch * output_size];
        let outputs = output.par_chunks_mut(piece * output_size);
        input.par_chunks(piece * size).zip(outputs).for_each(|(input, output)| {
            let batch = input.len() / size;
            let input = transposed(input, size);
            if self.transposed {
                self.to_image(self.grid_matrix(input, batch), output);
            } else {
                self.to_grid(self.image_matrix(input, batch), output);
            }
        });
        output
    }

    /// The gradients at the input and at the kernel.
    fn backward(&self, input: &[f32], gradient: &[f32]) -> (Vec<f32>, FlexTensor) {
        let (size, output_size) = self.sizes();
        let piece = self.piece(input.len() / size);
        let mut at_input = vec![0.0; input.len()];
        let gradients = gradient.par_chunks(piece * output_size);
        let pieces = input.par_chunks(piece * size).zip(gradients);
        let products = pieces.zip(at_input.par_chunks_mut(piece * size));
        let products: Vec<FlexTensor> = products
            .map(|((input, gradient), at_input)| {
                let batch = input.len() / size;
                let input = transposed(input, size);
                let gradient = transposed(gradient, output_size);
                if self.transposed {
                    let gradient = self.image_matrix(gradient, batch);
                    self.to_grid(gradient.clone(), at_input);
                    Flex::float_matmul(self.grid_matrix(input, batch), gradient.transpose(0, 1))
                } else {
                    let gradient = self.grid_matrix(gradient, batch);
                    self.to_image(gradient.clone(), at_input);
                    let input = self.image_matrix(input, batch);
                    Flex::float_matmul(gradient, input.transpose(0, 1))
                }
            })
            .collect();
        // In the pieces' order, whatever the number of threads.
        let at_kernel = products.into_iter().reduce(Flex::float_add).expect("a batch has samples");
        let (Lowering { image: [channels, ..], kernel, .. }, rows) =
            (self.lowering, self.kernel.shape()[0]);
        (at_input, at_kernel.reshape([rows, channels, kernel, kernel].into()))
    }

    /// The product with the kernel, as samples.
    fn to_grid(&self, matrix: FlexTensor, samples: &mut [f32]) {
        let batch = matrix.shape()[1] / self.lowering.sites();
        transpose(values(&Flex::float_matmul(self.kernel.clone(), matrix)), batch, samples);
    }

    /// The product with the transposed kernel, as samples.
    fn to_image(&self, matrix: FlexTensor, samples: &mut [f32]) {
        let batch = matrix.shape()[1] / self.lowering.sites();
        let matrix = Flex::float_matmul(self.kernel.transpose(0, 1), matrix);
        if self.lowering.is_identity() {
            transpose(values(&matrix), batch, samples);
        } else {
            transpose(&self.lowering.fold(values(&matrix), batch), batch, samples);
        }
    }

    /// Values with the batch innermost, on the grid's side, as a matrix.
    fn grid_matrix(&self, values: Vec<f32>, batch: usize) -> FlexTensor {
        tensor(values, [self.kernel.shape()[0], self.lowering.sites() * batch])
    }

    /// Values with the batch innermost, on the image's side, as a matrix.
    fn image_matrix(&self, values: Vec<f32>, batch: usize) -> FlexTensor {
        let lowering = &self.lowering;
        let values = if lowering.is_identity() { values } else { lowering.unfold(&values, batch) };
        tensor(values, [lowering.rows(), lowering.sites() * batch])
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Distribution, TensorData};

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
            [3, 16, 16, 90, 3, 1, 0], // in pieces of one sample each
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
            let lowering =
                Lowering { image: [inputs, size, size], grid: [1, 1], kernel, stride, padding };
            assert!(lowered(&images, &weight, lowering, false).is_some());
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
