//! GPTNet for inference and attribution.

use burn::tensor::activation::relu;
use burn::tensor::module::max_pool2d_with_indices;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Int, Tensor, TensorData};
use thiserror::Error;

use super::architecture::{BLOCKS, CHANNELS};
use super::layer::{Convolution, Loader};
use super::weights::Weights;
use crate::mnist::{SITES, SIZE};
use crate::reading::Reading;

/// The network on a device. Everything that [`Network::forward`] computes can be explained.
pub struct Network {
    pub(crate) channel_adj: Convolution,
    pub(crate) cf: Pipe,
    pub(crate) stem: Convolution,
    pub(crate) stages: [Vec<Block>; 4],
    pub(crate) fc: Convolution,
    pub(crate) eb2: Convolution,
    pub(crate) eb1: Convolution,
    pub(crate) eb0: Convolution,
    pub(crate) cyg: Pipe,
    pub(crate) cys: Pipe,
    device: Device,
}

/// A convolution and a transposed convolution, each followed by a ReLU.
pub(crate) struct Pipe {
    pub c1: Convolution,
    pub c2: Convolution,
}

/// A residual block.
pub(crate) struct Block {
    pub conv1: Convolution,
    pub conv2: Convolution,
    pub downsample: Option<Convolution>,
}

/// An image that is not 28 x 28 finite numbers.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ImageError {
    /// The number of pixels is wrong.
    #[error("image: {0} pixels, expected {SITES} ({SIZE} rows of {SIZE})")]
    Size(usize),
    /// A pixel is not a finite number.
    #[error("image: the pixel at row {row}, column {column} is {value}, expected a finite number")]
    Value {
        /// The pixel's row.
        row: usize,
        /// The pixel's column.
        column: usize,
        /// Its value.
        value: f32,
    },
}

/// The outputs of every ReLU of the network for one image, which is all that attribution needs.
pub struct Activations {
    /// `channel_adj`: 1 x 3 x 28 x 28; the only entry that is no ReLU's output.
    pub(crate) x: Tensor<4>,
    pub(crate) cf: PipeActivations,
    pub(crate) stem: Tensor<4>,
    /// The stem's pooling: 1 x 64 x 7 x 7.
    pub(crate) pooled: Tensor<4>,
    /// The site of each maximum of the stem's pooling.
    pub(crate) pooled_from: Tensor<4, Int>,
    pub(crate) stages: [Vec<BlockActivations>; 4],
    /// Expansion blocks before cropping.
    pub(crate) eb2: Tensor<4>,
    pub(crate) eb1: Tensor<4>,
    pub(crate) eb0: Tensor<4>,
    pub(crate) cyg: PipeActivations,
    pub(crate) cys: PipeActivations,
    /// Class logits: 1 x 10 x 1 x 1.
    pub(crate) y: Tensor<4>,
}

pub(crate) struct PipeActivations {
    pub hidden: Tensor<4>,
    pub output: Tensor<4>,
}

pub(crate) struct BlockActivations {
    pub hidden: Tensor<4>,
    pub output: Tensor<4>,
}

/// The stem's pooling.
pub(crate) fn pooling() -> MaxPoolOptions<2> {
    MaxPoolOptions::new([3, 3]).with_stride([2, 2]).with_padding([1, 1])
}

impl Network {
    /// Uploads the weights.
    pub fn new(weights: &Weights, device: &Device) -> Self {
        let load = Loader { weights, device };
        let expansion = |name: &str| {
            let (c1, bn1) = (format!("{name}.c1"), format!("{name}.bn1"));
            load.transposed(&c1, Some(&bn1), [128, 64, 3], 2)
        };
        Self {
            channel_adj: load.convolution("channel_adj", None, [3, 1, 1], 1, 0),
            cf: Pipe::new(&load, "cf", [3, 64]),
            stem: load.convolution("backbone.conv1", Some("backbone.bn1"), [64, 3, 7], 2, 3),
            stages: [0, 1, 2, 3].map(|stage| {
                (0..BLOCKS[stage]).map(|block| Block::new(&load, stage, block)).collect()
            }),
            fc: load.convolution("fc", None, [10, 512, 1], 1, 0),
            eb2: expansion("eb2"),
            eb1: expansion("eb1"),
            eb0: expansion("eb0"),
            cyg: Pipe::new(&load, "cyg", [128, 4]),
            cys: Pipe::new(&load, "cys", [128, 8]),
            device: device.clone(),
        }
    }

