//! What the network loses when a component is really taken away, and whether heatmaps foretold it.

use super::component::shares;
use super::explainer::Explained;
use super::part::Part;
use super::run::{Cell, NETWORK, Record};
use super::shapley::{Agreement, Game};
use crate::attribution::ExplainError;
use crate::evaluation::explainer::found;
use crate::mnist::SIZE;
use crate::model::{Engine, Network, ReadError};
use crate::output::{Output, Target};
use crate::reading::Reading;

/// A pixel that changes by more than this has changed.
const CHANGED: f32 = 0.5;

/// Removes components in every way and compares the exact effects with the shares of every map.
///
/// A component is removed by growing the digit again without its seed, so that others may grow into
/// the room, or by clearing its exclusive cells and nothing else.
///
/// # Errors
/// If the network or the device fails, or a map is not finite.
pub async fn interventions<E: Engine>(
    network: &Network<E>,
    explained: &Explained,
) -> Result<Record, ExplainError> {
    let Explained { sample, masks, maps, .. } = explained;
    let components = sample.seeds.len();
    let mut record = Record::new(sample.class, sample.seed);
    let regrown = read_all(network, subsets(explained)).await?;
    let cleared = read_all(network, clearings(explained)).await?;
    observe(explained, &regrown, &mut record);
    if components < 2 {
        return Ok(record);
    }
    for map in maps {
        let cell = |metric: &str| Cell::new(map.target.output(), &map.explainer, metric);
        let relevance = match Part::Positive.of(&map.values) {
            Ok(relevance) if !relevance.is_silent() => relevance,
            _ => continue,
        };
        let Some(shares) = shares(&relevance, masks) else { continue };
        let logit = |reading: &Reading| f64::from(reading.logit(&map.target));
        let values = regrown.iter().map(logit).collect();
        let game = Game::new(values).expect("a value for each subset of at most five components");
        let whole = logit(&explained.reading);
        let drops = game.deletion_drops();
        let shapley = game.shapley();
        for component in (0..components).filter(|&n| Some(n) != map.component) {
            let share = shares[component];
            record.pairs.push((cell("drop-regrown"), share, drops[component]));
            let drop = whole - logit(&cleared[component]);
            record.pairs.push((cell("drop-cleared"), share, drop));
            record.pairs.push((cell("shapley"), share, shapley[component]));
        }
        let agreement = Agreement::of(&shares, &shapley);
        record.value(cell("shapley-top1"), agreement.and_then(|agreement| agreement.top1));
    }
    Ok(record)
}

/// The images grown from every subset of the seeds: that of index `s` has seed `n` if bit `n` is set.
fn subsets(explained: &Explained) -> Vec<Vec<f32>> {
    let count = 1u32 << explained.sample.seeds.len();
    (0..count).map(|subset| explained.sample.keeping(subset).image).collect()
}

/// The image without the exclusive cells of each component.
fn clearings(explained: &Explained) -> Vec<Vec<f32>> {
    let clear = |mask: &Vec<bool>| {
        let pixels = explained.sample.image.iter().zip(mask);
        pixels.map(|(&pixel, &own)| if own { 0.0 } else { pixel }).collect()
    };
    explained.masks.exclusive.iter().map(clear).collect()
}

async fn read_all<E: Engine>(
    network: &Network<E>,
    images: Vec<Vec<f32>>,
) -> Result<Vec<Reading>, ReadError> {
    let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
    network.read(&images).await
}

/// What happens to the other answers when one component is gone.
fn observe(explained: &Explained, regrown: &[Reading], record: &mut Record) {
    let Explained { sample, masks, .. } = explained;
    let components = sample.seeds.len();
    let all = regrown.len() - 1;
    let flag = |flag: bool| f64::from(u8::from(flag));
    for removed in (0..components).filter(|_| components > 1) {
        let without = all & !(1 << removed);
        let left = sample.keeping(without as u32);
        let reading = &regrown[without];
        let cell = |output, metric: &str| Cell::new(output, NETWORK, metric);
        let changes = left.image.iter().zip(&sample.image).zip(&masks.soft[removed]);
        let outside = changes
            .filter(|((after, before), own)| (*after - *before).abs() > CHANGED && **own < 0.5);
        record.value(cell(Output::Y, "pixels-outside"), outside.count() as f64);
        record.value(cell(Output::Y, "flips"), flag(reading.class() != usize::from(sample.class)));
        // Of the components that stay, those whose answers change.
        let (types, orientations) = (reading.y_g_labels(), reading.y_s_labels());
        for before in explained.found.iter().filter(|before| before.component != removed) {
            let (row, column) = before.site;
            let site = row * SIZE + column;
            let flipped = |labels: &[u8], target: &Target| {
                flag(usize::from(labels[site]) != target.channel())
            };
            let [y_g, y_s] = &before.targets;
            record.value(cell(Output::Yg, "flips"), flipped(&types, y_g));
            record.value(cell(Output::Ys, "flips"), flipped(&orientations, y_s));
        }
        let wrong = types.iter().zip(&left.y_g).filter(|(read, truth)| read != truth).count();
        record.value(cell(Output::Yg, "exact-without"), flag(wrong == 0));
        let still = found(&left, reading).len();
        record.value(cell(Output::Yg, "found-without"), still as f64 / left.seeds.len() as f64);
    }
}
