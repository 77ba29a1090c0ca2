//! What the reader does to the seeds of a digit, and what grows then.

mod address;
#[cfg(test)]
mod tests;

pub use address::{number, read_strokes, read_turns, strokes, turns};

use serde::{Deserialize, Serialize};
use shared::gpt_mnist::{ORIENTATIONS, SITES, Sample, Seed, rotate, system};
use shared::pattern::develop_with_lineage;

use crate::growth::Growth;

/// At least as many seeds as any digit has.
pub const SEEDS: usize = 8;

/// What is done to the seeds of a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Edits {
    /// The seeds that are taken away: bit `n` for seed `n`.
    pub without: u32,
    /// What becomes of the digit without them.
    pub way: Way,
    /// By how many eighths, clockwise, each seed is turned.
    pub turns: [u8; SEEDS],
}

/// What becomes of a digit without some of its seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Way {
    /// The others grow again, perhaps into the room.
    #[default]
    Regrow,
    /// The cells that are theirs alone are cleared, and nothing else changes.
    Clear,
}

impl Way {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Regrow, Self::Clear];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regrow => "regrow",
            Self::Clear => "clear",
        }
    }
}

impl Edits {
    /// Whether a seed is taken away.
    pub const fn is_without(&self, index: usize) -> bool {
        index < SEEDS && self.without >> index & 1 == 1
    }

    /// The seeds that are taken away.
    pub fn taken(&self) -> Vec<usize> {
        (0..SEEDS).filter(|&index| self.is_without(index)).collect()
    }

    /// The seeds that are turned.
    pub fn turned(&self) -> Vec<usize> {
        (0..SEEDS).filter(|&index| self.turns[index] != 0).collect()
    }

    /// Whether nothing is done.
    pub fn is_none(&self) -> bool {
        self.without == 0 && self.turned().is_empty()
    }

    /// The same with a seed taken away, or put back if it was.
    pub const fn pluck(self, index: usize) -> Self {
        Self { without: self.without ^ 1 << index, ..self }
    }

    /// The same with a seed turned by some eighths more, clockwise.
    pub fn turn(self, index: usize, eighths: u8) -> Self {
        self.turned_by(index, self.turns[index] + eighths)
    }

    /// The same with a seed turned by some eighths in all, clockwise.
    pub fn turned_by(mut self, index: usize, eighths: u8) -> Self {
        self.turns[index] = eighths % ORIENTATIONS as u8;
        self
    }

    /// The same without what makes no difference.
    pub const fn effective(self) -> Self {
        if self.without == 0 { Self { way: Way::Regrow, ..self } } else { self }
    }

    /// The whole digit with its seeds turned.
    pub fn turn_all(&self, whole: &Sample) -> Sample {
        let turned = self.turned().into_iter().filter(|&index| index < whole.seeds.len());
        turned.fold(whole.clone(), |sample, index| {
            let from = sample.seeds[index].orientation;
            sample.turning(index, from.turned(self.turns[index].into(), ORIENTATIONS))
        })
    }

    /// What the network sees after some steps.
    pub fn image(&self, whole: &Sample, steps: u32) -> Vec<f32> {
        let cells = self.growth(whole, steps).occupied();
        let ink: Vec<f32> = cells.into_iter().map(|cell| f32::from(u8::from(cell))).collect();
        rotate(&ink, whole.angle)
    }

    /// What has grown after some steps from the seeds that are left.
    pub fn growth(&self, whole: &Sample, steps: u32) -> Growth {
        let Sample { seeds, .. } = self.turn_all(whole);
        let left = (0..seeds.len()).filter(|&index| !self.is_without(index));
        let left: Vec<usize> = left.collect();
        let kept: Vec<Seed> = left.iter().map(|&index| seeds[index]).collect();
        let lineage = match self.way {
            Way::Regrow => lineage(&kept, steps),
            Way::Clear => {
                let name = |seed: u32| left.iter().position(|&index| index == seed as usize);
                let rename = |owners: Vec<u32>| -> Vec<u32> {
                    owners.into_iter().filter_map(name).map(|index| index as u32).collect()
                };
                lineage(&seeds, steps).into_iter().map(rename).collect()
            }
        };
        Growth { seeds: kept, lineage }
    }
}

/// For every site the seeds that its cell descends from.
fn lineage(seeds: &[Seed], steps: u32) -> Vec<Vec<u32>> {
    let (_, lineage) =
        develop_with_lineage(system(), seeds, steps).expect("a sample's seeds can be grown");
    (0..SITES).map(|site| lineage.seeds(site).to_vec()).collect()
}
