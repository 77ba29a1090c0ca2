//! Localization: does a component's map lie on the component?

use report::{Agreement, BarChart, Best, Group, Item, Reference, Section};
use shared::evaluation::run::Cell;
use shared::output::Output;

use super::{Measure, explainers, said, table};
use crate::study::Study;

const MEASURES: [Measure; 8] = [
    Measure { heading: "on digit", digits: 3, best: Some(Best::Highest), metric: "on-digit" },
    Measure { heading: "own share", digits: 3, best: Some(Best::Highest), metric: "own-share" },
    Measure { heading: "gain", digits: 3, best: Some(Best::Highest), metric: "gain" },
    Measure { heading: "gain of |h|", digits: 3, best: Some(Best::Highest), metric: "gain|abs" },
    Measure { heading: "gain, upright", digits: 3, best: None, metric: "gain-upright" },
    Measure { heading: "AUC", digits: 3, best: Some(Best::Highest), metric: "auc" },
    Measure { heading: "top-1", digits: 3, best: Some(Best::Highest), metric: "top1" },
    Measure { heading: "silent", digits: 3, best: None, metric: "silent" },
];

const PLACES: [Measure; 5] = [
    Measure { heading: "within 3 px of the seed", digits: 3, best: None, metric: "near-seed" },
    Measure { heading: "of its upright place", digits: 3, best: None, metric: "near-upright-seed" },
    Measure { heading: "distance, px", digits: 2, best: None, metric: "distance" },
    Measure {
        heading: "from its upright place",
        digits: 2,
        best: None,
        metric: "distance-upright",
    },
    Measure { heading: "of own stroke, far half", digits: 3, best: None, metric: "far-half" },
];

pub fn section(study: &Study) -> Section {
    let items = Output::SITES.into_iter().flat_map(|output| items(study, output));
    Section {
        id: "localization".into(),
        heading: "Does a component's heatmap lie on the component?".into(),
        paragraphs: vec![
            "Inside the digit: **gain** is 0 for the image itself and 1 if all relevance on the digit lies \
             on the component's own stroke; **AUC** ranks the component's exclusive cells against the rest \
             of the digit; **top-1** asks whether the component has the densest relevance of all. Means \
             over samples of the mean over each sample's components, with 95 % intervals. A map that is \
             constant scores as the uniform map, and is counted as silent. The class has no component, \
             so `y` is judged by interventions only."
                .into(),
        ],
        items: items.collect(),
    }
}

fn items(study: &Study, output: Output) -> Vec<Item> {
    let run = &study.run;
    let rows = explainers(output);
    let reason = |cell: &Cell| match cell.metric.as_str() {
        "gain-upright" => "only of expansion blocks".to_owned(),
        _ => "all maps are silent".to_owned(),
    };
    let of = |name: &str, metric: &str| run.estimate(&Cell::new(output, name, metric));
    let chart = BarChart {
        title: format!("Gain of {output}'s maps"),
        axis_label: "gain (0: the image itself, 1: all on the own stroke)".into(),
        series: vec!["positive part".into()],
        groups: rows
            .iter()
            .map(|(name, title)| Group {
                name: title.clone(),
                values: vec![
                    of(name, "gain").map(report::Estimate::from).ok_or_else(|| "silent".to_owned()),
                ],
            })
            .collect(),
        references: vec![Reference { name: "image".into(), value: 0.0 }],
        digits: 2,
        ..BarChart::default()
    };
    let against = |name: &str, baseline: &str| {
        let gain = |name| Cell::new(output, name, "gain");
        said(run.difference(&gain(name), &gain(baseline)), 3)
    };
    let best = rows
        .iter()
        .filter(|(_, title)| !title.ends_with("(baseline)"))
        .filter_map(|(name, title)| Some((of(name, "gain")?.mean, name, title)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let ours = match best {
        None => String::new(),
        Some((_, name, title)) => format!(
            "The best method is **{title}** with a gain of {}. Less the gain of the stroke regrown from the \
             network's own prediction, without any heatmap: {}; less that of the ink near the seed: {}.",
            said(of(name, "gain"), 3),
            against(name, "regrown"),
            against(name, "gaussian-x-input"),
        ),
    };
    let n = Some(study.plan.samples as u64);
    let item = |id: &str, content: report::Content, caption: String, ours: String| Item {
        id: format!("{id}-{output}"),
        content,
        caption,
        paper: "The paper judges its component heatmaps by eye.".into(),
        ours,
        agreement: Agreement::NotInPaper,
        n,
    };
    let number = |cell: &Cell, _: &str| run.estimate(cell);
    let scores = table(
        &format!("Maps of {output} inside the digit"),
        output,
        &rows,
        &MEASURES,
        number,
        reason,
    );
    let places =
        table(&format!("Where maps of {output} lie"), output, &rows, &PLACES, number, reason);
    vec![
        item(
            "gain",
            chart.into(),
            format!(
                "{output}: gain by explainer, with 95 % intervals. Methods of several passes: n = {}.",
                study.plan.expensive
            ),
            ours,
        ),
        item("localization", scores.into(), format!("{output}: all scores."), String::new()),
        item(
            "places",
            places.into(),
            format!(
                "{output}: where the positive part of the maps lies, seen from the seed. The image is \
                 tilted, the label is not: the seed's own place and its upright place differ by up to two \
                 pixels. The far half of a stroke holds half of its ink."
            ),
            String::new(),
        ),
    ]
}
