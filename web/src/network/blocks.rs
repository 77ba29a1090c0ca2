//! The places on the way through a network that the page shows, by name.

use std::sync::OnceLock;

use shared::model::architecture::Slot;
use shared::model::stages::Stage;

use crate::engine::features::Reader;

/// The stages of a network.
pub fn stages(reader: Reader) -> &'static [Stage] {
    static STAGES: [OnceLock<Vec<Stage>>; 2] = [const { OnceLock::new() }; 2];
    STAGES[reader as usize].get_or_init(|| Stage::all(reader.architecture()))
}

/// A block of a network: a stage, or one of its residual blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The network.
    reader: Reader,
    /// The index of its stage.
    stage: usize,
    /// Where it comes out.
    slot: Slot,
}

impl Block {
    /// The last block of the stage of a name.
    pub fn of_stage(reader: Reader, name: &str) -> Option<Self> {
        let stage = stages(reader).iter().position(|stage| stage.name == name)?;
        Some(Self { reader, stage, slot: stages(reader)[stage].slot })
    }

    /// The block of a name: `l2` for all of a stage, `l2.1` for its first residual block.
    pub fn named(reader: Reader, name: &str) -> Option<Self> {
        let Some((stage, number)) = name.split_once('.') else {
            return Self::of_stage(reader, name);
        };
        let (number, stage): (usize, _) = (number.parse().ok()?, Self::of_stage(reader, stage)?);
        let slot = *stage.stage().blocks.get(number.checked_sub(1)?)?;
        Some(Self { slot, ..stage })
    }

    /// The block at the same place of a network, which may be the other one.
    pub fn of(self, reader: Reader) -> Self {
        Self { reader, ..self }
    }

    /// Its name.
    pub fn name(self) -> String {
        self.stage().block_name(self.slot)
    }

    /// Its network.
    pub const fn reader(self) -> Reader {
        self.reader
    }

    /// Its stage.
    pub fn stage(self) -> &'static Stage {
        &stages(self.reader)[self.stage]
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
        for reader in Reader::ALL {
            let mut names = Vec::new();
            for stage in stages(reader) {
                let whole = Block::of_stage(reader, stage.name).unwrap();
                for block in whole.siblings().chain([whole]) {
                    assert_eq!(Block::named(reader, &block.name()), Some(block));
                    names.push(block.name());
                }
            }
            names.dedup();
            // Fourteen stages, and twelve residual blocks that are not the last of theirs.
            assert_eq!(names.len(), 26, "{names:?}");
            assert_eq!(Block::named(reader, "l2.4"), Block::named(reader, "l2"));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn both_networks_have_the_same_blocks() {
        for stage in stages(Reader::Grown) {
            let grown = Block::of_stage(Reader::Grown, stage.name).unwrap();
            let other = Block::of_stage(Reader::Handwriting, stage.name).unwrap();
            assert_eq!(grown.of(Reader::Handwriting), other);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_block_has_none() {
        for name in ["", "l5", "l2.0", "l2.5", "l2.x", "stem.1", "l2."] {
            assert_eq!(Block::named(Reader::Grown, name), None, "{name}");
        }
    }
}
