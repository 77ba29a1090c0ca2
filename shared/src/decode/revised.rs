//! Strokes that are taken back and laid anew, as long as the network then expects less.
//!
//! The network is never told how well a configuration grows, but it says how much of the image it misses: the
//! seeds that it still expects where a configuration lies on the canvas. The fewer, the better the configuration.

use super::{MOST, Tracing, expected, likeliest};
use crate::fit::Model;
use crate::model::{Engine, Network, ReadError};
use crate::output::Output;
use crate::pattern::Seed;
use crate::reading::Reading;

/// The most exchanges.
pub const ROUNDS: usize = 10;
/// The windows in which a seed is tried.
pub const WINDOWS: usize = 3;
/// Seeds to be expected in a window in which one is tried.
const LEAST: f32 = 0.02;
/// What a seed that is laid costs, in seeds that are expected.
const PRICE: f32 = 0.19;
/// What an exchange gains, so that rounding decides on none.
const GAIN: f32 = 1e-3;
/// Canvases that run through the network at once.
const BATCH: usize = 16;

impl<E: Engine> Network<E> {
    /// Exchanges strokes one by one: of all ways to take one away, to lay another, or both, that after which the
    /// network expects the fewest seeds, each that is laid counting [`PRICE`]. Other seeds than those that are likeliest
    /// to the network are not tried: some would silence it without being there.
    pub(super) async fn revise(
        &self,
        model: &Model,
        tracing: &mut Tracing<'_>,
    ) -> Result<(), ReadError> {
        for _ in 0..ROUNDS {
            let seeds = &tracing.seeds;
            let mut sets = vec![seeds.clone()];
            sets.extend((0..seeds.len()).map(|index| without(seeds, index)));
            let mut readings = self.look(model, tracing.image, &sets).await?;
            let pairs = sets.iter().zip(&readings);
            let more: Vec<Vec<Seed>> =
                pairs.flat_map(|(set, reading)| trials(set, reading, seeds)).collect();
            readings.extend(self.look(model, tracing.image, &more).await?);
            sets.extend(more);
            tracing.passes += sets.len();
            let costs = sets.iter().zip(&readings).map(|(set, reading)| cost(set, reading));
            let costs: Vec<f32> = costs.collect();
            let best = (0..costs.len()).min_by(|&a, &b| costs[a].total_cmp(&costs[b]));
            let best = best.expect("the seeds as they are");
            if costs[best] > costs[0] - GAIN {
                break;
            }
            tracing.seeds = sets.swap_remove(best);
        }
        Ok(())
    }

    /// What the network says of an image where some seeds have been laid.
    async fn look(
        &self,
        model: &Model,
        image: &[f32],
        sets: &[Vec<Seed>],
    ) -> Result<Vec<Reading>, ReadError> {
        let mut readings = Vec::with_capacity(sets.len());
        for sets in sets.chunks(BATCH) {
            let inputs: Vec<Vec<f32>> =
                sets.iter().map(|seeds| self.seen(model, image, seeds)).collect();
            let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
            readings.extend(self.read_for(Output::Yg, &inputs).await?);
        }
        Ok(readings)
    }
}

/// Seeds without one of them.
fn without(seeds: &[Seed], index: usize) -> Vec<Seed> {
    [&seeds[..index], &seeds[index + 1..]].concat()
}

/// Some seeds and one more, for each that the network thinks likely beside them, but for those that stand already.
fn trials(set: &[Seed], reading: &Reading, standing: &[Seed]) -> Vec<Vec<Seed>> {
    if set.len() >= MOST {
        return Vec::new();
    }
    let likely = likeliest(reading, set, WINDOWS, LEAST).into_iter();
    let new = likely.filter(|seed| !standing.contains(seed));
    new.map(|seed| [set, &[seed]].concat()).collect()
}

/// The seeds that the network still expects, and the price of those that have been laid.
fn cost(seeds: &[Seed], reading: &Reading) -> f32 {
    expected(reading, seeds).iter().sum::<f32>() + PRICE * seeds.len() as f32
}
