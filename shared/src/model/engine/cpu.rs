//! The engine in plain Rust, on one thread: whoever has many images reads several at once, and sharing out a single
//! one takes longer than it saves.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use pulp::Arch;

use super::product::{Axis, Finish, Packed, Pass, Product};
use super::side_by_side::{self, SideBySide};
use super::sparse::{self, Nonzero, Scatter};
use super::winograd::{self, Winograd};
use super::{DeviceError, Engine, Sign};
use crate::attribution::rule::Rule;
use crate::model::architecture::Convolution;

/// Computes in the calling thread, with the widest SIMD instructions that the CPU has.
#[derive(Debug, Clone, Copy)]
pub struct CpuEngine {
    arch: Arch,
    /// Whether convolutions are sums over taps, without Winograd's filtering.
    plain: bool,
}

impl CpuEngine {
    /// An engine for this CPU that computes in the calling thread.
    pub fn new() -> Self {
        Self { arch: Arch::new(), plain: false }
    }
}

/// What a pass over an input fills.
fn filled(
    channels: usize,
    [rows, columns]: [Axis; 2],
    input: &Tensor,
    finish: Finish,
    fill: impl FnOnce(Pass),
) -> Tensor {
    let (height, width, batch) = (rows.output, columns.output, input.batch);
    let mut values = vec![0.0; height * width * batch * channels];
    let (input, output) = (&input.values, &mut values);
    fill(Pass { outputs: channels, rows, columns, batch, input, finish, output });
    Tensor { values: Arc::new(values), batch, channels, height, width }
}

impl Default for CpuEngine {
    fn default() -> Self {
        Self::new()
    }
}

/// Numbers in memory as height x width x batch x channels.
#[derive(Debug, Clone)]
pub struct Tensor {
    values: Arc<Vec<f32>>,
    batch: usize,
    channels: usize,
    height: usize,
    width: usize,
}

impl Tensor {
    /// A tensor of the same shape.
    fn with(&self, values: Vec<f32>) -> Self {
        debug_assert_eq!(values.len(), self.values.len(), "numbers of a tensor");
        Self { values: Arc::new(values), ..*self }
    }

    /// Numbers of one pixel: batch x channels.
    const fn pixel(&self) -> usize {
        self.batch * self.channels
    }

    fn pixels(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.pixel())
    }

    /// The values of each channel.
    pub fn per_channel(&self) -> Vec<Vec<f32>> {
        let of = |channel| self.values.iter().skip(channel).step_by(self.channels).copied();
        (0..self.channels).map(|channel| of(channel).collect()).collect()
    }

    fn zip(&self, other: &Self, combine: impl Fn(f32, f32) -> f32) -> Self {
        assert_eq!(self.values.len(), other.values.len(), "numbers of two tensors");
        self.with(self.values.iter().zip(&*other.values).map(|(&a, &b)| combine(a, b)).collect())
    }

    fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        self.with(self.values.iter().map(|&value| change(value)).collect())
    }
}

/// A convolution, packed for each direction when it is first run in it.
pub struct Kernel {
    convolution: Convolution,
    /// In PyTorch's order.
    weight: Arc<Vec<f32>>,
    bias: Option<Vec<f32>>,
    forward: OnceLock<Packed>,
    winograd: OnceLock<Packed>,
    backward: OnceLock<Packed>,
    /// Whether sums have to be exactly 0 where all their terms are: LRP divides by them.
    exact: bool,
}

impl Kernel {
    fn new(
        convolution: Convolution,
        weight: Vec<f32>,
        bias: Option<Vec<f32>>,
        exact: bool,
    ) -> Self {
        let (forward, winograd, backward) = Default::default();
        Self { convolution, weight: Arc::new(weight), bias, forward, winograd, backward, exact }
    }

