//! Removing pixels in the order of a heatmap (the paper's AOPC, its section 3), for every output.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::explainer::{Explained, Map};
use super::flipping::{
    Removal, aopc, order_as_published, random_order, random_order_over_ink, removal_order, srg,
};
use super::part::{Part, Relevance};
use super::run::{Cell, Record};
use super::truth::survives;
use crate::attribution::ExplainError;
use crate::gpt_mnist::{CLASSES, SITES};
use crate::model::{Engine, Network, ReadError};
use crate::output::{Output, Target};
use crate::reading::Reading;

/// Pixels removed, one at a time.
pub const STEPS: usize = 75;

/// Images that are read at once.
const BATCH: usize = 25;

/// A pixel of more than this is ink.
const INK: f32 = 0.5;

/// Methods that the paper flips.
const PUBLISHED: [&str; 3] = ["guided-backprop", "deconvolution", "grad-cam@channel-adj"];

/// Flips pixels of one sample by every map of its true class, and of one of its components.
///
/// Cumulative, a removed pixel becomes 0: curves `morf`, `lerf` and `srg` of the margin (of the logit
/// for the class), `survival`, and the same at half of the ink as values. For the class also the
/// curves as published: one pixel at a time, replaced by noise.
///
/// # Errors
/// If the network or the device fails, or a map is not finite.
pub async fn perturbation<E: Engine>(
    network: &Network<E>,
    explained: &Explained,
) -> Result<Record, ExplainError> {
    let sample = &explained.sample;
    let mut record = Record::new(sample.class, sample.seed);
    let flips = Flips { network, explained };
    let component = turn(sample.seed, explained.found.len());
    let component = component.map(|turn| explained.found[turn].component);
    let mut random_for = Vec::new();
    for map in &explained.maps {
        if map.component.is_some() && map.component != component {
            continue;
        }
        flips.by_map(map, &mut record).await?;
        if !random_for.contains(&map.target) {
            random_for.push(map.target);
            flips.at_random(&map.target, &mut record).await?;
        }
        if map.target.output() == Output::Y && PUBLISHED.contains(&map.explainer.as_str()) {
            flips.as_published(map, &mut record).await?;
        }
    }
    Ok(record)
}

/// Which of `count` components has its turn. Samples of a class are ten seeds apart.
fn turn(seed: u64, count: usize) -> Option<usize> {
    (count > 0).then(|| (seed / CLASSES as u64 % count as u64) as usize)
}

struct Flips<'a, E: Engine> {
    network: &'a Network<E>,
    explained: &'a Explained,
}

