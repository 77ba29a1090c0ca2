//! The right of the paper's Fig. 6: real, handwritten digits grown again.

use std::path::Path;

use rayon::prelude::*;
use report::{Agreement, BarChart, Cell, Column, Group, Item, MapGrid, MapRow, Section, Table};
use shared::evaluation::statistics::Estimate;
use shared::gpt_mnist::CLASSES;
use shared::idx::LabelledImage;
use shared::model::ReadError;

use super::context::Context;
use super::fit::{Regrown, best, upright};
use super::readings::{BATCH, STEPS};
use super::reconstruction::picture;
use super::text::{mean, percent, signed};
use crate::digits::Part;
use crate::idx;
use crate::progress::during;

/// Where the real digits lie when nothing is said.
const FOLDER: &str = "data";
/// Digits of each class that are shown.
const SHOWN: usize = 2;
/// What pixels of 0 to 1 are multiplied by, and what that is called.
const FEEDS: [(f32, &str); 2] = [(255.0, "0 to 255"), (1.0, "0 to 1")];

/// Reads the first `most` real digits; without a folder of the user's, an absent file is a reason
/// to do without.
///
/// # Errors
/// If there are files, and they do not hold digits.
pub fn read(
    folder: Option<&Path>,
    most: usize,
) -> Result<Result<Vec<LabelledImage>, String>, idx::Error> {
    let place = folder.unwrap_or(Path::new(FOLDER));
    let [images, labels] = Part::Development.files().map(|name| place.join(name));
    if folder.is_none() && !images.exists() {
        return Ok(Err(format!(
            "the folder `{FOLDER}` holds no real digits; `--mnist-dir` says where they are"
        )));
    }
    let mut digits = idx::read(&images, &labels)?;
    digits.truncate(most);
    Ok(Ok(digits))
}

/// What the network makes of one real digit.
struct Digit<'a> {
    original: &'a LabelledImage,
    /// The class that is read.
    class: usize,
    generators: usize,
    /// Grown for [`STEPS`], upright.
    upright: Regrown,
    /// Grown and rotated as fits best.
    fitted: Regrown,
}

impl Digit<'_> {
    fn is_right(&self) -> bool {
        self.class == usize::from(self.original.label)
    }
}

/// Reconstruction of real digits.
///
/// # Errors
/// If the network answers with what is no number.
pub fn section(context: &Context) -> Result<Section, ReadError> {
    let mut section =
        Section { id: "real-digits".into(), heading: "Real digits".into(), ..Section::default() };
    let digits = match &context.digits {
        Ok(digits) if !digits.is_empty() => digits,
        Ok(_) => {
            section.paragraphs.push("The files of real digits are empty.".into());
            return Ok(section);
        }
        Err(reason) => {
            section.paragraphs.push(format!("Left out: {reason}."));
            return Ok(section);
        }
    };
    section.paragraphs.push(format!(
        "The network was trained on grown digits alone. Here it reads handwritten ones of MNIST, set \
         apart for development. The published code hands it pixels of **0 to 255**, though it was \
         trained on 0 to 1; both are shown. These digits have no T and no angle. So beside \
         T = {STEPS}, upright, as in the paper, there is the best fit of all T from 6 to 12 and angles \
         from −10 to 10 degrees in steps of 2. Such a fit flatters: it says how good the predicted \
         generators are at most."
    ));
    let feeds = FEEDS
        .iter()
        .map(|&(scale, name)| grown(context, digits, scale, name))
        .collect::<Result<Vec<_>, _>>()?;
    section.items = vec![pictures(&feeds), by_class(&feeds), table(&feeds)];
    Ok(section)
}

