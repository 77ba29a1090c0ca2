//! What a study found, as sections of the report.

mod components;
mod interventions;
mod perturbation;
mod randomization;
mod truth;

use report::{Agreement, Cell as Shown, Column, Content, Item, Section, Table};
use shared::attribution::Method;
use shared::evaluation::baseline::Baseline;
use shared::evaluation::run::Cell;
use shared::evaluation::statistics;
use shared::output::Output;

use super::Study;
use super::plan::methods;

/// All sections.
pub fn all(study: &Study) -> Vec<Section> {
    vec![
        components::section(study),
        truth::section(study),
        interventions::section(study),
        randomization::section(study),
        perturbation::section(study),
    ]
}

/// What the paper has nothing to hold against.
fn new_item(id: impl Into<String>, content: Content, caption: impl Into<String>, n: usize) -> Item {
    Item {
        id: id.into(),
        content,
        caption: caption.into(),
        paper: String::new(),
        ours: String::new(),
        agreement: Agreement::NotInPaper,
        n: Some(n as u64),
    }
}

/// A column of a table by explainers.
struct Measure {
    heading: &'static str,
    digits: usize,
    best: Option<report::Best>,
    metric: &'static str,
}

/// Every explainer of an output: methods of one pass, of several, baselines.
fn explainers(output: Output) -> Vec<(String, String)> {
    let methods = methods::one_pass().into_iter().chain(methods::MANY_PASSES);
    methods
        .filter(|method| method.applies_to(output))
        .map(|method| (method.to_string(), title(method)))
        .chain(baselines(output))
        .collect()
}

fn baselines(output: Output) -> impl Iterator<Item = (String, String)> {
    let applies = move |baseline: &Baseline| output != Output::Y || !baseline.needs_site();
    let named = |baseline: Baseline| {
        (baseline.name().to_owned(), format!("{} (baseline)", baseline.title()))
    };
    Baseline::ALL.into_iter().filter(applies).map(named)
}

fn title(method: Method) -> String {
    let title = method.description().title;
    match method.layer() {
        None => title.to_owned(),
        Some(layer) => format!("{title} at {layer}"),
    }
}

/// A table with a row for each explainer; a cell without a number says why.
fn table(
    title: &str,
    output: Output,
    rows: &[(String, String)],
    measures: &[Measure],
    number: impl Fn(&Cell, &str) -> Option<statistics::Estimate>,
    reason: impl Fn(&Cell) -> String,
) -> Table {
    let mut columns = vec![Column { name: "explainer".into(), digits: 0, best: None }];
    columns.extend(measures.iter().map(|measure| Column {
        name: measure.heading.into(),
        digits: measure.digits,
        best: measure.best,
    }));
    let row = |(name, title): &(String, String)| {
        let mut row = vec![Shown::Text(title.clone())];
        row.extend(measures.iter().map(|measure| {
            let cell = Cell::new(output, name.as_str(), measure.metric);
            match number(&cell, measure.metric) {
                Some(estimate) => Shown::Number(estimate.into()),
                None => Shown::Missing(reason(&cell)),
            }
        }));
        row
    };
    Table { title: title.into(), columns, rows: rows.iter().map(row).collect() }
}

/// A number with its interval, for a sentence.
fn said(estimate: Option<statistics::Estimate>, digits: usize) -> String {
    match estimate {
        None => "no number".to_owned(),
        Some(statistics::Estimate { mean, low: Some(low), high: Some(high), n }) => {
            format!("{mean:.digits$} ({low:.digits$} to {high:.digits$}, n = {n})")
        }
        Some(statistics::Estimate { mean, n, .. }) => format!("{mean:.digits$} (n = {n})"),
    }
}
