//! Training batches: images and weighted one-hot targets.

use burn::tensor::{Device, Tensor, TensorData};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::mnist::{CLASSES, MAX_ANGLE, SITES, SIZE, sample};
use shared::output::{Heads, Output};

use super::settings::Settings;

/// A batch of samples on the host.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    size: usize,
    images: Vec<f32>,
    classes: Vec<u8>,
    y_g: Vec<u8>,
    y_s: Vec<u8>,
}

/// A batch on the device. Each target is the one-hot label times its share of the loss, so that
/// `-sum(target * log_softmax(logits))` is the weighted mean cross-entropy.
pub struct DeviceBatch {
    /// N x 1 x 28 x 28.
    pub images: Tensor<4>,
    /// N x 10.
    pub y: Tensor<2>,
    /// N x 4 x 28 x 28.
    pub y_g: Tensor<4>,
    /// N x 8 x 28 x 28.
    pub y_s: Tensor<4>,
}

impl Batch {
    /// The batch of a training step: the same for a seed and step whatever was drawn before.
    pub fn draw(settings: &Settings, step: u64) -> Self {
        let &Settings { seed, batch: size, class_weights, max_angle, seed_dropout, .. } = settings;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(step);
        let mut batch = Self {
            size,
            images: Vec::with_capacity(size * SITES),
            classes: Vec::with_capacity(size),
            y_g: Vec::with_capacity(size * SITES),
            y_s: Vec::with_capacity(size * SITES),
        };
        for _ in 0..size {
            let class = draw_class(&class_weights, &mut rng);
            let mut drawn = sample(class, rng.random()).expect("classes 0 to 9 exist");
            // Without dropout nothing is drawn for it, so that the samples stay those of before.
            if seed_dropout > 0.0 && rng.random_bool(seed_dropout) {
                drawn = drawn.keeping(draw_subset(drawn.seeds.len(), &mut rng));
            }
            if max_angle != MAX_ANGLE {
                let angle = drawn.angle * max_angle / MAX_ANGLE;
                drawn = drawn.with_angle(angle);
            }
            batch.images.extend_from_slice(&drawn.image);
            batch.classes.push(class);
            batch.y_g.extend_from_slice(&drawn.y_g);
            batch.y_s.extend_from_slice(&drawn.y_s);
        }
        batch
    }

    /// The number of samples.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The class of each sample.
    pub fn classes(&self) -> &[u8] {
        &self.classes
    }

    /// The labels of `y_g` and `y_s`, sample after sample.
    pub fn labels(&self) -> [&[u8]; 2] {
        [&self.y_g, &self.y_s]
    }

    /// Uploads the batch; `empty_weight` is the weight of label 0 in `y_g` and `y_s`.
    pub fn upload(&self, empty_weight: f32, device: &Device) -> DeviceBatch {
        let n = self.size;
        let site_targets = |labels: &[u8], output: Output| {
            let channels = Heads::GPT_MNIST.channels(output);
            let values = weighted_one_hot(labels, channels, empty_weight);
            Tensor::from_data(TensorData::new(values, [n, channels, SIZE, SIZE]), device)
        };
        let mut y = vec![0.0f32; n * CLASSES];
        for (row, &class) in self.classes.iter().enumerate() {
            y[row * CLASSES + usize::from(class)] = 1.0 / n as f32;
        }
        let images = TensorData::new(self.images.clone(), [n, 1, SIZE, SIZE]);
        DeviceBatch {
            images: Tensor::from_data(images, device),
            y: Tensor::from_data(TensorData::new(y, [n, CLASSES]), device),
            y_g: site_targets(&self.y_g, Output::Yg),
            y_s: site_targets(&self.y_s, Output::Ys),
        }
    }
}

/// Draws a class in proportion to the weights, whose sum is above 0.
fn draw_class(weights: &[f64; CLASSES], rng: &mut impl Rng) -> u8 {
    let mut left = rng.random_range(0.0..weights.iter().sum::<f64>());
    for (class, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return class as u8;
        }
    }
    // Rounding may leave a little over; it falls to the last class that is drawn at all.
    weights.iter().rposition(|&weight| weight > 0.0).unwrap_or(0) as u8
}

/// Draws how many of the seeds stay, from 1 to all but one, and then which. A lone seed stays.
fn draw_subset(seeds: usize, rng: &mut impl Rng) -> u32 {
    let kept = rng.random_range(1..seeds.max(2));
    let mut subset = 0u32;
    while (subset.count_ones() as usize) < kept {
        subset |= 1 << rng.random_range(0..seeds);
    }
    subset
}

fn weighted_one_hot(labels: &[u8], channels: usize, empty_weight: f32) -> Vec<f32> {
    let weight = |label: u8| if label == 0 { empty_weight } else { 1.0 };
    // A sum of thousands of small numbers loses digits in f32.
    let total = labels.iter().map(|&label| f64::from(weight(label))).sum::<f64>() as f32;
    let mut values = vec![0.0; labels.len() * channels];
    for (index, &label) in labels.iter().enumerate() {
        let (image, site) = (index / SITES, index % SITES);
        values[(image * channels + usize::from(label)) * SITES + site] = weight(label) / total;
    }
    values
}
