//! What the charts and the CSV show: explainer after explainer.

use shared::attribution::Method;
use shared::evaluation::baseline::Baseline;
use shared::evaluation::statistics::Estimate;
use shared::output::Output;

use super::reference::{find, reference};
use super::view::View;
use crate::engine::evaluation::{Measure, Progress};

/// An explainer's numbers.
pub struct Row {
    /// Its name in addresses and files.
    pub name: String,
    /// Its name to show.
    pub title: String,
    /// What was computed here.
    pub here: Option<Estimate>,
    /// What the report says.
    pub report: Option<Estimate>,
}

/// The chosen methods that lead to the measure's output, then the baselines.
pub fn rows(view: &View, measure: Measure, progress: Option<&Progress>) -> Vec<Row> {
    let output = measure.output();
    let methods = view.methods.iter().filter(|method| method.applies_to(output));
    let baselines = Baseline::ALL.into_iter().filter(|b| output != Output::Y || !b.needs_site());
    let scores = progress.map_or(&[][..], |progress| &progress.scores);
    let row = |(name, title): (String, String)| Row {
        here: find(scores, measure, &name),
        report: reference(measure, &name),
        name,
        title,
    };
    methods
        .map(|method| (method.to_string(), title(*method)))
        .chain(baselines.map(|b| (b.name().to_owned(), format!("{} (baseline)", b.title()))))
        .map(row)
        .collect()
}

/// A method's name to show, with its layer.
pub fn title(method: Method) -> String {
    let title = method.description().title;
    method.layer().map_or_else(|| title.to_owned(), |layer| format!("{title} at {layer}"))
}
