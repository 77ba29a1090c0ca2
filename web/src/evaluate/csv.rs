//! All numbers of the page as CSV.

use shared::evaluation::run::NETWORK;
use shared::evaluation::statistics::Estimate;
use shared::evaluation::table::rate_cell;

use super::rows::{Row, rows};
use super::view::View;
use crate::engine::evaluation::{Measure, Progress, Rate};

const HEADER: &str =
    "output,metric,explainer,mean,low,high,n,report_mean,report_low,report_high,report_n\n";

/// What the table and the bars show: a line for each rate of the network, and for each measure of each explainer.
pub fn csv(view: &View, progress: Option<&Progress>) -> String {
    let line = |measure: Measure, row: Row| {
        let (output, metric) = (measure.output(), measure.metric());
        format!("{output},{metric},{},{},{}\n", row.name, fields(row.here), fields(row.report))
    };
    let lines = Measure::ALL.into_iter().flat_map(|measure| {
        rows(view, measure, progress).into_iter().map(move |row| line(measure, row))
    });
    let rates = progress.map_or(&[][..], |progress| &progress.rates);
    let rate = |rate: &Rate| {
        let metric = rate_cell(rate.output, &rate.name, rate.as_published).metric;
        let here = fields(Some(rate.estimate));
        format!("{},{metric},{NETWORK},{here},{}\n", rate.output, fields(None))
    };
    std::iter::once(HEADER.to_owned()).chain(rates.iter().map(rate)).chain(lines).collect()
}

fn fields(estimate: Option<Estimate>) -> String {
    let Some(Estimate { n, mean, low, high }) = estimate else { return ",,,".to_owned() };
    let end = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
    format!("{mean},{},{},{n}", end(low), end(high))
}
