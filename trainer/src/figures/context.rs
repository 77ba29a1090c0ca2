//! What every part of the report is made from.

use std::path::Path;

use shared::attribution::Heatmap;
use shared::gpt_mnist::{self, CLASSES, SIZE, Sample};
use shared::idx::LabelledImage;
use shared::model::{CpuEngine, Network};

use super::text::counted;

/// What every part of the report is made from.
pub struct Context<'a> {
    /// The network.
    pub network: &'a Network<CpuEngine>,
    /// Which weights it has, in words.
    pub weights: String,
    /// The seed of sample 0; sample k has this seed + k, modulo 2^64.
    pub seed: u64,
    /// How many samples are read.
    pub samples: usize,
    /// Real digits, or why there are none.
    pub digits: Result<Vec<LabelledImage>, String>,
}

impl Context<'_> {
    /// Sample k: of class k mod 10, as `sample`, `evaluate` and `dataset` count.
    pub fn sample(&self, k: usize) -> Sample {
        gpt_mnist::grown().nth(self.seed, k as u64)
    }

    /// The n-th sample of a class, n from 0.
    pub fn of_class(&self, class: usize, n: usize) -> Sample {
        self.sample(n * CLASSES + class)
    }

    /// What the report was made from, as names and values.
    pub fn provenance(&self) -> Vec<(String, String)> {
        let real = match &self.digits {
            Ok(digits) => format!("{} of MNIST, for development", counted(digits.len(), "digit")),
            Err(_) => "none".into(),
        };
        [
            ("Weights", self.weights.clone()),
            (
                "Samples",
                format!("{}: sample k has class k mod 10 and seed {} + k", self.samples, self.seed),
            ),
            ("Real digits", real),
            ("Made by", format!("trainer figures, version {}", env!("CARGO_PKG_VERSION"))),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

/// Weights in words: the file's name, size and CRC-32.
pub fn description(path: &Path, bytes: &[u8]) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let size = bytes.len() as f64 / 1e6;
    format!("{name}, {size:.1} MB, CRC-32 {:08x}", crc32fast::hash(bytes))
}

/// A sample's image as a map of 28 x 28 pixels.
pub fn image(pixels: &[f32]) -> Heatmap {
    Heatmap::new(SIZE, pixels.to_vec())
}