fn grown<'a>(
    context: &Context,
    digits: &'a [LabelledImage],
    scale: f32,
    name: &str,
) -> Result<Vec<Digit<'a>>, ReadError> {
    let n = digits.len();
    during(&format!("reading {n} real digits fed as {name}"), n, |bar| {
        let batches = digits.par_chunks(BATCH).map(|batch| {
            let fed = |digit: &LabelledImage| digit.image.iter().map(|p| p * scale).collect();
            let fed: Vec<Vec<f32>> = batch.iter().map(fed).collect();
            let images: Vec<&[f32]> = fed.iter().map(Vec::as_slice).collect();
            let readings = pollster::block_on(context.network.read(&images))?;
            let digits = batch.iter().zip(&readings).map(|(original, reading)| Digit {
                original,
                class: reading.class(),
                generators: reading.generators().len(),
                upright: upright(reading, STEPS, &original.image),
                fitted: best(reading, &original.image),
            });
            let digits: Vec<Digit> = digits.collect();
            bar.inc(batch.len() as u64);
            Ok(digits)
        });
        let batches: Result<Vec<Vec<Digit>>, ReadError> = batches.collect();
        Ok(batches?.into_iter().flatten().collect())
    })
}

/// The overlaps of all digits of a class, or of all.
fn overlaps(digits: &[Digit], class: Option<usize>, of: Overlap) -> Vec<f64> {
    let own = |digit: &&Digit| class.is_none_or(|c| c == usize::from(digit.original.label));
    digits.iter().filter(own).map(of).collect()
}

/// A growth's overlap with its digit.
type Overlap = fn(&Digit) -> f64;

/// The two growths, and what they are called.
const GROWTHS: [(Overlap, &str); 2] =
    [(|digit| digit.upright.overlap, "T = 8"), (|digit| digit.fitted.overlap, "fitted")];

/// The first digits of each class, a class in a column.
fn pictures(feeds: &[Vec<Digit>]) -> Item {
    let nth = |digits: &[Digit], class: usize, n: usize| {
        let mut own = (0..digits.len()).filter(|&i| usize::from(digits[i].original.label) == class);
        own.nth(n)
    };
    let mut rows = Vec::new();
    for n in 0..SHOWN {
        let row = |name: String, of: &dyn Fn(usize) -> report::MapCell| MapRow {
            name,
            cells: (0..CLASSES)
                .map(|class| nth(&feeds[0], class, n).map_or_else(Default::default, of))
                .collect(),
        };
        rows.push(row("Digit".into(), &|i| picture(&feeds[0][i].original.image, String::new())));
        for (digits, (_, name)) in feeds.iter().zip(FEEDS) {
            let published = if name == FEEDS[0].1 { " (published)" } else { "" };
            rows.push(row(format!("Fed as {name}{published}, grown with T = {STEPS}"), &|i| {
                regrown(&digits[i], &digits[i].upright)
            }));
            rows.push(row(format!("Fed as {name}{published}, fitted"), &|i| {
                regrown(&digits[i], &digits[i].fitted)
            }));
        }
    }
    let published = overlaps(&feeds[0], None, GROWTHS[0].0);
    Item {
        id: "fig-6-right".into(),
        content: MapGrid {
            title: "Handwritten digits grown again (paper's Fig. 6, right)".into(),
            columns: (0..CLASSES).map(|class| format!("class {class}")).collect(),
            rows,
            ..MapGrid::default()
        }
        .into(),
        caption: "For two digits of each class: the digit and what grows from the generators that \
                  the network reads in it. IoU compares pixels above one half."
            .into(),
        paper: "Fig. 6, right: the same on real MNIST digits; the reconstructions are poor.".into(),
        ours: format!("As published, the mean IoU of all digits is {}.", mean(&published)),
        agreement: poor(&published),
        n: Some(feeds[0].len() as u64),
    }
}

/// The paper's reconstructions of real digits are poor.
fn poor(overlaps: &[f64]) -> Agreement {
    match Estimate::of(overlaps) {
        Some(estimate) if estimate.mean < 0.5 => Agreement::Agrees,
        _ => Agreement::Differs,
    }
}

fn regrown(digit: &Digit, regrown: &Regrown) -> report::MapCell {
    let caption = match (digit.generators, regrown.angle) {
        (0, _) => "no generator".into(),
        (_, None) => format!("IoU {:.2}", regrown.overlap),
        (_, Some(angle)) => {
            let Regrown { steps, overlap, .. } = regrown;
            format!("IoU {overlap:.2} T {steps}, {}°", signed(angle, 0))
        }
    };
    picture(&regrown.image, caption)
}

