//! Which samples go into which file, and which files one part of a dataset is.

use std::ops::Range;
use std::str::FromStr;

use shared::distribution::Distribution;
use shared::gpt_mnist::{self, Sample};
use shared::grown::Grown;

/// Most shard files and most parts: their numbers have five digits.
pub const MAX_FILES: u64 = 99_999;

/// One of the equal parts that a dataset is computed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which part, from 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').map(|(number, of)| (number.parse(), of.parse()));
        match numbers {
            Some((Ok(number), Ok(of))) if (1..=MAX_FILES).contains(&of) => {
                if (1..=of).contains(&number) {
                    Ok(Self { number, of })
                } else {
                    Err(format!("the parts are 1/{of} to {of}/{of}"))
                }
            }
            Some((Ok(0..), Ok(0..))) => Err(format!("there can be 1 to {MAX_FILES} parts")),
            _ => Err("expected I/N, such as 2/6 for the second of six parts".to_owned()),
        }
    }
}

/// A dataset and the part of it to write.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What is drawn from.
    pub grown: &'static Grown,
    /// Samples of the whole dataset.
    pub samples: u32,
    /// Seed of the first sample.
    pub seed: u64,
    /// Samples in a shard file; the last one may have fewer.
    pub shard_size: u32,
    /// The part to write.
    pub part: Part,
}

impl Plan {
    /// Shard files of the whole dataset.
    pub fn files(&self) -> u64 {
        u64::from(self.samples).div_ceil(self.shard_size.into())
    }

    /// The part's shard files, counted from 0: the I-th of N equal stretches of all.
    pub fn shards(&self) -> Range<u64> {
        let end = |parts: u64| self.files() * parts / self.part.of;
        end(self.part.number - 1)..end(self.part.number)
    }

    /// The samples of a shard file, counted from 0.
    pub fn samples_of(&self, shard: u64) -> Range<u64> {
        let end = |shards: u64| (shards * u64::from(self.shard_size)).min(self.samples.into());
        end(shard)..end(shard + 1)
    }

    /// Samples of the part.
    pub fn part_samples(&self) -> u64 {
        self.shards().map(|shard| self.samples_of(shard)).map(|range| range.end - range.start).sum()
    }

    /// The sample number `k`, from 0: the classes in turn, seed of the first + `k`.
    pub fn sample(&self, k: u64) -> Sample {
        self.grown.nth(self.seed, k)
    }

    /// What a shard file says that it holds: the paper's dataset, or a definition as JSON.
    pub fn title(&self) -> String {
        match self.grown == gpt_mnist::grown() {
            true => "GPT MNIST".to_owned(),
            false => Distribution::Defined(self.grown).description(),
        }
    }

    /// The name of a shard file, whose number is counted from 1 there.
    pub fn shard_name(&self, shard: u64) -> String {
        let name = self.grown.name();
        format!("{name}-{:05}-of-{:05}.safetensors", shard + 1, self.files())
    }

    /// The name of an IDX file: of the whole, or of the part's piece of it.
    pub fn idx_name(&self, whole: &str) -> String {
        match self.part {
            Part { of: 1, .. } => whole.to_owned(),
            Part { number, of } => format!("{whole}.{number:05}-of-{of:05}"),
        }
    }

    /// Whether a file of this name belongs to another dataset or to one cut in another way, which readers
    /// would mistake for a piece of this one.
    pub fn is_foreign(&self, name: &str) -> bool {
        let total = |start: &str, end: &str| -> Option<u64> {
            let numbers = name.strip_prefix(start)?.strip_suffix(end)?;
            numbers.split_once("-of-")?.1.parse().ok()
        };
        let shard = name.strip_suffix(".safetensors").and_then(|stem| {
            let (start, of) = stem.rsplit_once("-of-")?;
            let (dataset, _) = start.rsplit_once('-')?;
            Some(dataset != self.grown.name() || of.parse() != Ok(self.files()))
        });
        let [images, labels] = IDX_FILES.map(|file| total(&format!("{file}."), ""));
        shard == Some(true) || images.or(labels).is_some_and(|of| of != self.part.of)
    }
}

/// The names of the whole IDX files: of images and of labels.
pub const IDX_FILES: [&str; 2] = ["images-idx3-ubyte", "labels-idx1-ubyte"];
