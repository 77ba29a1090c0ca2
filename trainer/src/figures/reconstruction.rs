//! The left of the paper's Fig. 6: GPT MNIST digits grown again from what the network reads.

use report::{Agreement, BarChart, Group, Item, MapCell, MapContent, MapGrid, MapRow, Section};
use shared::evaluation::statistics::Estimate;
use shared::gpt_mnist::{CLASSES, Sample, covered, iou};
use shared::reading::Reading;

use super::Error;
use super::context::{Context, image};
use super::readings::{Read, STEPS, regrown};
use super::text::{mean, signed};

/// Digits of each class.
const SHOWN: usize = 2;

/// Reconstruction of GPT MNIST digits.
pub fn section(context: &Context, readings: &[Read]) -> Result<Section, Error> {
    Ok(Section {
        id: "reconstruction".into(),
        heading: "Growing the prediction".into(),
        paragraphs: vec![format!(
            "The predicted generators, grown again, should give the digit back. The network says \
             neither for how many steps T the digit grew nor how it was rotated, so growth is \
             compared **upright**: for T = {STEPS}, as the paper does it, and for the sample's own T. \
             IoU is the intersection of the occupied sites over their union."
        )],
        items: vec![pictures(context)?, by_class(readings)],
    })
}

/// The first digits of each class, a class in a column.
fn pictures(context: &Context) -> Result<Item, Error> {
    let samples: Vec<Sample> = (0..SHOWN * CLASSES).map(|k| context.sample(k)).collect();
    let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
    let readings = pollster::block_on(context.network.read(&images))?;
    let all: Vec<(Sample, Reading)> = samples.into_iter().zip(readings).collect();
    let mut overlaps = [Vec::new(), Vec::new()];
    for (sample, reading) in &all {
        for (values, steps) in overlaps.iter_mut().zip([STEPS, sample.steps]) {
            values.push(iou(&regrown(reading, steps), &sample.codes));
        }
    }
    Ok(Item {
        id: "fig-6-left".into(),
        content: MapGrid {
            title: "Digits grown again from the predicted generators (paper's Fig. 6, left)".into(),
            columns: (0..CLASSES).map(|class| format!("class {class}")).collect(),
            rows: all.chunks(CLASSES).flat_map(rows).collect(),
            ..MapGrid::default()
        }
        .into(),
        caption: "For two digits of each class: the image that is read, the true configuration \
                  before its rotation, and the predicted one grown for both numbers of steps."
            .into(),
        paper: format!(
            "Fig. 6, left: digits of the dataset beside the predicted configuration grown with T = \
             {STEPS}."
        ),
        ours: format!(
            "IoU of these digits: {} with T = {STEPS}, {} with their own T.",
            mean(&overlaps[0]),
            mean(&overlaps[1])
        ),
        agreement: judged(&overlaps[1]),
        n: Some(all.len() as u64),
    })
}

/// The paper's digits come back whole.
fn judged(own_steps: &[f64]) -> Agreement {
    match Estimate::of(own_steps).map_or(0.0, |estimate| estimate.mean) {
        0.95.. => Agreement::Agrees,
        0.5.. => Agreement::Partly,
        _ => Agreement::Differs,
    }
}

/// The rows of one digit of each class.
fn rows(digits: &[(Sample, Reading)]) -> Vec<MapRow> {
    let row = |name: String, cell: &dyn Fn(&Sample, &Reading) -> MapCell| MapRow {
        name,
        cells: digits.iter().map(|(sample, reading)| cell(sample, reading)).collect(),
    };
    let grown = |sample: &Sample, reading: &Reading, steps: u32| {
        let codes = regrown(reading, steps);
        picture(&covered(&codes), format!("IoU {:.2}", iou(&codes, &sample.codes)))
    };
    vec![
        row("Image".into(), &|s, _| picture(&s.image, format!("{}°", signed(s.angle, 1)))),
        row("True configuration, upright".into(), &|s, _| {
            picture(&covered(&s.codes), format!("T = {}", s.steps))
        }),
        row(format!("Predicted, grown with T = {STEPS}"), &|s, reading| grown(s, reading, STEPS)),
        row("Predicted, grown with its own T".into(), &|s, reading| grown(s, reading, s.steps)),
    ]
}

/// A cell with an image of 28 x 28 pixels.
pub fn picture(pixels: &[f32], caption: String) -> MapCell {
    MapCell { content: MapContent::Image(image(pixels)), caption, ..MapCell::default() }
}

fn by_class(readings: &[Read]) -> Item {
    let values = |class: Option<usize>, steps: usize| -> Vec<f64> {
        let own = |read: &&Read| class.is_none_or(|c| c == usize::from(read.outcome.class()));
        readings.iter().filter(own).map(|read| read.overlap[steps]).collect()
    };
    let group = |class: Option<usize>| Group {
        name: class.map_or("all".into(), |class| format!("class {class}")),
        values: (0..2)
            .map(|steps| {
                let estimate = Estimate::of(&values(class, steps));
                estimate.map(report::Estimate::from).ok_or_else(|| "no samples".into())
            })
            .collect(),
    };
    let all = [values(None, 0), values(None, 1)];
    let whole = all[1].iter().filter(|&&overlap| overlap == 1.0).count();
    Item {
        id: "fig-6-left-by-class".into(),
        content: BarChart {
            title: "Overlap of the grown prediction with the truth".into(),
            axis_label: "mean IoU with 95 % interval".into(),
            series: vec![format!("T = {STEPS}"), "own T".into()],
            groups: (0..CLASSES).map(Some).chain([None]).map(group).collect(),
            include: vec![1.0],
            digits: 3,
            ..BarChart::default()
        }
        .into(),
        caption: "Means over the samples of each class. With the right generators and its own T a \
                  digit comes back whole; with T = 8 its strokes end early, or late."
            .into(),
        paper: String::new(),
        ours: format!(
            "Mean IoU {} with T = {STEPS} and {} with the own T; {whole} of {} digits come back exactly.",
            mean(&all[0]),
            mean(&all[1]),
            readings.len()
        ),
        agreement: Agreement::NotInPaper,
        n: Some(readings.len() as u64),
    }
}
