//! How well a network reads real digits: as configurations that grow into them, and as classes.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;
use shared::decode::{self, GROWTHS, Way};
use shared::evaluation::statistics::Estimate;
use shared::fit::{Fitted, Model, Options, Preference};
use shared::idx::LabelledImage;
use shared::model::{CpuEngine, Engine, Network, ReadError};

/// Digits that run through the network at once.
const BATCH: usize = 32;

/// What is said about one way to find the seeds, means over the digits.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The way.
    pub name: String,
    /// Intersection over union with the digit, which is ink from 0.5 on.
    pub iou: Estimate,
    /// Seeds.
    pub seeds: Estimate,
    /// Passes through the network.
    pub passes: f64,
    /// Configurations that were grown.
    pub growths: f64,
}

/// The evaluation of some digits.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// Digits.
    pub digits: usize,
    /// The share whose class is read right.
    pub class_accuracy: Estimate,
    /// The network's ways, and search without it.
    pub rows: Vec<Row>,
}

/// Reads digits on a device, one batch after the other.
///
/// # Errors
/// If the device fails.
///
/// # Panics
/// If there are no digits.
pub fn evaluate<E: Engine>(
    network: &Network<E>,
    digits: &[LabelledImage],
    ways: &[Way],
) -> Result<Evaluation, ReadError> {
    let model = Model::handwriting();
    let mut ways_read = Vec::new();
    for &way in ways {
        let mut all = Vec::new();
        for digits in digits.chunks(BATCH) {
            all.extend(read(network, &model, digits, way)?);
        }
        ways_read.push((way, all));
    }
    Ok(Evaluation::of_ways(&ways_read))
}

/// Reads digits by all ways and by search alone on all threads.
///
/// # Errors
/// If the network fails.
///
/// # Panics
/// If there are no digits.
pub fn evaluate_all(
    network: &Network<CpuEngine>,
    digits: &[LabelledImage],
) -> Result<Evaluation, ReadError> {
    let model = Model::handwriting();
    let mut ways_read = Vec::new();
    for way in Way::ALL {
        let read = |digits| read(network, &model, digits, way);
        let all: Result<Vec<Vec<Read>>, ReadError> = digits.par_chunks(BATCH).map(read).collect();
        ways_read.push((way, all?.into_iter().flatten().collect()));
    }
    let mut evaluation = Evaluation::of_ways(&ways_read);
    for growths in [GROWTHS, Options::default().growths] {
        let options = Options { growths, ..Options::default() };
        let search = |digit: &LabelledImage| model.fit(&digit.image, options, Preference::None);
        let all: Vec<Fitted> = digits.par_iter().map(search).collect();
        let name = format!("search, {growths}");
        evaluation.rows.push(Row::new(&name, &all.iter().collect::<Vec<_>>(), 0.0));
    }
    Ok(evaluation)
}

/// What is kept of a digit that was read: what a network said of all its sites would fill gigabytes.
struct Read {
    is_right: bool,
    passes: usize,
    fitted: Fitted,
}

/// Reads a few digits at once.
fn read<E: Engine>(
    network: &Network<E>,
    model: &Model,
    digits: &[LabelledImage],
    way: Way,
) -> Result<Vec<Read>, ReadError> {
    let images: Vec<&[f32]> = digits.iter().map(|digit| &digit.image[..]).collect();
    let decoded = pollster::block_on(network.decode(model, &images, way, decode::options()))?;
    let kept = digits.iter().zip(decoded).map(|(digit, decoded)| Read {
        is_right: decoded.reading.class() == usize::from(digit.label),
        passes: decoded.passes,
        fitted: decoded.fitted,
    });
    Ok(kept.collect())
}

impl Row {
    fn of_way(way: Way, all: &[Read]) -> Self {
        let passes = all.iter().map(|read| read.passes as f64).sum::<f64>();
        let fitted: Vec<&Fitted> = all.iter().map(|read| &read.fitted).collect();
        Self::new(way.name(), &fitted, passes / all.len() as f64)
    }

    fn new(name: &str, all: &[&Fitted], passes: f64) -> Self {
        let estimate = |of: fn(&Fitted) -> f64| {
            let values: Vec<f64> = all.iter().map(|fitted| of(fitted)).collect();
            Estimate::of(&values).expect("there are digits")
        };
        Self {
            name: name.to_owned(),
            iou: estimate(|fitted| fitted.iou),
            seeds: estimate(|fitted| fitted.seeds.len() as f64),
            passes,
            growths: estimate(|fitted| fitted.growths as f64).mean,
        }
    }
}

impl Evaluation {
    /// Of what was read in the same digits by some ways; the class does not depend on the way.
    fn of_ways(ways: &[(Way, Vec<Read>)]) -> Self {
        let first = &ways[0].1;
        let right = first.iter().filter(|read| read.is_right).count();
        let class_accuracy = Estimate::wilson(right, first.len()).expect("there are digits");
        let rows = ways.iter().map(|(way, all)| Row::of_way(*way, all)).collect();
        Self { digits: first.len(), class_accuracy, rows }
    }

    /// One line with the most important numbers.
    pub fn summary(&self) -> String {
        let rows = self.rows.iter();
        let rows = rows.map(|Row { name, iou, seeds, .. }| {
            format!("{name} IoU {:.3} with {:.2} seeds", iou.mean, seeds.mean)
        });
        let rows = rows.collect::<Vec<_>>().join(", ");
        let class = 100.0 * self.class_accuracy.mean;
        format!("  {} real digits: class {class:.2} %, {rows}", self.digits)
    }

    /// Prints a table, a way a row.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, output: &mut impl Write) -> io::Result<()> {
        let interval = |Estimate { low, high, .. }: Estimate, digits: usize| {
            let [low, high] = [low, high].map(|end| end.unwrap_or(f64::NAN));
            format!("{low:.digits$} to {high:.digits$}")
        };
        let Self { digits, class_accuracy, rows } = self;
        writeln!(output, "{digits} real digits, means with 95 % intervals\n")?;
        let percent = |share: Option<f64>| share.map_or(f64::NAN, |share| 100.0 * share);
        writeln!(
            output,
            "class right: {:.2} % ({:.2} to {:.2})\n",
            100.0 * class_accuracy.mean,
            percent(class_accuracy.low),
            percent(class_accuracy.high)
        )?;
        let title = ["IoU", "seeds", "passes", "growths"];
        let [iou, seeds, passes, growths] = title;
        writeln!(output, "{:<14}{iou:<26}{seeds:<22}{passes:>7}{growths:>9}", "way")?;
        for row in rows {
            let iou = format!("{:.4} ({})", row.iou.mean, interval(row.iou, 4));
            let seeds = format!("{:.2} ({})", row.seeds.mean, interval(row.seeds, 2));
            let Row { name, passes, growths, .. } = row;
            writeln!(output, "{name:<14}{iou:<26}{seeds:<22}{passes:>7.1}{growths:>9.1}")?;
        }
        Ok(())
    }
}
