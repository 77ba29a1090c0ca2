//! The heatmaps of samples, for a file.

use rayon::prelude::*;
use shared::attribution::{Explanation, Method};
use shared::gpt_mnist::{CLASSES, SIZE, Sample, Seed, Site, sample};
use shared::model::{Engine, Network};
use shared::output::{Output, Target};
use shared::reading::Reading;

use super::{Error, explain_targets};
use crate::device::Reader;
use crate::heatmaps::Row;

/// What to explain of which samples.
pub struct Bulk {
    /// Class and seed of each sample.
    pub samples: Vec<(u8, u64)>,
    /// The output.
    pub output: Output,
    /// What to explain; none for the predicted class, or for all true seeds.
    pub target: Option<Target>,
    /// How.
    pub method: Method,
}

impl Bulk {
    /// Samples of the classes in turn, or all of one class, with seeds from the first on.
    pub fn samples(class: Option<u8>, seed: u64, count: u32) -> Vec<(u8, u64)> {
        let class_of = |n: u64| class.unwrap_or((n % CLASSES as u64) as u8);
        (0..u64::from(count)).map(|n| (class_of(n), seed + n)).collect()
    }

    /// How many maps that makes.
    pub fn count(&self) -> usize {
        if self.target.is_some() || self.output == Output::Y {
            return self.samples.len();
        }
        let seeds = |&(class, seed): &(u8, u64)| Self::sample(class, seed).seeds.len();
        self.samples.par_iter().map(seeds).sum()
    }

    /// Explains the samples, on the CPU several at once.
    ///
    /// # Errors
    /// If there is no such explanation, or the device fails.
    pub fn rows(&self, reader: &Reader) -> Result<Vec<Row>, Error> {
        let rows: Vec<Vec<Row>> = match reader {
            Reader::Cpu(network) => self
                .samples
                .par_iter()
                .map(|&s| self.of_sample(network, s))
                .collect::<Result<_, _>>()?,
            Reader::Device(network) => self
                .samples
                .iter()
                .map(|&s| self.of_sample(network, s))
                .collect::<Result<_, _>>()?,
        };
        Ok(rows.into_iter().flatten().collect())
    }

    fn of_sample<E: Engine>(
        &self,
        network: &Network<E>,
        (class, seed): (u8, u64),
    ) -> Result<Vec<Row>, Error> {
        let sample = Self::sample(class, seed);
        let targets = |reading: &Reading| self.targets(&sample, reading);
        let (_, explanations) = explain_targets(network, &sample.image, targets, &[self.method])?;
        let row = |explanation: Explanation| {
            let map = explanation.heatmap.resized(SIZE, SIZE).values().to_vec();
            Row { class, seed, target: explanation.target, map }
        };
        Ok(explanations.into_iter().map(row).collect())
    }

    fn sample(class: u8, seed: u64) -> Sample {
        sample(class, seed).expect("only classes that exist are asked for")
    }

    /// What to explain of a sample: where nothing is named, the predicted class, or at each true
    /// seed the type or orientation that the network reads there.
    fn targets(&self, sample: &Sample, reading: &Reading) -> Vec<Target> {
        if let Some(target) = self.target {
            return vec![target];
        }
        let labels = match self.output {
            Output::Y => return reading.default_targets(Output::Y),
            Output::Yg => reading.y_g_labels(),
            Output::Ys => reading.y_s_labels(),
        };
        let target = |seed: &Seed| {
            let site = Site::of(seed);
            Target::at(self.output, labels[site.index()].into(), site)
                .expect("types and orientations have sites")
        };
        sample.seeds.iter().map(target).collect()
    }
}