    /// For sums over taps, forward.
    fn pack(&self, arch: Arch) -> Packed {
        let Convolution { inputs, outputs, kernel, .. } = self.convolution;
        let sizes = [kernel * kernel, inputs, outputs];
        Packed::new(arch, sparse::VECTORS, sizes, |tap, input, output| self.at(tap, input, output))
    }

    /// For the products of all taps at once, forward.
    fn pack_side_by_side(&self, arch: Arch) -> Packed {
        let Convolution { inputs, outputs, kernel, .. } = self.convolution;
        let sizes = [kernel * kernel, inputs, outputs];
        side_by_side::packed(arch, sizes, |tap, input, output| self.at(tap, input, output))
    }

    /// For sums over what is not 0, on the way back.
    fn pack_back(&self, arch: Arch) -> Packed {
        let Convolution { inputs, outputs, kernel, .. } = self.convolution;
        let taps = kernel * kernel;
        if sparse::are_few(inputs) {
            return Packed::new(
                arch,
                sparse::VECTORS,
                [1, outputs, taps * inputs],
                |_, output, place| self.at(place / inputs, place % inputs, output),
            );
        }
        let sizes = [taps, outputs, inputs];
        Packed::new(arch, sparse::VECTORS, sizes, |tap, output, input| self.at(tap, input, output))
    }

    /// For Winograd's filtering, forward.
    fn pack_transformed(&self, arch: Arch) -> Packed {
        let Convolution { inputs, outputs, transposed, .. } = self.convolution;
        winograd::packed(arch, [inputs, outputs], |tap, input, output| {
            // What a transposed convolution lays down goes the other way.
            self.at(if transposed { 8 - tap } else { tap }, input, output)
        })
    }

    fn at(&self, tap: usize, input: usize, output: usize) -> f32 {
        let Convolution { inputs, outputs, kernel, transposed, .. } = self.convolution;
        // A convolution's weight is [out, in, taps], that of a transposed one [in, out, taps].
        let place = if transposed { input * outputs + output } else { output * inputs + input };
        self.weight[place * kernel * kernel + tap]
    }
}

/// Where the pooling found each maximum: the index of its pixel.
pub struct Winners {
    pixels: Vec<u32>,
    channels: usize,
    size: usize,
}

/// The rows of a backward pass.
pub struct Rows {
    images: Vec<usize>,
    rules: Vec<Rule>,
}

impl Engine for CpuEngine {
    type Tensor = Tensor;
    type Kernel = Kernel;
    type Winners = Winners;
    type Rows = Rows;

    // More numbers than those of four do not stay in a core's cache.
    const AT_ONCE: usize = 4;
    // Weights that no cache holds are read once for all of them.
    const DEEP_AT_ONCE: usize = 16;

    fn plain(&self) -> Self {
        Self { plain: true, ..*self }
    }

    fn kernel(&self, convolution: &Convolution, weight: &[f32], bias: Option<&[f32]>) -> Kernel {
        Kernel::new(convolution.clone(), weight.to_vec(), bias.map(<[f32]>::to_vec), false)
    }

    fn part(&self, kernel: &Kernel, sign: Sign) -> Kernel {
        let part = |&weight: &f32| match sign {
            Sign::Positive => weight.max(0.0),
            Sign::Negative => weight.min(0.0),
        };
        let weight = kernel.weight.iter().map(part).collect();
        Kernel::new(kernel.convolution.clone(), weight, None, true)
    }

    fn tensor(&self, values: Vec<f32>, [batch, channels, height, width]: [usize; 4]) -> Tensor {
        let sites = height * width;
        let mut turned = Vec::with_capacity(values.len());
        for site in 0..sites {
            turned.extend(values.iter().skip(site).step_by(sites));
        }
        Tensor { values: Arc::new(turned), batch, channels, height, width }
    }

    fn dims(&self, tensor: &Tensor) -> [usize; 4] {
        [tensor.batch, tensor.channels, tensor.height, tensor.width]
    }

