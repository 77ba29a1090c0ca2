//! Which ink the answers about a component really rest on.

use report::{Cell as Shown, Column, LineChart, Point, Section, Series, Table};
use shared::evaluation::run::{Cell, NETWORK};
use shared::evaluation::truth::RADII;
use shared::output::Output;

use super::new_item;
use crate::study::Study;

const EDITS: [(&str, &str); 4] = [
    ("clear-far-half", "clear the far half of its stroke"),
    ("clear-near-half", "clear the near half"),
    ("clear-stroke", "clear all of it"),
    ("keep-stroke", "keep nothing else"),
];

pub fn section(study: &Study) -> Section {
    let estimate = |output, edit: &str, what: &str| {
        study.run.estimate(&Cell::new(output, NETWORK, format!("{edit}:{what}")))
    };
    let column = |name: &str| Column { name: name.into(), digits: 3, best: None };
    let rows = EDITS.iter().map(|(edit, title)| {
        let number = |output, what| match estimate(output, edit, what) {
            Some(estimate) => Shown::Number(estimate.into()),
            None => Shown::Missing("no component was found".into()),
        };
        vec![
            Shown::Text((*title).into()),
            number(Output::Yg, "survives"),
            number(Output::Ys, "survives"),
            number(Output::Yg, "logit"),
            number(Output::Ys, "logit"),
        ]
    });
    let table = Table {
        title: "What is left of an answer when ink is cleared".into(),
        columns: vec![
            column("what is done"),
            column("y_g survives"),
            column("y_s survives"),
            column("y_g logit"),
            column("y_s logit"),
        ],
        rows: rows.collect(),
    };
    let series = |output: Output, edit: &str, name: String| Series {
        name,
        points: RADII
            .iter()
            .filter_map(|radius| {
                let estimate = estimate(output, &format!("{edit}-within-{radius}"), "survives")?;
                Some(Point::new(f64::from(*radius), estimate.into()))
            })
            .collect(),
    };
    let chart = LineChart {
        title: "Answers that survive".into(),
        x_label: "radius around the seed, pixels".into(),
        y_label: "share of components".into(),
        series: Output::SITES
            .into_iter()
            .flat_map(|output| {
                [
                    series(output, "keep", format!("{output}, only the ink within is kept")),
                    series(output, "clear", format!("{output}, the ink within is cleared")),
                ]
            })
            .collect(),
        include: vec![0.0, 1.0],
        ..LineChart::default()
    };
    let item = |id: &str, content: report::Content, caption: &str| {
        new_item(id, content, caption, study.plan.samples)
    };
    Section {
        id: "truth".into(),
        heading: "Which ink does an answer rest on?".into(),
        paragraphs: vec![
            "The causal truth, without any heatmap: ink is cleared by where it lies, seen from a component's \
             seed, and the network reads what is left. An answer **survives** if its label still stands \
             within one row and column of its site. The logit is relative to that of the whole image."
                .into(),
        ],
        items: vec![
            item("truth-radius", chart.into(), "Keeping or clearing all ink within a radius of the seed."),
            item("truth-halves", table.into(), "Clearing halves of the component's own stroke."),
        ],
    }
}
