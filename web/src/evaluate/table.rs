use std::rc::Rc;

use report::{Cell, Column, Table};
use shared::evaluation::statistics::Estimate;
use shared::evaluation::table::{PAPER_ERRORS, RATES};
use shared::output::Output;
use yew::prelude::*;

use crate::engine::evaluation::{Progress, Rate};

/// Properties of [`Reading`].
#[derive(Properties, PartialEq)]
pub struct ReadingProps {
    /// How far the evaluation has come.
    pub progress: Option<Rc<Progress>>,
}

/// How well the network reads, as the paper's table 1 has it.
#[component]
pub fn Reading(props: &ReadingProps) -> Html {
    let rates = props.progress.as_ref().map_or(&[][..], |progress| &progress.rates);
    html! {
        <figure class="reading" tabindex="0" role="group" aria-label="Errors of reading">
            { Html::from_html_unchecked(AttrValue::from(table(rates).html())) }
        </figure>
    }
}

fn table(rates: &[Rate]) -> Table {
    let column = |name: String| Column { name, digits: 3, best: None };
    let heads = Output::SITES
        .into_iter()
        .flat_map(|output| RATES.into_iter().map(move |rate| column(format!("{output} {rate}"))));
    let row = |name: &str, as_published: bool| {
        let sites = Output::SITES.into_iter().flat_map(|output| {
            RATES.into_iter().map(move |rate| error(rates, output, rate, as_published))
        });
        // The class is not swapped.
        let class = error(rates, Output::Y, RATES[0], false);
        std::iter::once(Cell::Text(name.into())).chain(sites).chain([class]).collect::<Vec<_>>()
    };
    let paper = PAPER_ERRORS.into_iter().enumerate().map(|(index, error)| match index % 3 {
        // It says no more of accuracy.
        0 => Cell::Missing("< 0.01".into()),
        _ => Cell::Number(report::Estimate::exact(error)),
    });
    let class = Cell::Number(report::Estimate::exact(0.0));
    let paper = std::iter::once(Cell::Text("the paper, as published".into())).chain(paper);
    Table {
        title: "Errors in %, with 95 % intervals (the paper's table 1)".into(),
        columns: std::iter::once(column("% error".into()))
            .chain(heads)
            .chain([column("class".into())])
            .collect(),
        rows: vec![
            row("here, by the definitions", false),
            row("here, as published", true),
            paper.chain([class]).collect(),
        ],
    }
}

/// The error of a rate in %.
fn error(rates: &[Rate], output: Output, name: &str, as_published: bool) -> Cell {
    let is = |rate: &&Rate| {
        (rate.output, &rate.name[..], rate.as_published) == (output, name, as_published)
    };
    match rates.iter().find(is) {
        Some(rate) => Cell::Number(error_of(rate.estimate).into()),
        None => Cell::Missing("not yet".into()),
    }
}

/// What is missing to 1, in %. The interval's ends change places.
fn error_of(rate: Estimate) -> Estimate {
    let percent = |rate: f64| 100.0 * (1.0 - rate);
    Estimate {
        n: rate.n,
        mean: percent(rate.mean),
        low: rate.high.map(percent),
        high: rate.low.map(percent),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn rates_are_shown_as_errors_in_their_place() {
        let estimate = Estimate { n: 4, mean: 0.75, low: Some(0.5), high: Some(0.875) };
        let rate = |output, name: &str, as_published| {
            let name = name.to_owned();
            Rate { output, name, as_published, estimate }
        };
        let rates = [rate(Output::Ys, "recall", true), rate(Output::Y, "accuracy", false)];
        let table = table(&rates);
        let shown = Cell::Number(report::Estimate::between(25.0, 12.5, 50.0));
        let missing = Cell::Missing("not yet".into());
        assert_eq!(table.rows[1][5], shown);
        assert_eq!((&table.rows[0][5], &table.rows[1][4]), (&missing, &missing));
        assert_eq!((&table.rows[0][7], &table.rows[1][7]), (&shown, &shown));
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}