    async fn read(&self, tensors: &[Tensor]) -> Result<Vec<Vec<f32>>, DeviceError> {
        let turned = |tensor: &Tensor| {
            let mut values = Vec::with_capacity(tensor.values.len());
            for index in 0..tensor.pixel() {
                values.extend(tensor.values.iter().skip(index).step_by(tensor.pixel()));
            }
            values
        };
        Ok(tensors.iter().map(turned).collect())
    }

    fn convolve(
        &self,
        kernel: &Kernel,
        input: &Tensor,
        add: Option<&Tensor>,
        relu: bool,
    ) -> Tensor {
        let Convolution { inputs, outputs, .. } = kernel.convolution;
        let axes = [input.height, input.width].map(|size| Axis::forward(&kernel.convolution, size));
        let add = add.map(|tensor| &tensor.values[..]);
        let finish = Finish { bias: kernel.bias.as_deref(), add, relu };
        if sparse::fits(axes, outputs) {
            let packed = kernel.forward.get_or_init(|| kernel.pack(self.arch));
            let nonzero = &Nonzero::of(&input.values, inputs);
            let scatter = |pass: Pass| self.arch.dispatch(Scatter { pass, packed, nonzero });
            return filled(outputs, axes, input, finish, scatter);
        }
        if side_by_side::fits(self.arch, axes, outputs) {
            let packed = kernel.forward.get_or_init(|| kernel.pack_side_by_side(self.arch));
            let products = |pass: Pass| self.arch.dispatch(SideBySide { pass, packed });
            return filled(outputs, axes, input, finish, products);
        }
        if self.plain || kernel.exact || !winograd::fits(axes, inputs, outputs) {
            let packed = kernel.forward.get_or_init(|| kernel.pack(self.arch));
            let product = |pass: Pass| self.arch.dispatch(Product { pass, packed });
            return filled(outputs, axes, input, finish, product);
        }
        let packed = kernel.winograd.get_or_init(|| kernel.pack_transformed(self.arch));
        let tiles = |pass: Pass| self.arch.dispatch(Winograd { pass, packed });
        filled(outputs, axes, input, finish, tiles)
    }

    fn convolve_back(&self, kernel: &Kernel, gradient: &Tensor, size: usize) -> Tensor {
        let packed = kernel.backward.get_or_init(|| kernel.pack_back(self.arch));
        let axis = Axis::backward(&kernel.convolution, gradient.height, size);
        let finish = Finish { bias: None, add: None, relu: false };
        let nonzero = &Nonzero::of(&gradient.values, gradient.channels);
        let scatter = |pass: Pass| self.arch.dispatch(Scatter { pass, packed, nonzero });
        let inputs = kernel.convolution.inputs;
        filled(inputs, [axis, axis], gradient, finish, scatter)
    }

    fn pool(&self, input: &Tensor) -> (Tensor, Winners) {
        let (pixel, size) = (input.pixel(), input.height.div_ceil(2));
        let mut values = Vec::with_capacity(size * size * pixel);
        let mut winners = Vec::with_capacity(size * size * pixel);
        let window = |at: usize, size: usize| (2 * at).saturating_sub(1)..(2 * at + 2).min(size);
        for (row, column) in (0..size).flat_map(|row| (0..size).map(move |column| (row, column))) {
            let (start, mut first) = (values.len(), true);
            for row in window(row, input.height) {
                for column in window(column, input.width) {
                    let site = row * input.width + column;
                    let numbers = &input.values[site * pixel..][..pixel];
                    if std::mem::take(&mut first) {
                        values.extend_from_slice(numbers);
                        winners.resize(values.len(), site as u32);
                        continue;
                    }
                    let best = values[start..].iter_mut().zip(&mut winners[start..]);
                    for ((best, winner), &number) in best.zip(numbers) {
                        if number > *best {
                            (*best, *winner) = (number, site as u32);
                        }
                    }
                }
            }
        }
        let winners = Winners { pixels: winners, channels: input.channels, size: input.height };
        (Tensor { values: Arc::new(values), height: size, width: size, ..*input }, winners)
    }

