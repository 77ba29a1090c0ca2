//! The paper's Figs. 1(D), 1(E) and 7: GPT MNIST.

use report::{
    Agreement, FrequencyMap, Item, LatticeFigure, MapCell, MapContent, MapGrid, MapRow, Panel,
    Section,
};
use shared::gpt_mnist::{CLASSES, SITES, SIZE, Sample, Site};

use super::context::{Context, image};
use super::fit::overlap;
use super::text::signed;

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
        panel.caption = format!("T = {}, {}°", sample.steps, signed(sample.angle, 1));
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
            title: "Samples (paper's Fig. 1D)".into(),
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
        counts[Site::of(&seed).index()] += 1;
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
            title: "Generators per site (paper's Fig. 1E)".into(),
            unit: "generators".into(),
            width: SIZE,
            counts,
        }
        .into(),
        caption: format!(
            "How many of {n} samples, {COUNTED} of each class, have a generator at each site of the \
             upright lattice."
        ),
        paper: "Fig. 1(E): the same map, over 240 samples of each class.".into(),
        agreement: Agreement::Agrees,
        n: Some(n as u64),
    }
}

fn variation(context: &Context) -> Item {
    let shown: Vec<Vec<Sample>> = (0..CLASSES)
        .map(|class| (0..VARIATIONS).map(|n| context.of_class(class, n)).collect())
        .collect();
    let cell = |sample: &Sample| MapCell {
        content: MapContent::Image(image(&sample.image)),
        ..MapCell::default()
    };
    let row = |(class, samples): (usize, &Vec<Sample>)| MapRow {
        name: format!("class {class}"),
        cells: samples.iter().map(cell).collect(),
    };
    let within: Vec<f64> = shown.iter().map(|samples| alike(samples, samples)).collect();
    let pairs = (0..CLASSES).flat_map(|a| (0..a).map(move |b| (a, b)));
    let across: Vec<f64> = pairs.map(|(a, b)| alike(&shown[a], &shown[b])).collect();
    let mut ranked: Vec<usize> = (0..CLASSES).collect();
    ranked.sort_by(|&a, &b| within[a].total_cmp(&within[b]));
    let (least, most) = (ranked[0], ranked[CLASSES - 1]);
    Item {
        id: "fig-7-variation".into(),
        content: MapGrid {
            title: "Variation within classes (paper's Fig. 7)".into(),
            rows: shown.iter().enumerate().map(row).collect(),
            ..MapGrid::default()
        }
        .into(),
        caption: format!(
            "The first {VARIATIONS} samples of each class. They differ in the number of steps, in \
             place, in rotation, and in most classes in offsets of single generators."
        ),
        paper: "Fig. 7: the variation within each class.".into(),
        ours: format!(
            "Two samples of a class overlap by {:.2} on average (IoU of their ink), two of different \
             classes by {:.2}. Most alike are those of class {}, by {:.2}, least those of class {}, by \
             {:.2}.",
            mean(&within),
            mean(&across),
            most,
            within[most],
            least,
            within[least]
        ),
        agreement: Agreement::Agrees,
        n: Some((VARIATIONS * CLASSES) as u64),
    }
}

/// How much the samples of two lists overlap on average, each pair of different ones.
fn alike(a: &[Sample], b: &[Sample]) -> f64 {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    let pairs = pairs.filter(|(a, b)| (a.class, a.seed) != (b.class, b.seed));
    mean(&pairs.map(|(a, b)| overlap(&a.image, &b.image)).collect::<Vec<f64>>())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
