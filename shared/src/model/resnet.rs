//! The ResNet34 backbone as trainable Burn modules, field names as in torchvision.

use burn::module::Module;
use burn::nn::{BatchNorm, BatchNormConfig};
use burn::tensor::activation::relu;
use burn::tensor::module::max_pool2d;
use burn::tensor::{Device, Tensor};

use super::architecture::{BLOCKS, CHANNELS};
use super::batch_norm::normalize;
use super::convolution::Convolution;
use super::engine::burn::pooling;

/// The 1x1 convolution that fits a shortcut to a stage's resolution and channels.
#[derive(Module, Debug)]
pub struct Downsample {
    conv: Convolution,
    bn: BatchNorm,
}

/// Two 3x3 convolutions and a shortcut.
#[derive(Module, Debug)]
pub struct BasicBlock {
    conv1: Convolution,
    bn1: BatchNorm,
    conv2: Convolution,
    bn2: BatchNorm,
    downsample: Option<Downsample>,
}

impl BasicBlock {
    /// `dead_taps`: the block maps 2 x 2 or 1 x 1 to 1 x 1, so only live taps are kept.
    fn new([inputs, outputs]: [usize; 2], stride: usize, dead_taps: bool, device: &Device) -> Self {
        let first = match (dead_taps, stride) {
            (false, _) => Convolution::new([inputs, outputs], 3, stride, 1, device),
            (true, 1) => Convolution::new([inputs, outputs], 1, 1, 0, device),
            (true, _) => Convolution::new([inputs, outputs], 2, stride, 0, device),
        };
        let (kernel, padding) = if dead_taps { (1, 0) } else { (3, 1) };
        let downsample = (inputs != outputs).then(|| Downsample {
            conv: Convolution::new([inputs, outputs], 1, stride, 0, device),
            bn: BatchNormConfig::new(outputs).init(device),
        });
        Self {
            conv1: first,
            bn1: BatchNormConfig::new(outputs).init(device),
            conv2: Convolution::new([outputs, outputs], kernel, 1, padding, device),
            bn2: BatchNormConfig::new(outputs).init(device),
            downsample,
        }
    }

    fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let hidden = relu(normalize(&self.bn1, self.conv1.forward(input.clone())));
        let residual = normalize(&self.bn2, self.conv2.forward(hidden));
        let shortcut = match &self.downsample {
            Some(downsample) => normalize(&downsample.bn, downsample.conv.forward(input)),
            None => input,
        };
        relu(residual + shortcut)
    }
}

/// The outputs of the stem and of the four stages: 64 x 14 x 14, 64 x 7 x 7, 128 x 4 x 4,
/// 256 x 2 x 2 and 512 x 1 x 1 for each image.
pub struct Features {
    /// The stem's ReLU.
    pub stem: Tensor<4>,
    /// The four residual stages.
    pub stages: [Tensor<4>; 4],
}

/// ResNet34 without its pooling and classifier.
#[derive(Module, Debug)]
pub struct ResNet {
    conv1: Convolution,
    bn1: BatchNorm,
    layer1: Vec<BasicBlock>,
    layer2: Vec<BasicBlock>,
    layer3: Vec<BasicBlock>,
    layer4: Vec<BasicBlock>,
}

impl ResNet {
    pub(super) fn new(device: &Device) -> Self {
        let stage = |stage: usize| {
            let channels = CHANNELS[stage];
            let inputs = CHANNELS[stage.saturating_sub(1)];
            let first_stride = if stage == 0 { 1 } else { 2 };
            (0..BLOCKS[stage])
                .map(|block| {
                    let (inputs, stride) =
                        if block == 0 { (inputs, first_stride) } else { (channels, 1) };
                    BasicBlock::new([inputs, channels], stride, stage == 3, device)
                })
                .collect()
        };
        Self {
            conv1: Convolution::new([3, 64], 7, 2, 3, device),
            bn1: BatchNormConfig::new(64).init(device),
            layer1: stage(0),
            layer2: stage(1),
            layer3: stage(2),
            layer4: stage(3),
        }
    }

    pub(super) fn forward(&self, input: Tensor<4>) -> Features {
        let stem = relu(normalize(&self.bn1, self.conv1.forward(input)));
        let through = |blocks: &[BasicBlock], input: Tensor<4>| {
            blocks.iter().fold(input, |input, block| block.forward(input))
        };
        let pooled = max_pool2d(stem.clone(), pooling());
        let first = through(&self.layer1, pooled);
        let second = through(&self.layer2, first.clone());
        let third = through(&self.layer3, second.clone());
        let fourth = through(&self.layer4, third.clone());
        Features { stem, stages: [first, second, third, fourth] }
    }
}