    fn pool_back(
        &self,
        winners: &Winners,
        gradient: &Tensor,
        rows: &Rows,
        range: &Range<usize>,
    ) -> Tensor {
        let (channels, size) = (winners.channels, winners.size);
        let sites = gradient.height * gradient.width;
        let images = winners.pixels.len() / (sites * channels);
        let mut values = vec![0.0; size * size * gradient.pixel()];
        for (site, gradient) in gradient.pixels().enumerate() {
            for (row, gradient) in gradient.chunks_exact(channels).enumerate() {
                let image = rows.images[range.start + row];
                let winners = &winners.pixels[(site * images + image) * channels..][..channels];
                for (channel, (&winner, &gradient)) in winners.iter().zip(gradient).enumerate() {
                    let at = (winner as usize * range.len() + row) * channels + channel;
                    values[at] += gradient;
                }
            }
        }
        Tensor { values: Arc::new(values), height: size, width: size, ..*gradient }
    }

    fn join(&self, skip: &Tensor, expansion: &Tensor, (first, size): (usize, usize)) -> Tensor {
        let channels = skip.channels + expansion.channels;
        let mut values = Vec::with_capacity(size * size * skip.batch * channels);
        let cropped = expansion.values.chunks_exact(expansion.width * expansion.pixel());
        let cropped = cropped
            .skip(first)
            .take(size)
            .flat_map(|row| row.chunks_exact(expansion.pixel()).skip(first).take(size));
        for (skip_pixel, pixel) in skip.pixels().zip(cropped) {
            let images = skip_pixel.chunks_exact(skip.channels);
            for (a, b) in images.zip(pixel.chunks_exact(expansion.channels)) {
                values.extend_from_slice(a);
                values.extend_from_slice(b);
            }
        }
        Tensor { values: Arc::new(values), channels, ..*skip }
    }

    fn split(
        &self,
        gradient: &Tensor,
        channels: usize,
        (first, size): (usize, usize),
        full: usize,
    ) -> (Tensor, Tensor) {
        let others = gradient.channels - channels;
        let mut skip = Vec::with_capacity(gradient.values.len() / gradient.channels * channels);
        let mut expansion = vec![0.0; full * full * gradient.batch * others];
        for (site, pixel) in gradient.pixels().enumerate() {
            let (row, column) = (site / size + first, site % size + first);
            let start = (row * full + column) * gradient.batch * others;
            let target = expansion[start..].chunks_exact_mut(others);
            for (numbers, target) in pixel.chunks_exact(gradient.channels).zip(target) {
                skip.extend_from_slice(&numbers[..channels]);
                target.copy_from_slice(&numbers[channels..]);
            }
        }
        let skip = Tensor { values: Arc::new(skip), channels, ..*gradient };
        let expansion = Tensor {
            values: Arc::new(expansion),
            channels: others,
            height: full,
            width: full,
            ..*gradient
        };
        (skip, expansion)
    }

    fn rows(&self, images: &[usize], rules: &[Rule]) -> Rows {
        Rows { images: images.to_vec(), rules: rules.to_vec() }
    }

    fn at_rows(&self, tensor: &Tensor, rows: &Rows, range: &Range<usize>) -> Tensor {
        let images = &rows.images[range.clone()];
        let mut values = Vec::with_capacity(tensor.values.len() / tensor.batch * images.len());
        for pixel in tensor.pixels() {
            for image in images {
                values.extend_from_slice(&pixel[image * tensor.channels..][..tensor.channels]);
            }
        }
        Tensor { values: Arc::new(values), batch: images.len(), ..*tensor }
    }