    /// Runs the network on one image of 28 rows of 28 pixels.
    ///
    /// # Errors
    /// If the image has another size or a pixel is not finite.
    pub fn forward(&self, image: &[f32]) -> Result<Activations, ImageError> {
        self.forward_batch(&[image])
    }

    /// Runs the network on many images and reads its outputs, one reading an image.
    ///
    /// # Errors
    /// If an image has another size or a pixel is not finite, or the device fails.
    pub async fn read_batch(&self, images: &[&[f32]]) -> Result<Vec<Reading>, ReadError> {
        if images.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.forward_batch(images)?.reading().await?;
        let count = images.len();
        let part = |values: &[f32], index: usize| {
            let size = values.len() / count;
            values[index * size..(index + 1) * size].to_vec()
        };
        Ok((0..count)
            .map(|index| Reading {
                y: part(&all.y, index),
                y_g: part(&all.y_g, index),
                y_s: part(&all.y_s, index),
            })
            .collect())
    }

    fn forward_batch(&self, images: &[&[f32]]) -> Result<Activations, ImageError> {
        images.iter().try_for_each(|image| check(image))?;
        let images = TensorData::new(images.concat(), [images.len(), 1, SIZE, SIZE]);
        let x = self.channel_adj.forward(Tensor::from_data(images, &self.device));
        let cf = self.cf.forward(x.clone());
        let stem = relu(self.stem.forward(x.clone()));
        let (pooled, pooled_from) = max_pool2d_with_indices(stem.clone(), pooling());
        let mut features = pooled.clone();
        let stages = [0, 1, 2, 3].map(|stage| {
            let run = |block: &Block| {
                let activations = block.forward(features.clone());
                features = activations.output.clone();
                activations
            };
            self.stages[stage].iter().map(run).collect::<Vec<_>>()
        });
        let y = self.fc.forward(features);
        let eb2 = relu(self.eb2.forward(output_of(&stages[1])));
        let v2 = Tensor::cat(vec![output_of(&stages[0]), crop(&eb2, 1, 7)], 1);
        let eb1 = relu(self.eb1.forward(v2));
        let v1 = Tensor::cat(vec![stem.clone(), crop(&eb1, 0, 14)], 1);
        let eb0 = relu(self.eb0.forward(v1));
        let v0 = Tensor::cat(vec![cf.output.clone(), crop(&eb0, 0, SIZE)], 1);
        let (cyg, cys) = (self.cyg.forward(v0.clone()), self.cys.forward(v0));
        Ok(Activations { x, cf, stem, pooled, pooled_from, stages, eb2, eb1, eb0, cyg, cys, y })
    }

    /// The device that the network runs on.
    pub fn device(&self) -> &Device {
        &self.device
    }
}

impl Activations {
    /// The network's outputs, read back from the device.
    ///
    /// # Errors
    /// If the device fails.
    pub async fn reading(&self) -> Result<Reading, DeviceError> {
        let outputs = vec![self.y.clone(), self.cyg.output.clone(), self.cys.output.clone()];
        let mut outputs = read_all(outputs).await?.into_iter();
        let mut next = || outputs.next().expect("as many outputs as were asked for");
        Ok(Reading { y: next(), y_g: next(), y_s: next() })
    }
}

/// The device failed to compute or to hand back a result.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the device failed: {0}")]
pub struct DeviceError(String);

/// Why images were not read.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReadError {
    /// The network does not take an image.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The device failed.
    #[error(transparent)]
    Device(#[from] DeviceError),
}

