//! The evaluation of the network on samples (paper table 1, and by the definitions).

use serde::Serialize;

use super::classification::SiteCounts;
use super::run::{Cell, NETWORK, Record};
use crate::gpt_mnist::{Sample, iou};
use crate::output::Output;
use crate::reading::Reading;

/// % errors in the paper's table 1, as published: accuracy, recall and precision of `y_g`, then of `y_s`. Where it
/// says less than a hundredth, that.
pub const PAPER_ERRORS: [f64; 6] = [0.01, 0.0, 0.0104, 0.01, 0.0, 0.254];

/// The rates of each head.
pub const RATES: [&str; 3] = ["accuracy", "recall", "precision"];

/// The cell of a rate of a head, by the definitions or as published, with truth and prediction swapped. Of the
/// class there is the accuracy by the definitions.
pub fn rate_cell(output: Output, rate: &str, as_published: bool) -> Cell {
    let form = if as_published { "published" } else { "standard" };
    Cell::new(output, NETWORK, format!("{form}:{rate}"))
}

/// How one sample was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    class: u8,
    seed: u64,
    class_is_right: bool,
    y_g: SiteCounts,
    y_s: SiteCounts,
    y_g_as_published: SiteCounts,
    y_s_as_published: SiteCounts,
    exact: bool,
    strictly_exact: bool,
    regrowth_iou: f64,
}

impl Outcome {
    /// Compares a reading with the sample that was read.
    pub fn new(sample: &Sample, reading: &Reading) -> Self {
        let (y_g, y_s) = (reading.y_g_labels(), reading.y_s_labels());
        let types_are_right = y_g == sample.y_g;
        let seeds = (0..y_g.len()).filter(|&site| sample.y_g[site] > 0);
        let mut orientations = seeds.map(|site| y_s[site] == sample.y_s[site]);
        let regrown = sample
            .distribution
            .regrow(&y_g, &y_s, sample.steps)
            .expect("predicted types and orientations exist, and the sample was grown as long");
        Self {
            class: sample.class,
            seed: sample.seed,
            class_is_right: reading.class() == usize::from(sample.class),
            y_g: SiteCounts::of(&sample.y_g, &y_g),
            y_s: SiteCounts::of(&sample.y_s, &y_s),
            y_g_as_published: SiteCounts::of(&y_g, &sample.y_g),
            y_s_as_published: SiteCounts::of(&y_s, &sample.y_s),
            exact: types_are_right && orientations.all(|right| right),
            strictly_exact: types_are_right && y_s == sample.y_s,
            regrowth_iou: iou(regrown.codes(), &sample.codes),
        }
    }

    /// The true class.
    pub const fn class(&self) -> u8 {
        self.class
    }

    /// Its rates, for a run.
    pub fn record(&self) -> Record {
        let mut record = Record::new(self.class, self.seed);
        let class = f64::from(u8::from(self.class_is_right));
        record.value(rate_cell(Output::Y, RATES[0], false), class);
        for (output, counts, as_published) in [
            (Output::Yg, self.y_g, false),
            (Output::Ys, self.y_s, false),
            (Output::Yg, self.y_g_as_published, true),
            (Output::Ys, self.y_s_as_published, true),
        ] {
            let rates = [counts.accuracy(), counts.recall(), counts.precision()];
            for (name, rate) in RATES.into_iter().zip(rates) {
                record.value(rate_cell(output, name, as_published), rate);
            }
        }
        record
    }

    /// Whether the class is right, and `y_g` and `y_s` at every site.
    pub const fn is_right(&self) -> bool {
        self.class_is_right && self.strictly_exact
    }
}

/// Rates of one output, means over samples, in [0, 1].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Rates {
    /// The share of sites whose label is right.
    pub accuracy: f64,
    /// TP / (TP + FN).
    pub recall: f64,
    /// TP / (TP + FP).
    pub precision: f64,
}

/// Means over samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// The number of samples.
    pub samples: usize,
    /// The share of samples whose class is right.
    pub class_accuracy: f64,
    /// Types, by the definitions.
    pub y_g: Rates,
    /// Orientations, by the definitions.
    pub y_s: Rates,
    /// Types with truth and prediction swapped, as in the paper's table 1.
    pub y_g_as_published: Rates,
    /// Orientations with truth and prediction swapped, as in the paper's table 1.
    pub y_s_as_published: Rates,
    /// The share of samples with `y_g` right at every site and `y_s` right at every seed.
    pub exact_configuration: f64,
    /// The share of samples with `y_g` and `y_s` right at every site.
    pub strictly_exact_configuration: f64,
    /// Intersection over union of the predicted configuration, grown with the sample's own
    /// number of steps, with the sample's codes.
    pub regrowth_iou: f64,
}

