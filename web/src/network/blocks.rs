//! The places on the way through the network that the page shows, by name.

use std::sync::OnceLock;

use shared::model::architecture::{Architecture, Slot};
use shared::model::stages::Stage;

/// The stages of the paper's network.
pub fn stages() -> &'static [Stage] {
    static STAGES: OnceLock<Vec<Stage>> = OnceLock::new();
    STAGES.get_or_init(|| Stage::all(Architecture::GPT_MNIST))
}

/// A block of the network: a stage, or one of its residual blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The index of its stage.
    stage: usize,
    /// Where it comes out.
    slot: Slot,
}

impl Block {
    /// The last block of the stage of a name.
    pub fn of_stage(name: &str) -> Option<Self> {
        let stage = stages().iter().position(|stage| stage.name == name)?;
        Some(Self { stage, slot: stages()[stage].slot })
    }

    /// The block of a name: `l2` for all of a stage, `l2.1` for its first residual block.
    pub fn named(name: &str) -> Option<Self> {
        let Some((stage, number)) = name.split_once('.') else { return Self::of_stage(name) };
        let (number, stage): (usize, _) = (number.parse().ok()?, Self::of_stage(stage)?);
        let slot = *stage.stage().blocks.get(number.checked_sub(1)?)?;
        Some(Self { slot, ..stage })
    }

    /// Its name.
    pub fn name(self) -> String {
        self.stage().block_name(self.slot)
    }

    /// Its stage.
    pub fn stage(self) -> &'static Stage {
        &stages()[self.stage]
    }

    /// Where it comes out.
    pub const fn slot(self) -> Slot {
        self.slot
    }

    /// Its number among the residual blocks of its stage, from 1, if it is one.
    pub fn number(self) -> Option<usize> {
        let position = self.stage().blocks.iter().position(|&slot| slot == self.slot);
        position.map(|index| index + 1)
    }

    /// The residual blocks of its stage.
    pub fn siblings(self) -> impl Iterator<Item = Self> {
        self.stage().blocks.iter().map(move |&slot| Self { slot, ..self })
    }

    /// How many maps it puts out. All blocks of a stage put out the same.
    pub fn channels(self) -> usize {
        self.stage().shape[0]
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_block_is_found_by_its_name() {
        let mut names = Vec::new();
        for stage in stages() {
            let whole = Block::of_stage(stage.name).unwrap();
            for block in whole.siblings().chain([whole]) {
                assert_eq!(Block::named(&block.name()), Some(block));
                names.push(block.name());
            }
        }
        names.dedup();
        // Fourteen stages, and twelve residual blocks that are not the last of theirs.
        assert_eq!(names.len(), 26, "{names:?}");
        assert_eq!(Block::named("l2.4"), Block::named("l2"));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_block_has_none() {
        for name in ["", "l5", "l2.0", "l2.5", "l2.x", "stem.1", "l2."] {
            assert_eq!(Block::named(name), None, "{name}");
        }
    }
}