impl<E: Engine> Flips<'_, E> {
    async fn by_map(&self, map: &Map, record: &mut Record) -> Result<(), ExplainError> {
        let relevance = part(Part::Signed, map)?;
        let cell = |metric: &str| Cell::new(map.target.output(), &map.explainer, metric);
        let silent = relevance.is_silent();
        record.value(cell("silent"), f64::from(u8::from(silent)));
        let (morf, lerf, survival) = if silent {
            // It prefers no pixel, and is worth what any order is.
            let order = random_order(SITES, self.explained.sample.seed);
            let (values, survival) = self.cumulative(&map.target, &order).await?;
            (values.clone(), values, survival)
        } else {
            let most = removal_order(&relevance, Removal::MostRelevantFirst);
            let least = removal_order(&relevance, Removal::LeastRelevantFirst);
            let (morf, survival) = self.cumulative(&map.target, &most).await?;
            (morf, self.cumulative(&map.target, &least).await?.0, survival)
        };
        let half = self.half_of_ink();
        let curves =
            [("morf", aopc(&morf)), ("lerf", aopc(&lerf)), ("srg", srg(&relevance, &morf, &lerf))];
        for (name, curve) in curves {
            record.value(cell(&format!("{name}@half-ink")), curve.get(half - 1).copied());
            record.curves.push((cell(name), curve));
        }
        record.value(cell("survival@half-ink"), survival.get(half).copied());
        record.curves.push((cell("survival"), survival));
        Ok(())
    }

    /// Two baselines without a map: any pixel, and any pixel of ink.
    async fn at_random(&self, target: &Target, record: &mut Record) -> Result<(), ReadError> {
        let sample = &self.explained.sample;
        let ink: Vec<bool> = sample.image.iter().map(|&pixel| pixel > INK).collect();
        let orders = [
            ("random-order", random_order(SITES, sample.seed)),
            ("random-over-ink", random_order_over_ink(&ink, sample.seed)),
        ];
        let half = self.half_of_ink();
        for (name, order) in orders {
            let cell = |metric: &str| Cell::new(target.output(), name, metric);
            let (values, survival) = self.cumulative(target, &order).await?;
            let curve = aopc(&values);
            record.value(cell("morf@half-ink"), curve.get(half - 1).copied());
            record.value(cell("survival@half-ink"), survival.get(half).copied());
            record.curves.push((cell("morf"), curve));
            record.curves.push((cell("survival"), survival));
        }
        Ok(())
    }

    /// Replaced by noise: each pixel alone, as in the code behind the paper's figure (`published`),
    /// and one after the other, as in the paper's text (`noise`).
    async fn as_published(&self, map: &Map, record: &mut Record) -> Result<(), ExplainError> {
        let image = &self.explained.sample.image;
        let most = image.iter().fold(0.0f32, |most, pixel| most.max(pixel.abs()));
        let mut rng = ChaCha8Rng::seed_from_u64(self.explained.sample.seed);
        let mut noise = || most * rng.random_range(-0.5..0.5);
        for (kind, name) in [(Part::Signed, "published"), (Part::Absolute, "published|abs")] {
            let order = order_as_published(&part(kind, map)?, STEPS);
            let alone = order.iter().map(|&site| {
                let mut image = image.clone();
                image[site] = noise();
                image
            });
            let alone: Vec<Vec<f32>> = std::iter::once(image.clone()).chain(alone).collect();
            let values = self.values(&map.target, &alone).await?.0;
            let cell = Cell::new(map.target.output(), &map.explainer, name);
            record.curves.push((cell, aopc(&values)));
        }
        let order = removal_order(&part(Part::Signed, map)?, Removal::MostRelevantFirst);
        let mut images = vec![image.clone()];
        for &site in order.iter().take(STEPS) {
            let mut next = images.last().expect("it begins with one").clone();
            next[site] = noise();
            images.push(next);
        }
        let values = self.values(&map.target, &images).await?.0;
        let cell = Cell::new(map.target.output(), &map.explainer, "noise");
        record.curves.push((cell, aopc(&values)));
        Ok(())
    }

    /// The value of the target, and whether it survives, after each number of removed pixels from 0 on.
    async fn cumulative(
        &self,
        target: &Target,
        order: &[usize],
    ) -> Result<(Vec<f64>, Vec<f64>), ReadError> {
        let mut image = self.explained.sample.image.clone();
        let mut images = vec![image.clone()];
        for &site in order.iter().take(STEPS) {
            image[site] = 0.0;
            images.push(image.clone());
        }
        self.values(target, &images).await
    }

    async fn values(
        &self,
        target: &Target,
        images: &[Vec<f32>],
    ) -> Result<(Vec<f64>, Vec<f64>), ReadError> {
        let (mut values, mut survival) = (Vec::new(), Vec::new());
        for images in images.chunks(BATCH) {
            let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
            for reading in self.network.read_for(target.output(), &images).await? {
                values.push(value(&reading, target));
                survival.push(f64::from(u8::from(survives(&reading, target))));
            }
        }
        Ok((values, survival))
    }

    /// Half of the pixels that are ink, at least 1.
    fn half_of_ink(&self) -> usize {
        let ink = self.explained.sample.image.iter().filter(|&&pixel| pixel > INK).count();
        (ink / 2).max(1)
    }
}

fn part(part: Part, map: &Map) -> Result<Relevance, ExplainError> {
    part.of(&map.values).map_err(|_| map.not_finite())
}

/// The logit of a class; of a type or orientation by how much its logit exceeds all others at its site.
fn value(reading: &Reading, target: &Target) -> f64 {
    let own = reading.logit(target);
    let Some(site) = target.site() else { return own.into() };
    let others = reading.logits(target.output()).chunks(SITES).enumerate();
    let others = others.filter(|&(channel, _)| channel != target.channel());
    let best = others.map(|(_, map)| map[site.index()]).fold(f32::NEG_INFINITY, f32::max);
    (own - best).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_components_of_a_class_have_their_turn() {
        for (class, count) in [(2, 2), (3, 3), (6, 4), (9, 5)] {
            let turns = |n: u64| turn(100 + class + 10 * n, count).unwrap();
            for component in 0..count {
                assert_eq!((0..60).filter(|&n| turns(n) == component).count(), 60 / count);
            }
        }
        assert_eq!(turn(7, 0), None);
    }
}
