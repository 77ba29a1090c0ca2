//! What the network loses when a component is really taken away, and whether heatmaps foretold it.

use super::component::shares;
use super::explainer::Explained;
use super::part::Part;
use super::run::{Cell, NETWORK, Record};
use super::scoring::Removals;
use super::shapley::Agreement;
use crate::attribution::ExplainError;
use crate::evaluation::explainer::found;
use crate::model::{Engine, Network};
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
    let removals = Removals::of(sample, true);
    let images: Vec<&[f32]> = removals.images().iter().map(Vec::as_slice).collect();
    let readings = network.read(&images).await?;
    observe(explained, &readings[..=removals.whole()], &mut record);
    if components < 2 {
        return Ok(record);
    }
    for map in maps {
        let cell = |metric: &str| Cell::new(map.target.output(), &map.explainer, metric);
        let relevance = Part::Positive.of(&map.values).map_err(|_| map.not_finite())?;
        let Some(shares) = shares(&relevance, masks) else { continue };
        if map.component.is_none() {
            // That of components is recorded with their localization.
            record.value(cell("silent"), f64::from(u8::from(relevance.is_silent())));
        }
        let logits: Vec<f64> = readings.iter().map(|r| r.logit(&map.target).into()).collect();
        let effects = removals.effects(&logits).expect("logits of a digit's subsets are finite");
        let shapley = effects.shapley.expect("all subsets were read");
        for component in (0..components).filter(|&n| Some(n) != map.component) {
            let share = shares[component];
            record.pairs.push((cell("drop-regrown"), share, effects.regrown[component]));
            record.pairs.push((cell("drop-cleared"), share, effects.cleared[component]));
            record.pairs.push((cell("shapley"), share, shapley[component]));
        }
        let agreement = Agreement::of(&shares, &shapley);
        record.value(cell("shapley-top1"), agreement.and_then(|agreement| agreement.top1));
    }
    Ok(record)
}

/// What happens to the other answers when one component is gone. `regrown` has a reading for every subset
/// of the seeds: bit `n` of its index keeps seed `n`.
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
            let flipped = |labels: &[u8], target: &Target| {
                flag(usize::from(labels[before.site.index()]) != target.channel())
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