impl Table {
    /// The means over some outcomes; none if there are none.
    pub fn new<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Option<Self> {
        let outcomes: Vec<&Outcome> = outcomes.into_iter().collect();
        let samples = outcomes.len();
        let mean = |value: &dyn Fn(&Outcome) -> f64| {
            outcomes.iter().map(|outcome| value(outcome)).sum::<f64>() / samples as f64
        };
        let share = |flag: &dyn Fn(&Outcome) -> bool| mean(&|o| f64::from(u8::from(flag(o))));
        let rates = |counts: &dyn Fn(&Outcome) -> SiteCounts| Rates {
            accuracy: mean(&|outcome| counts(outcome).accuracy()),
            recall: mean(&|outcome| counts(outcome).recall()),
            precision: mean(&|outcome| counts(outcome).precision()),
        };
        (samples > 0).then(|| Self {
            samples,
            class_accuracy: share(&|outcome| outcome.class_is_right),
            y_g: rates(&|outcome| outcome.y_g),
            y_s: rates(&|outcome| outcome.y_s),
            y_g_as_published: rates(&|outcome| outcome.y_g_as_published),
            y_s_as_published: rates(&|outcome| outcome.y_s_as_published),
            exact_configuration: share(&|outcome| outcome.exact),
            strictly_exact_configuration: share(&|outcome| outcome.strictly_exact),
            regrowth_iou: mean(&|outcome| outcome.regrowth_iou),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::run::Run;
    use crate::gpt_mnist::{SITES, sample};

    /// The reading of a network that predicts these labels.
    fn reading(class: usize, y_g: &[u8], y_s: &[u8]) -> Reading {
        let logits = |labels: &[u8], channels: usize| {
            let mut logits = vec![0.0; channels * SITES];
            for (site, &label) in labels.iter().enumerate() {
                logits[usize::from(label) * SITES + site] = 1.0;
            }
            logits
        };
        let mut y = vec![0.0; 10];
        y[class] = 1.0;
        Reading::new(y, logits(y_g, 4), logits(y_s, 8)).unwrap()
    }

    #[test]
    fn a_perfect_reading_scores_one_everywhere() {
        let six = sample(6, 3).unwrap();
        let outcome = Outcome::new(&six, &reading(6, &six.y_g, &six.y_s));
        let table = Table::new([&outcome]).unwrap();
        let perfect = Rates { accuracy: 1.0, recall: 1.0, precision: 1.0 };
        assert_eq!((table.y_g, table.y_s_as_published), (perfect, perfect));
        assert_eq!((table.exact_configuration, table.regrowth_iou), (1.0, 1.0));
        assert_eq!((table.class_accuracy, outcome.is_right()), (1.0, true));
    }

    #[test]
    fn a_stray_orientation_is_exact_but_not_strictly() {
        let six = sample(6, 3).unwrap();
        let mut y_s = six.y_s.clone();
        y_s[0] = 5;
        let outcome = Outcome::new(&six, &reading(5, &six.y_g, &y_s));
        let table = Table::new([&outcome]).unwrap();
        assert_eq!((table.exact_configuration, table.strictly_exact_configuration), (1.0, 0.0));
        assert_eq!((table.class_accuracy, table.y_s.recall), (0.0, 1.0));
        // Three of the six's generators are positive in y_s: one has orientation 0.
        assert_eq!((table.y_s.precision, table.y_s_as_published.recall), (0.75, 0.75));
        let mistaken = Outcome::new(&six, &reading(5, &six.y_g, &six.y_s));
        assert!(!outcome.is_right() && !mistaken.is_right());
    }

    #[test]
    fn a_missing_generator_lowers_recall_and_regrowth() {
        let six = sample(6, 3).unwrap();
        let mut y_g = six.y_g.clone();
        let site = y_g.iter().position(|&label| label > 0).unwrap();
        y_g[site] = 0;
        let table = Table::new([&Outcome::new(&six, &reading(6, &y_g, &six.y_s))]).unwrap();
        assert_eq!((table.y_g.recall, table.y_g.precision), (0.75, 1.0));
        assert_eq!((table.y_g_as_published.recall, table.y_g_as_published.precision), (1.0, 0.75));
        assert!(table.regrowth_iou < 1.0 && table.exact_configuration == 0.0);
    }

    #[test]
    fn a_run_comes_to_the_rates_of_the_table() {
        let outcomes: Vec<Outcome> = (0..4)
            .map(|k| {
                let digit = sample(k, u64::from(k)).unwrap();
                let (mut y_g, mut y_s) = (digit.y_g.clone(), digit.y_s.clone());
                let seed = y_g.iter().position(|&label| label > 0).unwrap();
                (y_g[seed], y_s[0]) = (if k == 1 { 0 } else { y_g[seed] }, k);
                Outcome::new(&digit, &reading(usize::from(k / 2), &y_g, &y_s))
            })
            .collect();
        let table = Table::new(&outcomes).unwrap();
        let mut run = Run::default();
        outcomes.iter().for_each(|outcome| run.add(outcome.record()));
        let rate = |output, name, as_published| {
            run.estimate(&rate_cell(output, name, as_published)).unwrap().mean
        };
        for (output, as_published, rates) in [
            (Output::Yg, false, table.y_g),
            (Output::Ys, false, table.y_s),
            (Output::Yg, true, table.y_g_as_published),
            (Output::Ys, true, table.y_s_as_published),
        ] {
            let expected = [rates.accuracy, rates.recall, rates.precision];
            for (name, expected) in RATES.into_iter().zip(expected) {
                let found = rate(output, name, as_published);
                assert!((found - expected).abs() < 1e-12, "{output} {name}: {found}, {expected}");
            }
        }
        assert_eq!(rate(Output::Y, "accuracy", false), table.class_accuracy);
        assert!(table.class_accuracy < 1.0 && table.y_g.recall < 1.0 && table.y_s.precision < 1.0);
    }
}
