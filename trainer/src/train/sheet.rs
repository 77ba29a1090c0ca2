//! A contact sheet of what a network reads: image, true regrowth, predicted regrowth.

use std::iter;

use shared::decode::Way;
use shared::fit::{Model, Options};
use shared::gpt_mnist::{SIZE, system};
use shared::grown::{Grown, Sample};
use shared::idx::LabelledImage;
use shared::model::{Engine, Network, ReadError};

use super::settings::Settings;
use crate::contact_sheet::ContactSheet;

/// Samples of a class, in a row.
const SAMPLES: usize = 4;
/// Real digits on a sheet.
const DIGITS: usize = 60;
/// Seed of the first of them.
const SEED: u64 = 2_000_000;

/// The classes that the settings draw more often than others, or else all.
pub fn chosen_classes(settings: &Settings) -> Vec<u8> {
    let weights = &settings.class_weights;
    let all = || (0..weights.len()).map(|class| class as u8);
    let least = weights.iter().copied().filter(|&weight| weight > 0.0).fold(f64::MAX, f64::min);
    let chosen: Vec<u8> = all().filter(|&class| weights[usize::from(class)] > least).collect();
    if chosen.is_empty() { all().collect() } else { chosen }
}

/// Reads fresh samples of the classes, a row each. Red dots are the true and predicted seeds.
///
/// # Errors
/// If the device fails.
pub fn draw<E: Engine>(
    network: &Network<E>,
    grown: &'static Grown,
    classes: &[u8],
) -> Result<ContactSheet, ReadError> {
    let mut sheet = ContactSheet::new(3 * SAMPLES, classes.len());
    for (row, &class) in classes.iter().enumerate() {
        let samples: Vec<Sample> = (0..SAMPLES as u64)
            .map(|n| grown.sample(class, SEED + n).expect("only classes that there are"))
            .collect();
        let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
        let readings = pollster::block_on(network.read(&images))?;
        for (n, (sample, reading)) in samples.iter().zip(&readings).enumerate() {
            let (y_g, y_s) = (reading.y_g_labels(), reading.y_s_labels());
            let regrown = grown
                .regrow(&y_g, &y_s, sample.steps)
                .expect("predicted types and orientations exist, and the sample was grown as long");
            let mut tile = |column, codes: &[u16], y_g: &[u8]| {
                sheet.draw(3 * n + column, row, occupied(codes), seeds(y_g));
            };
            tile(1, &sample.codes, &sample.y_g);
            tile(2, regrown.codes(), &y_g);
            sheet.draw(3 * n, row, sample.image.iter().copied(), iter::empty());
        }
    }
    Ok(sheet)
}

/// Reads digits stroke by stroke, each beside what its predicted seeds, the red dots, grow into.
///
/// # Errors
/// If the device fails.
pub fn draw_digits<E: Engine>(
    network: &Network<E>,
    digits: &[LabelledImage],
) -> Result<ContactSheet, ReadError> {
    let digits = &digits[..digits.len().min(DIGITS)];
    let model = Model::handwriting();
    let images: Vec<&[f32]> = digits.iter().map(|digit| &digit.image[..]).collect();
    let decoded = network.decode(&model, &images, Way::Iterated, Options::default());
    let decoded = pollster::block_on(decoded)?;
    let across = SAMPLES * 3 / 2;
    let mut sheet = ContactSheet::new(2 * across, digits.len().div_ceil(across));
    for (index, (digit, decoded)) in digits.iter().zip(decoded).enumerate() {
        let (column, row) = (2 * (index % across), index / across);
        let seeds = &decoded.fitted.seeds;
        sheet.draw(column, row, digit.image.iter().copied(), iter::empty());
        let grown = model.canvas(seeds).into_iter();
        sheet.draw(column + 1, row, grown, seeds.iter().map(|seed| (seed.x, seed.y)));
    }
    Ok(sheet)
}

fn occupied(codes: &[u16]) -> impl Iterator<Item = f32> {
    codes.iter().map(|&code| f32::from(u8::from(!system().generators().is_empty(code))))
}

/// The sites with a generator, as x and y.
fn seeds(y_g: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let sites = y_g.iter().enumerate().filter(|(_, label)| **label > 0);
    sites.map(|(site, _)| ((site % SIZE) as u32, (site / SIZE) as u32))
}
