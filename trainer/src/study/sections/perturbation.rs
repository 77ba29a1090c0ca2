//! Flipping pixels (the paper's Fig. 5B), for every output.

use report::{Agreement, Best, Item, LineChart, Point, Reference, Section, Series};
use shared::attribution::Method;
use shared::evaluation::run::Cell;
use shared::output::Output;

use super::{Measure, baselines, new_item, table, title};
use crate::study::{Study, methods};

const MEASURES: [Measure; 5] = [
    Measure { heading: "MoRF", digits: 2, best: Some(Best::Highest), metric: "morf@half-ink" },
    Measure { heading: "LeRF", digits: 2, best: Some(Best::Lowest), metric: "lerf@half-ink" },
    Measure { heading: "SRG", digits: 2, best: Some(Best::Highest), metric: "srg@half-ink" },
    Measure {
        heading: "survives",
        digits: 3,
        best: Some(Best::Lowest),
        metric: "survival@half-ink",
    },
    Measure { heading: "silent", digits: 3, best: None, metric: "silent" },
];

/// Orders that no map gives.
const ORDERS: [(&str, &str); 2] =
    [("random-over-ink", "Random over ink"), ("random-order", "Random over all pixels")];

pub fn section(study: &Study) -> Section {
    let mut items = vec![published(study, "published"), published(study, "published|abs")];
    for output in Output::ALL {
        items.push(curves(study, output, "morf"));
        items.push(curves(study, output, "survival"));
        items.push(scores(study, output));
    }
    Section {
        id: "aopc".into(),
        heading: "Does removing what a map points at change the answer?".into(),
        paragraphs: vec![
            "Pixels are removed one at a time in the order of a map; **AOPC(L)** is the mean drop of the \
             answer over the first L. **As published** (for the class only): each pixel is replaced alone, \
             by noise. **Cumulative**: removed pixels become 0 and stay so, the most relevant first (MoRF) \
             or the least (LeRF); SRG is their difference. A digit has about 53 pixels of ink, so any order \
             that begins with ink looks good: **random over ink** is the order to beat, and the table \
             stops at half of the ink. For types and orientations the answer is how much the predicted \
             label's logit exceeds all others at its site, of one component of each sample; it **survives** \
             if the label still stands within one row and column."
                .into(),
        ],
        items,
    }
}

fn rows(output: Output) -> Vec<(String, String)> {
    let all = methods::FLIPPED.into_iter().filter(|method| method.applies_to(output));
    all.map(|method| (method.to_string(), title(method)))
        .chain(baselines(output))
        .chain(ORDERS.map(|(name, title)| (name.to_owned(), format!("{title} (baseline)"))))
        .collect()
}

fn series(study: &Study, output: Output, name: &str, title: &str, metric: &str) -> Option<Series> {
    let curve = study.run.curve(&Cell::new(output, name, metric))?;
    // The survival begins with the whole image, the AOPC with one pixel removed.
    let first = usize::from(metric != "survival");
    let points = curve.into_iter().enumerate();
    let points = points.map(|(index, value)| Point::new((index + first) as f64, value.into()));
    Some(Series { name: title.to_owned(), points: points.collect() })
}

fn published(study: &Study, metric: &str) -> Item {
    let part = if metric == "published" { "sign" } else { "absolute value" };
    let all = methods::FLIPPED
        .into_iter()
        .filter_map(|method| series(study, Output::Y, &method.to_string(), &title(method), metric));
    Item {
        id: format!("aopc-{}", metric.replace('|', "-")),
        content: LineChart {
            title: format!("AOPC of the class as published, by {part} (paper's Fig. 5B)"),
            x_label: "pixels replaced, each alone".into(),
            y_label: "AOPC, logit".into(),
            series: all.collect(),
            references: vec![Reference { name: "no change".into(), value: 0.0 }],
            ..LineChart::default()
        }
        .into(),
        caption: format!("Fig. 5(B) as published; pixels ranked by the map's {part}."),
        paper: "The curves rise steeply for the first 10 to 20 pixels and fall then; deconvolution is \
                above guided backpropagation at the start. Its methods were compared on different digits: \
                a new image was drawn for each."
            .into(),
        ours: format!(
            "All methods on the same digits. Highest: guided backpropagation {}, deconvolution {}.",
            highest(study, Method::GuidedBackprop, metric),
            highest(study, Method::Deconvolution, metric)
        ),
        agreement: Agreement::Partly,
        n: Some(study.plan.expensive as u64),
    }
}

/// Where a published curve is highest, in words.
fn highest(study: &Study, method: Method, metric: &str) -> String {
    let curve = study.run.curve(&Cell::new(Output::Y, method.to_string(), metric));
    let points = curve.unwrap_or_default().into_iter().map(|point| point.mean).enumerate();
    match points.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((index, mean)) => format!("{mean:.3} after {} pixels", index + 1),
        None => "nowhere".to_owned(),
    }
}

fn curves(study: &Study, output: Output, metric: &str) -> Item {
    // What a legend can hold: the baselines to beat, and a method of each kind.
    let chosen = [
        "random-over-ink",
        "gaussian-x-input",
        "regrown",
        "gradient-x-input",
        "lrp-z-plus",
        "guided-backprop",
        "occlusion",
        "grad-cam@channel-adj",
    ];
    let rows = rows(output);
    let all = chosen.iter().filter_map(|chosen| {
        let (name, title) = rows.iter().find(|(name, _)| name == chosen)?;
        series(study, output, name, title, metric)
    });
    let (label, what) = match metric {
        "survival" => ("share that survives", "the share of answers that survive"),
        _ => ("AOPC", "the mean drop"),
    };
    new_item(
        format!("aopc-{metric}-{output}"),
        LineChart {
            title: format!("{output}: {what}, most relevant pixels first"),
            x_label: "pixels removed".into(),
            y_label: label.into(),
            series: all.collect(),
            include: vec![0.0],
            ..LineChart::default()
        }
        .into(),
        format!("{output}, cumulative, removed pixels become 0: {what}."),
        study.plan.expensive,
    )
}

fn scores(study: &Study, output: Output) -> Item {
    let number = |cell: &Cell, _: &str| study.run.estimate(cell);
    let reason = |cell: &Cell| match ORDERS.iter().any(|(name, _)| *name == cell.explainer) {
        true => "an order, not a map".to_owned(),
        false => "all maps are silent".to_owned(),
    };
    let title = format!("{output}: flipping half of the ink");
    new_item(
        format!("flipping-{output}"),
        table(&title, output, &rows(output), &MEASURES, number, reason).into(),
        format!("{output}: AOPC at half of the ink, and what survives there."),
        study.plan.expensive,
    )
}
