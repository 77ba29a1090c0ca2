//! Training batches: images and weighted one-hot targets.

use burn::tensor::{Device, Tensor, TensorData};
use shared::gpt_mnist::{SITES, SIZE};
use shared::model::architecture::Architecture;
use shared::output::Output;

/// A batch of samples on the host.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    architecture: Architecture,
    shares: Shares,
    images: Vec<f32>,
    classes: Vec<Option<u8>>,
    y_g: Vec<u8>,
    y_s: Vec<u8>,
}

/// How the sites share the losses of `y_g` and `y_s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shares {
    /// Every site has one, by its own label: the paper's way.
    Sites,
    /// The losses are sums over the sites for each seed of the batch, and an orientation counts at seeds
    /// only.
    Seeds,
}

/// One image with its labels.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// The pixels of every input channel.
    pub image: &'a [f32],
    /// The class, if it has one.
    pub class: Option<u8>,
    /// 0-based types of all sites.
    pub y_g: &'a [u8],
    /// Orientations of all sites.
    pub y_s: &'a [u8],
}

/// A batch on the device. Each target is the one-hot label times its share of the loss, so that
/// `-sum(target * log_softmax(logits))` is the weighted mean cross-entropy.
pub struct DeviceBatch {
    /// N x inputs x 28 x 28.
    pub images: Tensor<4>,
    /// N x classes.
    pub y: Tensor<2>,
    /// N x types x 28 x 28.
    pub y_g: Tensor<4>,
    /// N x orientations x 28 x 28.
    pub y_s: Tensor<4>,
}

impl Batch {
    /// An empty batch for a network.
    pub const fn new(architecture: Architecture, shares: Shares) -> Self {
        Self {
            architecture,
            shares,
            images: Vec::new(),
            classes: Vec::new(),
            y_g: Vec::new(),
            y_s: Vec::new(),
        }
    }

    /// Adds a sample.
    pub fn push(&mut self, Labelled { image, class, y_g, y_s }: Labelled) {
        self.images.extend_from_slice(image);
        self.classes.push(class);
        self.y_g.extend_from_slice(y_g);
        self.y_s.extend_from_slice(y_s);
    }

    /// The number of samples.
    pub const fn size(&self) -> usize {
        self.classes.len()
    }

    /// The class of each sample that has one.
    pub fn classes(&self) -> &[Option<u8>] {
        &self.classes
    }

    /// The labels of `y_g` and `y_s`, sample after sample.
    pub fn labels(&self) -> [&[u8]; 2] {
        [&self.y_g, &self.y_s]
    }

    /// Uploads the batch; `empty_weight` is the weight of label 0 in `y_g` and `y_s`.
    pub fn upload(&self, empty_weight: f32, device: &Device) -> DeviceBatch {
        let n = self.size();
        let Architecture { distribution, inputs } = self.architecture;
        let heads = distribution.heads();
        let site_targets = |labels: &[u8], output: Output| {
            let channels = heads.channels(output);
            let values = one_hot(labels, channels, &self.shares(labels, output, empty_weight));
            Tensor::from_data(TensorData::new(values, [n, channels, SIZE, SIZE]), device)
        };
        let known = self.classes.iter().flatten().count().max(1);
        let mut y = vec![0.0f32; n * heads.classes];
        for (row, class) in self.classes.iter().enumerate() {
            if let Some(class) = class {
                y[row * heads.classes + usize::from(*class)] = 1.0 / known as f32;
            }
        }
        let images = TensorData::new(self.images.clone(), [n, inputs, SIZE, SIZE]);
        DeviceBatch {
            images: Tensor::from_data(images, device),
            y: Tensor::from_data(TensorData::new(y, [n, heads.classes]), device),
            y_g: site_targets(&self.y_g, Output::Yg),
            y_s: site_targets(&self.y_s, Output::Ys),
        }
    }

    /// Each site's share of the loss of an output.
    fn shares(&self, labels: &[u8], output: Output, empty_weight: f32) -> Vec<f32> {
        match self.shares {
            Shares::Sites => {
                let weight = |&label: &u8| if label == 0 { empty_weight } else { 1.0 };
                // A sum of thousands of small numbers loses digits in f32.
                let total = labels.iter().map(|label| f64::from(weight(label))).sum::<f64>() as f32;
                labels.iter().map(|label| weight(label) / total).collect()
            }
            Shares::Seeds => {
                let is_seed = || self.y_g.iter().map(|&label| label > 0);
                let share = 1.0 / is_seed().filter(|&seed| seed).count().max(1) as f32;
                let counts = |seed: bool| if seed { 1.0 } else { 0.0 };
                match output {
                    Output::Ys => is_seed().map(|seed| share * counts(seed)).collect(),
                    _ => is_seed()
                        .map(|seed| if seed { share } else { share * empty_weight })
                        .collect(),
                }
            }
        }
    }
}

fn one_hot(labels: &[u8], channels: usize, shares: &[f32]) -> Vec<f32> {
    let mut values = vec![0.0; labels.len() * channels];
    for (index, (&label, &share)) in labels.iter().zip(shares).enumerate() {
        let (image, site) = (index / SITES, index % SITES);
        values[(image * channels + usize::from(label)) * SITES + site] = share;
    }
    values
}
