use std::rc::Rc;

use report::{BarChart, Group, Reference, standalone};
use shared::evaluation::statistics::Estimate;
use yew::prelude::*;

use super::rows::{Row, rows};
use super::view::View;
use crate::engine::evaluation::{Measure, Progress};
use crate::export;

/// Properties of [`Chart`].
#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// What is measured.
    pub measure: Measure,
    /// What is evaluated.
    pub view: View,
    /// How far it has come.
    pub progress: Option<Rc<Progress>>,
}

/// The scores of all explainers by one measure, with the report's beside them.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let done = props.progress.as_ref().map_or(0, |progress| progress.samples);
    let missing = missing(props.measure, done >= props.view.samples);
    let rows = rows(&props.view, props.measure, props.progress.as_deref());
    let chart = chart(props.measure, rows, missing);
    let svg = chart.narrow();
    let save = {
        let (measure, text) = (props.measure, standalone(&chart.svg()));
        Callback::from(move |_: MouseEvent| {
            let name = format!("{}-{}.svg", measure.metric(), measure.output());
            export::save(&name, "image/svg+xml", &text);
        })
    };
    html! {
        <figure class="measured" data-measure={format!("{}-{}", props.measure.metric(), props.measure.output())}>
            { Html::from_html_unchecked(AttrValue::from(svg)) }
            <button class="save-svg" onclick={save} aria-label={format!("Save as SVG: {}", chart.title)}>
                { "SVG" }
            </button>
        </figure>
    }
}

fn chart(measure: Measure, rows: Vec<Row>, missing: &str) -> BarChart {
    let most = |of: fn(&Row) -> Option<Estimate>| rows.iter().filter_map(of).map(|e| e.n).max();
    let here = most(|row| row.here).map_or("here".to_owned(), |n| format!("here, n = {n}"));
    let report = most(|row| row.report).map(|n| format!("report, n = {n}"));
    let group = |row: Row| {
        let here = row.here.map(report::Estimate::from).ok_or_else(|| missing.to_owned());
        let values = std::iter::once(here).chain(row.report.map(|report| Ok(report.into())));
        Group { name: row.title, values: values.collect() }
    };
    BarChart {
        title: measure.title().into(),
        axis_label: measure.axis().into(),
        series: std::iter::once(here).chain(report).collect(),
        groups: rows.into_iter().map(group).collect(),
        references: vec![Reference { name: String::new(), value: 0.0 }],
        include: vec![-0.2, 1.0],
        digits: 3,
        ..BarChart::default()
    }
}

/// Why there is no number.
const fn missing(measure: Measure, is_done: bool) -> &'static str {
    match (is_done, measure.is_correlation()) {
        (true, _) => "nothing to compare in these samples",
        (false, true) => "not yet: every tenth sample",
        (false, false) => "not yet",
    }
}
