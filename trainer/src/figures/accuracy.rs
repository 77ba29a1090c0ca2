//! The paper's table 1: how well the network reads fresh samples.

use report::{Agreement, Cell, Column, Estimate, Item, Section, Table};
use shared::evaluation::table::{Outcome, PAPER_ERRORS, RATES, Rates, Table as Scores};
use shared::gpt_mnist::CLASSES;

use super::readings::Read;
use super::text::percent;

/// Errors of at most so many % are still close to the paper's.
const CLOSE: f64 = 1.0;

/// How well the samples are read.
pub fn section(readings: &[Read]) -> Section {
    let outcomes = || readings.iter().map(|read| &read.outcome);
    let mut items = Vec::new();
    if let Some(all) = Scores::new(outcomes()) {
        items = vec![table_1(&all), by_class(outcomes(), &all)];
    }
    Section {
        id: "accuracy".into(),
        heading: "Reading".into(),
        paragraphs: vec![
            "For every site the network says which generator stands there, `y_g`, and which way it \
             points, `y_s`. A label above 0 is a positive. The published code hands truth and \
             prediction to its scores the wrong way round, so that **what the paper calls recall is \
             precision, and the reverse**; accuracy is the same both ways."
                .into(),
        ],
        items,
    }
}

/// Accuracy, recall and precision of both heads as % error.
fn errors(y_g: &Rates, y_s: &Rates) -> [f64; 6] {
    let [a, b, c, d, e, f] =
        [y_g.accuracy, y_g.recall, y_g.precision, y_s.accuracy, y_s.recall, y_s.precision];
    [a, b, c, d, e, f].map(|rate| 100.0 * (1.0 - rate))
}

fn table_1(all: &Scores) -> Item {
    let published = errors(&all.y_g_as_published, &all.y_s_as_published);
    let ours = |name: &str, errors: [f64; 6]| row(name, errors, 100.0 * all.class_accuracy);
    let mut paper = row("the paper, as published", PAPER_ERRORS, 100.0);
    for at in [1, 4] {
        paper[at] = Cell::Missing("< 0.01".into());
    }
    let largest = match published.into_iter().fold(0.0, f64::max) {
        0.0 => "There is no error.".to_owned(),
        largest => format!("As published, the largest error is {largest:.4} %."),
    };
    let agreement = if published.iter().zip(PAPER_ERRORS).all(|(&ours, paper)| ours <= paper) {
        Agreement::Agrees
    } else if published.iter().all(|&error| error <= CLOSE) {
        Agreement::Partly
    } else {
        Agreement::Differs
    };
    let columns = ["y_g", "y_s"].into_iter().flat_map(|head| {
        RATES.map(|name| Column { name: format!("{head} {name}"), digits: 4, best: None })
    });
    Item {
        id: "table-1".into(),
        content: Table {
            title: "Errors on fresh samples (paper's table 1)".into(),
            columns: [Column { name: "% error".into(), ..Column::default() }]
                .into_iter()
                .chain(columns)
                .chain([Column { name: "class right, %".into(), digits: 2, best: None }])
                .collect(),
            rows: vec![
                ours("ours", errors(&all.y_g, &all.y_s)),
                ours("ours, as published", published),
                paper,
            ],
        }
        .into(),
        caption: "Means over samples, by the definitions and as published. A generator of orientation 0 counts \
                  as a negative in `y_s`."
            .into(),
        paper:
            "Almost nothing goes wrong in 2,400 samples: the largest error is 0.254 %, of `y_s` \
                precision, and every class is right."
                .into(),
        ours: format!(
            "{largest} The class is right in {} of {} samples, the whole configuration in {}.",
            percent(all.class_accuracy),
            all.samples,
            percent(all.exact_configuration)
        ),
        agreement,
        n: Some(all.samples as u64),
    }
}

fn row(name: &str, errors: [f64; 6], class: f64) -> Vec<Cell> {
    let numbers = errors.into_iter().chain([class]).map(|n| Cell::Number(Estimate::exact(n)));
    [Cell::Text(name.into())].into_iter().chain(numbers).collect()
}

fn by_class<'a>(outcomes: impl Iterator<Item = &'a Outcome> + Clone, all: &Scores) -> Item {
    let of_class = |class: usize| {
        let own = outcomes.clone().filter(move |outcome| usize::from(outcome.class()) == class);
        Some((class.to_string(), Scores::new(own)?))
    };
    let classes: Vec<(String, Scores)> = (0..CLASSES).filter_map(of_class).collect();
    let row = |(name, scores): &(String, Scores)| {
        let shares = [
            scores.class_accuracy,
            scores.exact_configuration,
            scores.strictly_exact_configuration,
        ];
        let samples = Cell::Text(scores.samples.to_string());
        let shares = shares.map(|share| Cell::Number(Estimate::exact(100.0 * share)));
        [Cell::Text(name.clone()), samples].into_iter().chain(shares).collect()
    };
    let worst = classes
        .iter()
        .min_by(|(_, a), (_, b)| a.exact_configuration.total_cmp(&b.exact_configuration));
    let worst = worst.filter(|(_, scores)| scores.exact_configuration < 1.0);
    let worst = worst.map_or(String::new(), |(name, scores)| {
        format!(", in the worst class, {name}, {}", percent(scores.exact_configuration))
    });
    let names = ["class", "samples", "class right", "configuration exact", "strictly exact"];
    Item {
        id: "table-1-by-class".into(),
        content: Table {
            title: "Samples that are read right, in %".into(),
            columns: names.map(|name| Column { name: name.into(), digits: 2, best: None }).to_vec(),
            rows: classes.iter().map(row).collect(),
        }
        .into(),
        caption: "Exact: `y_g` right at every site and `y_s` at every generator. Strictly exact: \
                  `y_s` right at the empty sites, too, where growth never asks for it."
            .into(),
        paper: String::new(),
        ours: format!(
            "{} of all configurations are exact{worst}.",
            percent(all.exact_configuration)
        ),
        agreement: Agreement::NotInPaper,
        n: Some(all.samples as u64),
    }
}