/// Reads tensors back in one transfer, each in row-major order.
pub(crate) async fn read_all(tensors: Vec<Tensor<4>>) -> Result<Vec<Vec<f32>>, DeviceError> {
    let counts: Vec<usize> = tensors.iter().map(|tensor| tensor.dims().iter().product()).collect();
    let flat = tensors.into_iter().map(|tensor| tensor.flatten::<1>(0, 3)).collect();
    let data = Tensor::cat(flat, 0).into_data_async().await;
    let values: Vec<f32> = data
        .map_err(|error| DeviceError(format!("{error:?}")))?
        .try_to_vec()
        .map_err(|error| DeviceError(format!("{error:?}")))?;
    let mut rest = values.into_iter();
    Ok(counts.into_iter().map(|count| rest.by_ref().take(count).collect()).collect())
}

/// The output of a stage: that of its last block.
pub(crate) fn output_of(stage: &[BlockActivations]) -> Tensor<4> {
    stage.last().expect("every stage has blocks").output.clone()
}

fn check(image: &[f32]) -> Result<(), ImageError> {
    if image.len() != SITES {
        return Err(ImageError::Size(image.len()));
    }
    match image.iter().position(|value| !value.is_finite()) {
        Some(site) => {
            let (row, column) = (site / SIZE, site % SIZE);
            Err(ImageError::Value { row, column, value: image[site] })
        }
        None => Ok(()),
    }
}

/// Keeps `size` rows and columns from `first` on.
pub(crate) fn crop(input: &Tensor<4>, first: usize, size: usize) -> Tensor<4> {
    let [n, channels, _, _] = input.dims();
    input.clone().slice([0..n, 0..channels, first..first + size, first..first + size])
}

impl Pipe {
    fn new(load: &Loader, name: &str, [inputs, outputs]: [usize; 2]) -> Self {
        Self {
            c1: load.convolution(&format!("{name}.c1"), None, [outputs, inputs, 3], 1, 0),
            c2: load.transposed(&format!("{name}.c2"), None, [outputs, outputs, 3], 1),
        }
    }

    fn forward(&self, input: Tensor<4>) -> PipeActivations {
        let hidden = relu(self.c1.forward(input));
        let output = relu(self.c2.forward(hidden.clone()));
        PipeActivations { hidden, output }
    }
}

impl Block {
    fn new(load: &Loader, stage: usize, block: usize) -> Self {
        let name = format!("backbone.layer{}.{block}", stage + 1);
        let outputs = CHANNELS[stage];
        let first = block == 0 && stage > 0;
        let inputs = if first { CHANNELS[stage - 1] } else { outputs };
        let stride = if first { 2 } else { 1 };
        // The last stage keeps its live taps only: 2 x 2 of the first kernel, 1 x 1 of the others.
        let (kernel1, padding1) = match (stage, first) {
            (3, true) => (2, 0),
            (3, false) => (1, 0),
            _ => (3, 1),
        };
        let (kernel2, padding2) = if stage == 3 { (1, 0) } else { (3, 1) };
        let convolution = |part: &str, norm: &str, shape, stride, padding| {
            let norm = format!("{name}.{norm}");
            load.convolution(&format!("{name}.{part}"), Some(&norm), shape, stride, padding)
        };
        Self {
            conv1: convolution("conv1", "bn1", [outputs, inputs, kernel1], stride, padding1),
            conv2: convolution("conv2", "bn2", [outputs, outputs, kernel2], 1, padding2),
            downsample: first
                .then(|| convolution("downsample.0", "downsample.1", [outputs, inputs, 1], 2, 0)),
        }
    }

    fn forward(&self, input: Tensor<4>) -> BlockActivations {
        let hidden = relu(self.conv1.forward(input.clone()));
        let residual = self.conv2.forward(hidden.clone());
        let shortcut = match &self.downsample {
            Some(downsample) => downsample.forward(input),
            None => input,
        };
        BlockActivations { hidden, output: relu(residual + shortcut) }
    }
}
