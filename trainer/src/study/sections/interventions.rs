//! Interventions: do heatmaps foretell what taking a component away really does?

use report::{Best, Cell as Shown, Column, Item, Section, Table};
use shared::evaluation::run::{Cell, NETWORK};
use shared::output::Output;

use super::{Measure, explainers, new_item, table};
use crate::study::Study;

const MEASURES: [Measure; 5] = [
    Measure {
        heading: "rho, regrown without it",
        digits: 3,
        best: Some(Best::Highest),
        metric: "drop-regrown",
    },
    Measure {
        heading: "rho, its cells cleared",
        digits: 3,
        best: Some(Best::Highest),
        metric: "drop-cleared",
    },
    Measure { heading: "rho, Shapley", digits: 3, best: Some(Best::Highest), metric: "shapley" },
    Measure {
        heading: "top-1, Shapley",
        digits: 3,
        best: Some(Best::Highest),
        metric: "shapley-top1",
    },
    Measure { heading: "silent", digits: 3, best: None, metric: "silent" },
];

pub fn section(study: &Study) -> Section {
    let mut items: Vec<Item> =
        Output::ALL.into_iter().map(|output| of_output(study, output)).collect();
    items.push(observed(study));
    Section {
        id: "interventions".into(),
        heading: "Do heatmaps foretell what taking a component away does?".into(),
        paragraphs: vec![
            "Every subset of a digit's seeds is grown again and read, so the effect of taking a component \
             away on every answer is known exactly, and so are its Shapley values. **rho** is Spearman's \
             correlation between a component's share of the map and its effect, over all pairs of all \
             samples (for types and orientations: the effect of the other components), with a bootstrap \
             interval over samples. Taking a component away is done in two ways: the digit is grown again \
             without its seed, so that others may grow into the room, or only its exclusive cells are \
             cleared. Digits of one component, classes 0 and 1, have no contrast and do not count."
                .into(),
        ],
        items,
    }
}

fn of_output(study: &Study, output: Output) -> Item {
    let run = &study.run;
    let number = |cell: &Cell, metric: &str| match metric {
        "shapley-top1" | "silent" => run.estimate(cell),
        _ => run.correlation(cell),
    };
    let reason = |_: &Cell| "no digit of several components, or all shares equal".to_owned();
    let title = format!("Maps of {output} against exact effects");
    new_item(
        format!("interventions-{output}"),
        table(&title, output, &explainers(output), &MEASURES, number, reason).into(),
        format!("{output}: how a map's shares on components agree with exact effects."),
        study.plan.samples,
    )
}

fn observed(study: &Study) -> Item {
    let rows = [
        (Output::Y, "flips", "the class changes"),
        (Output::Yg, "flips", "the type of another component changes"),
        (Output::Ys, "flips", "the orientation of another component changes"),
        (Output::Yg, "found-without", "of the components that stay, are found"),
        (Output::Yg, "exact-without", "all types of the rest are right at every site"),
        (Output::Y, "pixels-outside", "pixels that change outside the component's own cells"),
    ];
    let row = |(output, metric, title): &(Output, &str, &str)| {
        let number = match study.run.estimate(&Cell::new(*output, NETWORK, *metric)) {
            Some(estimate) => Shown::Number(estimate.into()),
            None => Shown::Missing("no digit of several components".into()),
        };
        vec![Shown::Text((*title).into()), number]
    };
    let column = |name: &str, digits| Column { name: name.into(), digits, best: None };
    new_item(
        "interventions-observed",
        Table {
            title: "When one component is grown away".into(),
            columns: vec![column("what happens", 0), column("share or count", 3)],
            rows: rows.iter().map(row).collect(),
        }
        .into(),
        "What else changes when the digit is grown again without one of its components.",
        study.plan.samples,
    )
}
