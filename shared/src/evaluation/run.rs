//! An evaluation in progress: what was measured on each sample, and what it comes to so far.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::statistics::{Estimate, pooled_spearman};
use crate::output::Output;

/// Draws of the bootstrap behind pooled rank correlations, and its seed.
const BOOTSTRAP: (usize, u64) = (1000, 1);

/// The explainer of what needs no map.
pub const NETWORK: &str = "network";

/// What is measured: one score of one explainer's maps of one output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The output head that the maps explain.
    pub output: Output,
    /// Whose maps: a method or a baseline by its name, or [`NETWORK`].
    pub explainer: String,
    /// The score.
    pub metric: String,
}

impl Cell {
    /// A cell.
    pub fn new(output: Output, explainer: impl Into<String>, metric: impl Into<String>) -> Self {
        Self { output, explainer: explainer.into(), metric: metric.into() }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.output, self.explainer, self.metric)
    }
}

/// What was measured on one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The sample's class.
    pub class: u8,
    /// The sample's seed.
    pub seed: u64,
    /// Values; a cell may have several, those of the sample's components for instance.
    pub values: Vec<(Cell, f64)>,
    /// Pairs whose rank correlation over all samples is asked for.
    pub pairs: Vec<(Cell, f64, f64)>,
    /// Curves.
    pub curves: Vec<(Cell, Vec<f64>)>,
}

impl Record {
    /// A record without measurements.
    pub const fn new(class: u8, seed: u64) -> Self {
        Self { class, seed, values: Vec::new(), pairs: Vec::new(), curves: Vec::new() }
    }

    /// The record without what was measured on the network alone, for a sample of which another record
    /// has it.
    pub fn without_network(mut self) -> Self {
        self.values.retain(|(cell, _)| cell.explainer != NETWORK);
        self
    }

    /// Adds a value, where there is one.
    pub fn value(&mut self, cell: Cell, value: impl Into<Option<f64>>) {
        if let Some(value) = value.into() {
            self.values.push((cell, value));
        }
    }
}

/// What was measured of each sample, by its seed and class.
type BySample<T> = BTreeMap<(u64, u8), Vec<T>>;

/// The records of an evaluation: takes more at any time, and says at any time what they come to.
///
/// ```
/// use shared::evaluation::run::{Cell, Record, Run};
/// use shared::output::Output;
///
/// let cell = Cell::new(Output::Yg, "gradient", "gain");
/// let mut run = Run::default();
/// for (seed, gains) in [(1, [0.25, 0.75]), (2, [1.0, 1.0])] {
///     let mut record = Record::new(6, seed);
///     gains.into_iter().for_each(|gain| record.value(cell.clone(), gain));
///     run.add(record);
/// }
/// // A sample counts once, with the mean of its strokes.
/// let gain = run.estimate(&cell).expect("it was measured");
/// assert_eq!((gain.n, gain.mean), (2, 0.75));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    values: BTreeMap<Cell, BySample<f64>>,
    pairs: BTreeMap<Cell, BySample<(f64, f64)>>,
    curves: BTreeMap<Cell, BySample<Vec<f64>>>,
}

impl Run {
    /// Takes one more record. The order of records of different samples does not matter.
    pub fn add(&mut self, record: Record) {
        let sample = (record.seed, record.class);
        for (cell, value) in record.values {
            self.values.entry(cell).or_default().entry(sample).or_default().push(value);
        }
        for (cell, a, b) in record.pairs {
            self.pairs.entry(cell).or_default().entry(sample).or_default().push((a, b));
        }
        for (cell, curve) in record.curves {
            self.curves.entry(cell).or_default().entry(sample).or_default().push(curve);
        }
    }

    /// All cells with values, in order.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.values.keys()
    }

    /// The mean over samples, of the mean over each sample's own values, with its interval.
    pub fn estimate(&self, cell: &Cell) -> Option<Estimate> {
        let samples: Vec<&Vec<f64>> = self.values.get(cell)?.values().collect();
        Estimate::clustered(&samples)
    }

    /// The mean over samples of a rate, in [0, 1], that each sample has one value of, with
    /// [Wilson's interval](Estimate::of_rates).
    pub fn rate(&self, cell: &Cell) -> Option<Estimate> {
        let rates: Vec<f64> = self.values.get(cell)?.values().flatten().copied().collect();
        Estimate::of_rates(&rates)
    }

    /// The mean difference `a - b` over the samples that have both, with its interval.
    pub fn difference(&self, a: &Cell, b: &Cell) -> Option<Estimate> {
        let (a, b) = (self.values.get(a)?, self.values.get(b)?);
        let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let (a, b): (Vec<f64>, Vec<f64>) =
            a.iter().filter_map(|(sample, a)| Some((mean(a), mean(b.get(sample)?)))).unzip();
        Estimate::paired(&a, &b)
    }

    /// Spearman's rank correlation over all pairs of all samples, with a bootstrap interval over
    /// samples.
    pub fn correlation(&self, cell: &Cell) -> Option<Estimate> {
        let samples: Vec<&Vec<(f64, f64)>> = self.pairs.get(cell)?.values().collect();
        let (draws, seed) = BOOTSTRAP;
        pooled_spearman(&samples, draws, seed)
    }

    /// The mean curve over samples, of the mean over each sample's own curves: an estimate for each
    /// point.
    pub fn curve(&self, cell: &Cell) -> Option<Vec<Estimate>> {
        let samples = self.curves.get(cell)?;
        let points = samples.values().flatten().map(Vec::len).min()?;
        let at = |point| {
            let values: Vec<Vec<f64>> = samples
                .values()
                .map(|curves| curves.iter().map(|curve| curve[point]).collect())
                .collect();
            Estimate::clustered(&values)
        };
        (0..points).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(seed: u64, values: &[f64]) -> Record {
        let mut record = Record::new(6, seed);
        for &value in values {
            record.value(Cell::new(Output::Ys, "input", "gain"), value);
            record.curves.push((Cell::new(Output::Y, "input", "aopc"), vec![value, 2.0 * value]));
            record.pairs.push((Cell::new(Output::Y, "input", "drop"), value, -value));
        }
        record
    }

    #[test]
    fn the_sample_is_the_unit_and_order_does_not_matter() {
        let records = [record(1, &[0.0, 1.0]), record(2, &[1.0]), record(3, &[0.25])];
        let (mut forward, mut back) = (Run::default(), Run::default());
        records.iter().cloned().for_each(|record| forward.add(record));
        records.into_iter().rev().for_each(|record| back.add(record));
        assert_eq!(forward, back);
        let cell = Cell::new(Output::Ys, "input", "gain");
        let estimate = forward.estimate(&cell).unwrap();
        assert_eq!((estimate.n, estimate.mean), (3, (0.5 + 1.0 + 0.25) / 3.0));
        let curve = forward.curve(&Cell::new(Output::Y, "input", "aopc")).unwrap();
        assert_eq!(curve[1].mean, 2.0 * estimate.mean);
        let rho = forward.correlation(&Cell::new(Output::Y, "input", "drop")).unwrap();
        assert!((rho.mean + 1.0).abs() < 1e-12);
        let none = forward.difference(&cell, &Cell::new(Output::Y, "input", "gain"));
        assert_eq!(none, None);
        assert_eq!(forward.difference(&cell, &cell).unwrap().mean, 0.0);
    }

    #[test]
    fn records_survive_json() {
        let record = record(u64::MAX, &[1.0 / 3.0]);
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }
}