fn by_class(feeds: &[Vec<Digit>]) -> Item {
    let group = |class: Option<usize>| Group {
        name: class.map_or("all".into(), |class| format!("class {class}")),
        values: feeds
            .iter()
            .flat_map(|digits| GROWTHS.map(|(of, _)| Estimate::of(&overlaps(digits, class, of))))
            .map(|estimate| estimate.map(Into::into).ok_or_else(|| "no digits".into()))
            .collect(),
    };
    let series = FEEDS.iter().flat_map(|(_, feed)| GROWTHS.map(|(_, of)| format!("{feed}, {of}")));
    let means = feeds.iter().zip(FEEDS).map(|(digits, (_, feed))| {
        let [grown, fitted] = GROWTHS.map(|(of, _)| mean(&overlaps(digits, None, of)));
        format!("fed as {feed}, {grown} with T = {STEPS} and {fitted} fitted")
    });
    Item {
        id: "fig-6-right-by-class".into(),
        content: BarChart {
            title: "Overlap with handwritten digits".into(),
            axis_label: "mean IoU with 95 % interval".into(),
            series: series.collect(),
            groups: (0..CLASSES).map(Some).chain([None]).map(group).collect(),
            include: vec![0.0],
            digits: 3,
            ..BarChart::default()
        }
        .into(),
        caption: "Means over the digits of each class, for both ranges of pixels and both ways to \
                  grow. A digit without a predicted generator counts as 0."
            .into(),
        paper: String::new(),
        ours: format!("Mean IoU {}.", means.collect::<Vec<_>>().join("; ")),
        agreement: Agreement::NotInPaper,
        n: Some(feeds[0].len() as u64),
    }
}

fn table(feeds: &[Vec<Digit>]) -> Item {
    let share = |digits: &[Digit], is: fn(&Digit) -> bool| {
        let count = digits.iter().filter(|digit| is(digit)).count();
        let estimate = Estimate::wilson(count, digits.len());
        estimate.map_or(Cell::Missing("no digits".into()), |estimate| {
            let percent = |share: f64| 100.0 * share;
            let interval = estimate.low.map(percent).zip(estimate.high.map(percent));
            Cell::Number(report::Estimate { mean: percent(estimate.mean), interval })
        })
    };
    let row = |(digits, (_, feed)): (&Vec<Digit>, (f32, &str))| {
        let generators: Vec<f64> = digits.iter().map(|digit| digit.generators as f64).collect();
        let generators = Estimate::of(&generators)
            .map_or(Cell::Missing("no digits".into()), |mean| Cell::Number(mean.into()));
        vec![
            Cell::Text(feed.into()),
            share(digits, |digit| digit.is_right()),
            share(digits, |digit| digit.generators > 0),
            generators,
        ]
    };
    let right = |digits: &[Digit]| {
        let right = digits.iter().filter(|digit| digit.is_right()).count();
        percent(right as f64 / digits.len() as f64)
    };
    let commonest = |digits: &[Digit]| {
        let count = |class| digits.iter().filter(|digit| digit.class == class).count();
        let counts = (0..CLASSES).map(|class| (count(class), class));
        let (most, class) = counts.max().unwrap_or_default();
        format!("class {class}, in {}", percent(most as f64 / digits.len() as f64))
    };
    let names = ["pixels fed as", "class right, %", "any generator, %", "generators a digit"];
    Item {
        id: "real-digits-read".into(),
        content: Table {
            title: "What the network reads in handwritten digits".into(),
            columns: names.map(|name| Column { name: name.into(), digits: 1, best: None }).to_vec(),
            rows: feeds.iter().zip(FEEDS).map(row).collect(),
        }
        .into(),
        caption: "Shares of digits with Wilson's 95 % interval, and the mean number of predicted \
                  generators with Student's."
            .into(),
        paper: String::new(),
        ours: format!(
            "The class is right in {} of the digits fed as 0 to 255 and in {} of those fed as 0 to 1; \
             by chance it would be 10 %. The commonest answer is {} and {}.",
            right(&feeds[0]),
            right(&feeds[1]),
            commonest(&feeds[0]),
            commonest(&feeds[1])
        ),
        agreement: Agreement::NotInPaper,
        n: Some(feeds[0].len() as u64),
    }
}
