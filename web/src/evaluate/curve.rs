use std::rc::Rc;

use report::{LineChart, Point, Reference, Series, standalone};
use shared::attribution::Method;
use shared::evaluation::baseline::Baseline;
use shared::output::Layer;
use yew::prelude::*;

use super::reference;
use super::rows::title;
use crate::engine::evaluation::{Curves, Family, Line, ORDERS, Progress};
use crate::export;

/// Properties of [`CurveChart`].
#[derive(Properties, PartialEq)]
pub struct CurveProps {
    /// The curves to draw.
    pub family: Family,
    /// The methods that are evaluated.
    pub methods: Vec<Method>,
    /// How far the evaluation has come.
    pub progress: Option<Rc<Progress>>,
}

/// The curves of all explainers, with bands for their intervals, and beside them those of the report.
#[component]
pub fn CurveChart(props: &CurveProps) -> Html {
    let mut curves = props.progress.iter().flat_map(|progress| &progress.curves);
    let curves = curves.find(|curves| curves.family == props.family);
    let reported = reference::curves(props.family, &props.methods);
    let explainers = explainers(&props.methods, [curves, reported.as_ref()]);
    let chart = Rc::new(chart(props.family, curves, &explainers));
    let save = |extension: &str, kind: &'static str, text: fn(&LineChart) -> String| {
        let (name, chart) = (format!("{}.{extension}", props.family.name()), chart.clone());
        Callback::from(move |_: MouseEvent| export::save(&name, kind, &text(&chart)))
    };
    let points: usize = chart.series.iter().map(|series| series.points.len()).sum();
    let is_empty = points == 0;
    html! {
        <div class="compared">
            <figure class="measured" data-curves={props.family.name()} data-points={points.to_string()}>
                { Html::from_html_unchecked(AttrValue::from(chart.narrow())) }
                <button
                    class="save-svg"
                    disabled={is_empty}
                    onclick={save("svg", "image/svg+xml", |chart| standalone(&chart.svg()))}
                    aria-label={format!("Save as SVG: {}", chart.title)}
                >
                    { "SVG" }
                </button>
                <button
                    class="save-csv"
                    disabled={is_empty}
                    onclick={save("csv", "text/csv", LineChart::csv)}
                    aria-label={format!("Save as CSV: {}", chart.title)}
                >
                    { "CSV" }
                </button>
            </figure>
            if let Some(curves) = reported {
                <Reported {curves} {explainers} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReportedProps {
    curves: Curves,
    explainers: Vec<String>,
}

/// The report's curves, apart from those that come in, so that progress does not draw them again.
#[component]
fn Reported(props: &ReportedProps) -> Html {
    let ReportedProps { curves, explainers } = props;
    let family = curves.family;
    let chart = chart(family, Some(curves), explainers);
    let chart = LineChart { title: format!("{}: the report", chart.title), ..chart };
    html! {
        <figure class="measured" data-reported={family.name()}>
            { Html::from_html_unchecked(AttrValue::from(chart.narrow())) }
        </figure>
    }
}

/// Those that any of two charts has a line of, in one order, so that each looks the same in both.
fn explainers(methods: &[Method], charts: [Option<&Curves>; 2]) -> Vec<String> {
    let lines = || charts.into_iter().flatten().flat_map(|curves| &curves.lines);
    let all = methods.iter().map(Method::to_string).chain(ORDERS.map(str::to_owned));
    all.filter(|explainer| lines().any(|line| line.explainer == *explainer)).collect()
}

fn chart(family: Family, curves: Option<&Curves>, explainers: &[String]) -> LineChart {
    let output = family.output();
    let (title, x_label, y_label, include) = match family {
        Family::FlippedAsPublished => {
            let title = "y as published (Fig. 5B)".to_owned();
            (title, "pixels replaced, each alone", "AOPC, logit", vec![0.0])
        }
        Family::Flipped(_) => {
            (format!("{output}, removed one by one"), "pixels removed", "AOPC", vec![0.0])
        }
        Family::RandomizedAsPublished(_) => {
            let title = format!("{output} as published (Fig. 5A)");
            (title, "random so far", "rho of absolute values", vec![0.0, 1.0])
        }
        Family::Randomized(_) => {
            let title = format!("{output} by the standard form");
            (title, "random so far", "rho of absolute values", vec![0.0, 1.0])
        }
    };
    let lines = curves.map_or(&[][..], |curves| &curves.lines);
    LineChart {
        title,
        x_label: x_label.into(),
        y_label: y_label.into(),
        categories: curves.map_or_else(Vec::new, |curves| curves.places.clone()),
        series: explainers.iter().map(|explainer| series(lines, explainer)).collect(),
        references: vec![Reference { name: String::new(), value: 0.0 }],
        include,
    }
}

/// An explainer's line; empty where there is none.
fn series(lines: &[Line], explainer: &str) -> Series {
    let line = lines.iter().find(|line| line.explainer == explainer);
    let points = line.iter().flat_map(|line| &line.points);
    let points = points.map(|&(place, mean)| Point::new(place as f64, mean.into()));
    Series { name: name(explainer), points: points.collect() }
}

/// The name to show of a method, a baseline or an order.
fn name(explainer: &str) -> String {
    match (Method::parse(explainer, Layer::ChannelAdj), explainer.parse::<Baseline>()) {
        (Ok(method), _) => title(method),
        (_, Ok(baseline)) => format!("{} (baseline)", baseline.title()),
        _ => "Random over ink (baseline)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn an_explainer_has_the_same_place_in_both_charts() {
        let methods = [Method::GuidedBackprop, Method::Deconvolution, Method::LrpZPlus];
        let family = Family::ALL[1];
        let of = |explainers: &[&str]| {
            let line = |&explainer: &&str| Line { explainer: explainer.into(), points: Vec::new() };
            Curves { family, places: Vec::new(), lines: explainers.iter().map(line).collect() }
        };
        let ours = of(&["guided-backprop", "deconvolution", "lrp-z-plus"]);
        let report = of(&["random-over-ink", "lrp-z-plus"]);
        let explainers = explainers(&methods, [Some(&ours), Some(&report)]);
        let expected = ["guided-backprop", "deconvolution", "lrp-z-plus", "random-over-ink"];
        assert_eq!(explainers, expected);
        let names = |curves| {
            let chart = chart(family, Some(curves), &explainers);
            chart.series.into_iter().map(|series| series.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&ours), names(&report));
    }
}