    fn relu_back(
        &self,
        gradient: &Tensor,
        output: &Tensor,
        rows: &Rows,
        range: &Range<usize>,
    ) -> Tensor {
        let channels = gradient.channels;
        let mut values = Vec::with_capacity(gradient.values.len());
        let of_rows = || rows.images[range.clone()].iter().zip(&rows.rules[range.clone()]);
        for (gradient, output) in gradient.pixels().zip(output.pixels()) {
            let gradients = gradient.chunks_exact(channels);
            for ((&image, &rule), gradient) in of_rows().zip(gradients) {
                let output = &output[image * channels..][..channels];
                let pairs = gradient.iter().zip(output);
                match rule {
                    Rule::Gradient => {
                        values.extend(pairs.map(|(&g, &x)| if x > 0.0 { g } else { 0.0 }));
                    }
                    Rule::GuidedBackprop => {
                        values.extend(pairs.map(|(&g, &x)| if x > 0.0 { g.max(0.0) } else { 0.0 }));
                    }
                    Rule::Deconvolution => values.extend(gradient.iter().map(|g| g.max(0.0))),
                }
            }
        }
        gradient.with(values)
    }

    fn concat(&self, first: &Tensor, second: &Tensor) -> Tensor {
        let mut values = Vec::with_capacity(first.values.len() + second.values.len());
        for (first, second) in first.pixels().zip(second.pixels()) {
            values.extend_from_slice(first);
            values.extend_from_slice(second);
        }
        Tensor { values: Arc::new(values), batch: first.batch + second.batch, ..*first }
    }

    fn narrow(&self, tensor: &Tensor, range: Range<usize>) -> Tensor {
        let numbers = range.start * tensor.channels..range.end * tensor.channels;
        let values = tensor.pixels().flat_map(|pixel| &pixel[numbers.clone()]).copied().collect();
        Tensor { values: Arc::new(values), batch: range.len(), ..*tensor }
    }

    fn add(&self, a: &Tensor, b: &Tensor) -> Tensor {
        a.zip(b, |a, b| a + b)
    }

    fn multiply(&self, a: &Tensor, b: &Tensor) -> Tensor {
        a.zip(b, |a, b| a * b)
    }

    fn divide(&self, a: &Tensor, b: &Tensor, epsilon: f32) -> Tensor {
        a.zip(b, |a, b| a / if b >= 0.0 { b + epsilon } else { b - epsilon })
    }

    fn of_sign(&self, tensor: &Tensor, sign: Sign) -> Tensor {
        match sign {
            Sign::Positive => tensor.map(|value| value.max(0.0)),
            Sign::Negative => tensor.map(|value| value.min(0.0)),
        }
    }

    fn choose(&self, of: &Tensor, positive: &Tensor, negative: &Tensor) -> Tensor {
        let pairs = positive.values.iter().zip(&*negative.values).zip(&*of.values);
        let chosen = pairs.map(|((&a, &b), &of)| if of > 0.0 { a } else { b });
        positive.with(chosen.collect())
    }

    fn activation_map(&self, gradient: &Tensor, activation: &Tensor, averaged: bool) -> Tensor {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let sites = (gradient.height * gradient.width) as f32;
        let channels = gradient.channels;
        let mut means = vec![0.0f32; if averaged { gradient.pixel() } else { 0 }];
        if averaged {
            for pixel in gradient.pixels() {
                means.iter_mut().zip(pixel).for_each(|(mean, value)| *mean += value / sites);
            }
        }
        let mut values = Vec::with_capacity(gradient.values.len() / channels);
        for (gradient, activation) in gradient.pixels().zip(activation.pixels()) {
            let weights = if averaged { &means[..] } else { gradient };
            let images = weights.chunks_exact(channels).zip(activation.chunks_exact(channels));
            values.extend(images.map(|(weights, activation)| dot(weights, activation)));
        }
        Tensor { values: Arc::new(values), channels: 1, ..*gradient }
    }
}
