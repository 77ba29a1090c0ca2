//! Which ink an answer about a component rests on, found by taking ink away.

use super::components::{distances, far_half};
use super::explainer::Explained;
use super::run::{Cell, NETWORK, Record};
use crate::gpt_mnist::{SITES, SIZE};
use crate::grown::tilted;
use crate::model::{Engine, Network, ReadError};
use crate::output::{Output, Target};
use crate::reading::Reading;

/// Radii around the seed within which ink is kept or cleared, in pixels.
pub const RADII: [u32; 6] = [1, 2, 3, 4, 6, 8];

/// An answer has survived if it stands within so many rows and columns of its site.
const SLACK: usize = 1;

/// Clears ink by where it lies, seen from each component's seed, and records whether the answers about the
/// component survive, and what is left of their logits.
///
/// # Errors
/// If the network or the device fails.
pub async fn causal_truth<E: Engine>(
    network: &Network<E>,
    explained: &Explained,
) -> Result<Record, ReadError> {
    let Explained { sample, masks, .. } = explained;
    let mut record = Record::new(sample.class, sample.seed);
    for found in &explained.found {
        let seed = &sample.seeds[found.component];
        let place = tilted((seed.y.into(), seed.x.into()), sample.angle);
        let far = far_half(&masks.soft[found.component], place);
        let away: Vec<f64> = distances(place).collect();
        let own = |site: usize| masks.soft[found.component][site] >= 0.5;
        let edit = |keeps: &dyn Fn(usize) -> bool| -> Vec<f32> {
            (0..SITES).map(|site| if keeps(site) { sample.image[site] } else { 0.0 }).collect()
        };
        let mut edits = vec![
            ("clear-stroke".to_owned(), edit(&|site| !own(site))),
            ("clear-far-half".to_owned(), edit(&|site| !own(site) || !far[site])),
            ("clear-near-half".to_owned(), edit(&|site| !own(site) || far[site])),
            ("keep-stroke".to_owned(), edit(&own)),
        ];
        for radius in RADII {
            let within = |site: usize| away[site] <= f64::from(radius);
            edits.push((format!("keep-within-{radius}"), edit(&within)));
            edits.push((format!("clear-within-{radius}"), edit(&|site| !within(site))));
        }
        let images: Vec<&[f32]> = edits.iter().map(|(_, image)| &image[..]).collect();
        let readings = network.read(&images).await?;
        for ((name, _), reading) in edits.iter().zip(&readings) {
            for target in &found.targets {
                let cell =
                    |what: &str| Cell::new(target.output(), NETWORK, format!("{name}:{what}"));
                let alive = f64::from(u8::from(survives(reading, target)));
                record.value(cell("survives"), alive);
                let whole = explained.reading.logit(target);
                let left = f64::from(reading.logit(target) / whole);
                record.value(cell("logit"), (whole > 0.0).then_some(left));
            }
        }
    }
    Ok(record)
}

/// Whether the target's label stands at its site or beside it. An orientation counts only where there is
/// a generator.
pub fn survives(reading: &Reading, target: &Target) -> bool {
    let Some(site) = target.site() else {
        return reading.class() == target.channel();
    };
    let (types, orientations) = (reading.y_g_labels(), reading.y_s_labels());
    let labels = if target.output() == Output::Ys { &orientations } else { &types };
    let around = |at: usize| at.saturating_sub(SLACK)..(at + SLACK + 1).min(SIZE);
    around(site.row()).any(|row| {
        around(site.column()).any(|column| {
            let site = row * SIZE + column;
            types[site] > 0 && usize::from(labels[site]) == target.channel()
        })
    })
}
