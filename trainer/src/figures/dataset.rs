//! The paper's Figs. 1(D), 1(E) and 7: GPT MNIST.

use report::{
    Agreement, FrequencyMap, Item, LatticeFigure, MapCell, MapContent, MapGrid, MapRow, Panel,
    Section,
};
use shared::mnist::{CLASSES, SITES, SIZE, Sample};

use super::context::{Context, image};

/// Samples of each class among those shown with their seeds.
const WITH_SEEDS: usize = 3;
/// Samples of each class whose seeds are counted, as in the paper.
const COUNTED: usize = 240;
/// Samples of each class side by side.
const VARIATIONS: usize = 10;

/// The dataset.
pub fn section(context: &Context) -> Section {
    Section {
        id: "dataset".into(),
        heading: "GPT MNIST".into(),
        paragraphs: vec![
            "A digit grows from a few **generators**, cells with a type and an orientation, on a \
             torus of 28 x 28 sites. The grown strokes are rotated by up to 10 degrees; the \
             labels, which say where the generators stood, are not."
                .into(),
        ],
        items: vec![samples(context), frequency(context), variation(context)],
    }
}

fn samples(context: &Context) -> Item {
    let shown: Vec<Sample> = (0..CLASSES)
        .flat_map(|class| (0..WITH_SEEDS).map(move |n| (class, n)))
        .map(|(class, n)| context.of_class(class, n))
        .collect();
    let panel = |sample: &Sample| {
        let mut panel = Panel::image(&format!("class {}", sample.class), image(&sample.image));
        panel.seeds = sample.seeds.clone();
        panel.caption = format!("T = {}, rotated by {:.1}°", sample.steps, sample.angle);
        panel
    };
    let seeds = shown.iter().map(|sample| sample.seeds.len());
    let steps = || shown.iter().map(|sample| sample.steps);
    let turn = shown.iter().map(|sample| sample.angle.abs()).fold(0.0, f64::max);
    let (fewest, most) = (seeds.clone().min(), seeds.max());
    let (shortest, longest) = (steps().min(), steps().max());
    Item {
        id: "fig-1d-samples".into(),
        content: LatticeFigure {
            title: "Samples and the generators they grew from".into(),
            panels: shown.iter().map(panel).collect(),
        }
        .into(),
        caption: "Images with their generators as arrows, at the **upright** places that the \
                  labels name: where an image is rotated, they lie beside their strokes. T is the \
                  number of steps grown."
            .into(),
        paper:
            "Fig. 1(D): images of the dataset with the generators marked. Its text gives 8 to 12 \
                steps; the published code draws 8 to 11, and three classes change the number."
                .into(),
        ours: format!(
            "{} to {} generators a digit, {} to {} steps and rotations of up to {turn:.1}° in these \
             {} samples, drawn by the rules of the published code.",
            fewest.unwrap_or(0),
            most.unwrap_or(0),
            shortest.unwrap_or(0),
            longest.unwrap_or(0),
            shown.len()
        ),
        agreement: Agreement::Agrees,
        n: Some(shown.len() as u64),
    }
}

fn frequency(context: &Context) -> Item {
    let mut counts = vec![0u64; SITES];
    let n = COUNTED * CLASSES;
    for seed in (0..n).flat_map(|k| context.sample(k).seeds) {
        counts[seed.y as usize * SIZE + seed.x as usize] += 1;
    }
    let total: u64 = counts.iter().sum();
    let used = counts.iter().filter(|&&count| count > 0).count();
    let (site, &most) =
        counts.iter().enumerate().max_by_key(|&(_, count)| count).unwrap_or((0, &0));
    Item {
        id: "fig-1e-frequency".into(),
        ours: format!(
            "{total} generators, {:.2} a sample, on {used} of the {SITES} sites; the most, {most}, at \
             column {}, row {}.",
            total as f64 / n as f64,
            site % SIZE,
            site / SIZE
        ),
        content: FrequencyMap {
            title: "Where the generators stand".into(),
            unit: "generators".into(),
            width: SIZE,
            counts,
        }
        .into(),
        caption: format!(
            "How many of {n} samples, {COUNTED} of each class, have a generator at each site of the \
             upright lattice."
        ),
        paper: "Fig. 1(E): the same map over 240 samples of each class, without numbers.".into(),
        agreement: Agreement::Agrees,
        n: Some(n as u64),
    }
}

fn variation(context: &Context) -> Item {
    let cell = |sample: Sample| MapCell {
        content: MapContent::Image(image(&sample.image)),
        ..MapCell::default()
    };
    let row = |class| MapRow {
        name: format!("class {class}"),
        cells: (0..VARIATIONS).map(|n| cell(context.of_class(class, n))).collect(),
    };
    let mut ranges = Vec::new();
    for class in 0..CLASSES {
        let ink = |n| context.of_class(class, n).image.iter().map(|&pixel| f64::from(pixel)).sum();
        let inks: Vec<f64> = (0..VARIATIONS).map(ink).collect();
        let (least, most) = inks
            .iter()
            .fold((f64::MAX, 0.0f64), |(least, most), &ink| (least.min(ink), most.max(ink)));
        ranges.push(most / least);
    }
    let widest = ranges.iter().copied().fold(0.0, f64::max);
    let class = ranges.iter().position(|&range| range == widest).unwrap_or(0);
    Item {
        id: "fig-7-variation".into(),
        content: MapGrid {
            title: "Variation within classes".into(),
            rows: (0..CLASSES).map(row).collect(),
            ..MapGrid::default()
        }
        .into(),
        caption: format!(
            "The first {VARIATIONS} samples of each class. They differ in the number of steps, in \
             place, in rotation, and in most classes in offsets of single generators."
        ),
        paper: "Fig. 7: samples of each class side by side, to show how little or much a class \
                varies."
            .into(),
        ours: format!(
            "The most varied in ink is class {class}: its fullest sample has {widest:.2} times the ink \
             of its barest."
        ),
        agreement: Agreement::Agrees,
        n: Some((VARIATIONS * CLASSES) as u64),
    }
}
