//! What a run comes to so far, as the page shows it.

use shared::evaluation::baseline::Baseline;
use shared::evaluation::part::Part;
use shared::evaluation::randomization::Form;
use shared::evaluation::run::{Cell, Run};
use shared::evaluation::statistics::Estimate;
use shared::evaluation::table::{RATES, rate_cell};
use shared::output::Output;

use super::{Curves, Family, Line, Measure, ORDERS, Question, Rate, Score, Section};

/// The rank correlations of a run, or its means.
pub fn scores(run: &Run, question: &Question, correlations: bool) -> Vec<Score> {
    let baselines = Baseline::ALL.map(|baseline| baseline.name().to_owned());
    let explainers: Vec<&String> = question.methods.iter().chain(&baselines).collect();
    let of = |measure: Measure| {
        explainers.iter().filter_map(move |explainer| {
            let cell = measure.cell(explainer);
            let estimate = if correlations { run.correlation(&cell) } else { run.estimate(&cell) }?;
            Some(Score { measure, explainer: (*explainer).clone(), estimate })
        })
    };
    let measures = Measure::ALL.into_iter().filter(|m| m.is_correlation() == correlations);
    measures.flat_map(|measure| of(measure).collect::<Vec<_>>()).collect()
}

/// How well the network reads.
pub fn rates(run: &Run) -> Vec<Rate> {
    let rate = |output: Output, name: &str, as_published: bool| {
        let estimate = run.rate(&rate_cell(output, name, as_published))?;
        Some(Rate { output, name: name.to_owned(), as_published, estimate })
    };
    let heads = [false, true].into_iter().flat_map(|as_published| {
        let of = move |output| RATES.map(|name| rate(output, name, as_published));
        Output::SITES.into_iter().flat_map(of)
    });
    std::iter::once(rate(Output::Y, RATES[0], false)).chain(heads).flatten().collect()
}

/// All curves of the sections that are asked for.
pub fn curves(run: &Run, question: &Question) -> Vec<Curves> {
    let asked = |family: &Family| question.sections.contains(&family.section());
    Family::ALL.into_iter().filter(asked).map(|family| of_family(run, question, family)).collect()
}

fn of_family(run: &Run, question: &Question, family: Family) -> Curves {
    let output = family.output();
    let (form, metric) = match family {
        Family::FlippedAsPublished => (None, "published"),
        Family::Flipped(_) => (None, "morf"),
        Family::RandomizedAsPublished(_) => (Some(Form::Published), ""),
        Family::Randomized(_) => (Some(Form::Standard), ""),
    };
    let mut explainers = question.methods.clone();
    if family.section() == Section::Flipping {
        explainers.extend(ORDERS.map(str::to_owned));
    }
    let points = |explainer: &str| match form {
        None => flipped(run, &Cell::new(output, explainer, metric)),
        Some(form) => randomized(run, form, output, explainer),
    };
    let line = |explainer: String| {
        let points = points(&explainer);
        (!points.is_empty()).then_some(Line { explainer, points })
    };
    Curves {
        family,
        places: form.map_or_else(Vec::new, |form| places(form, output)),
        lines: explainers.into_iter().filter_map(line).collect(),
    }
}

/// The mean drop over the first pixels, from one on.
fn flipped(run: &Run, cell: &Cell) -> Vec<(usize, Estimate)> {
    let curve = run.curve(cell).unwrap_or_default();
    curve.into_iter().enumerate().map(|(index, mean)| (index + 1, mean)).collect()
}

/// The correlation with the maps of the trained network, which is 1, of ever more random ones, and of the trained
/// one for another logit.
fn randomized(run: &Run, form: Form, output: Output, explainer: &str) -> Vec<(usize, Estimate)> {
    let last = form.stages(output).len() + 1;
    let at = |place: usize| {
        let stage = if place == last { "other-logit".to_owned() } else { place.to_string() };
        let metric = format!("{}:{}:rho:{stage}", form.name(), Part::Absolute);
        Some((place, run.estimate(&Cell::new(output, explainer, metric))?))
    };
    let points: Vec<_> = (1..=last).filter_map(at).collect();
    let Some(&(_, first)) = points.first() else { return points };
    let trained = Estimate { n: first.n, mean: 1.0, low: None, high: None };
    std::iter::once((0, trained)).chain(points).collect()
}

/// What is random at each place.
fn places(form: Form, output: Output) -> Vec<String> {
    let random = form.stages(output).into_iter().enumerate().map(|(index, stage)| match index {
        0 => stage.to_owned(),
        _ => format!("+ {stage}"),
    });
    std::iter::once("none".to_owned()).chain(random).chain(["other logit".to_owned()]).collect()
}
