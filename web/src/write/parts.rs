//! What the strokes of a drawing grow into, with all of them and without some, and which cells are whose.

use shared::evaluation::mask::ComponentMasks;
use shared::evaluation::removed::{cleared, left};
use shared::gpt_mnist::SITES;
use shared::handwriting::{STEPS, system};
use shared::pattern::{Lineage, Seed, develop_with_lineage};

use crate::edits::Way;
use crate::engine::handwriting::message::Removal;
use crate::whole::{Share, finding, ink};

/// The strokes of a drawing, grown.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Their seeds, in the order in which they were named.
    pub seeds: Vec<Seed>,
    lineage: Lineage,
    masks: ComponentMasks,
}

impl Parts {
    /// What grows from seeds of the system of handwriting.
    pub fn of(seeds: Vec<Seed>) -> Self {
        let lineage = grown(&seeds, STEPS);
        let masks = ComponentMasks::of_lineage(&lineage, seeds.len());
        Self { seeds, lineage, masks }
    }

    /// The cells that descend from a stroke, alone or among others.
    pub fn cells(&self, stroke: usize) -> Vec<bool> {
        self.lineage.mask(stroke as u32)
    }

    /// For every site the strokes that its cell descends from after some steps, where something may be taken away.
    pub fn owners(&self, removal: Option<&Removal>, steps: u32) -> Vec<Vec<u32>> {
        let of = |lineage: &Lineage, name: &dyn Fn(u32) -> Option<u32>| -> Vec<Vec<u32>> {
            let named = |site| lineage.seeds(site).iter().filter_map(|&seed| name(seed)).collect();
            (0..SITES).map(named).collect()
        };
        match removal {
            None => of(&grown(&self.seeds, steps), &Some),
            Some(Removal { strokes, rest: Way::Regrow }) => {
                let kept: Vec<u32> = (0..self.seeds.len() as u32)
                    .filter(|&stroke| !strokes.contains(&(stroke as usize)))
                    .collect();
                let lineage = grown(&left(&self.seeds, strokes), steps);
                of(&lineage, &|seed| kept.get(seed as usize).copied())
            }
            Some(Removal { strokes, rest: Way::Clear }) => {
                let stays =
                    |seed: u32| Some(seed).filter(|&seed| !strokes.contains(&(seed as usize)));
                of(&grown(&self.seeds, steps), &stays)
            }
        }
    }

    /// What the network sees of a drawing without some strokes.
    pub fn picture(&self, seen: &[f32], removal: &Removal) -> Vec<f32> {
        match removal.rest {
            Way::Regrow => {
                let owners = self.owners(Some(removal), STEPS);
                owners.iter().map(|owners| f32::from(u8::from(!owners.is_empty()))).collect()
            }
            Way::Clear => cleared(seen, &self.lineage, &removal.strokes),
        }
    }

    /// How much of a heatmap lies on some strokes.
    pub fn share(&self, map: &[f32], strokes: &[usize]) -> Share {
        Share::of(map, &self.masks, strokes)
    }

    /// The share of the grown cells that some strokes have.
    pub fn area(&self, strokes: &[usize]) -> f64 {
        ink(&self.masks, strokes)
    }

    /// How well a heatmap finds a stroke, in a sentence.
    pub fn finding(&self, map: &[f32], stroke: usize) -> Option<String> {
        finding(map, &self.masks, stroke, "cells")
    }
}

fn grown(seeds: &[Seed], steps: u32) -> Lineage {
    develop_with_lineage(system(), seeds, steps).expect("strokes are those of the system").1
}

#[cfg(test)]
mod tests {
    use shared::pattern::{Orientation, Type};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A line across whose way another one ends, and one apart.
    fn parts() -> Parts {
        let seed = |x, y, orientation| {
            let orientation = Orientation::new(orientation);
            Seed { x, y, r#type: Type::new(6), orientation }
        };
        Parts::of(vec![seed(14, 5, 4), seed(9, 8, 2), seed(8, 20, 2)])
    }

    fn occupied(owners: &[Vec<u32>]) -> Vec<bool> {
        owners.iter().map(|owners| !owners.is_empty()).collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_left_keeps_its_number() {
        let parts = parts();
        let whole = parts.owners(None, STEPS);
        for stroke in 0..3 {
            for rest in Way::ALL {
                let removal = Removal { strokes: vec![stroke], rest };
                let owners = parts.owners(Some(&removal), STEPS);
                assert!(owners.iter().flatten().all(|&owner| owner as usize != stroke));
                let others = |owner| owners.iter().filter(|owners| owners.contains(&owner)).count();
                assert!(
                    (0..3).filter(|&other| other != stroke).all(|other| others(other as u32) > 2)
                );
                if rest == Way::Clear {
                    let before = occupied(&whole);
                    assert!(
                        occupied(&owners).iter().zip(before).all(|(&now, before)| before || !now)
                    );
                }
            }
        }
        // What meets no other grows as it did.
        let apart = Removal { strokes: vec![0, 1], rest: Way::Regrow };
        let alone: Vec<bool> = parts.cells(2);
        assert_eq!(occupied(&parts.owners(Some(&apart), STEPS)), alone);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_picture_is_grown_black_and_white_or_the_drawing_less_what_is_gone() {
        let parts = parts();
        let grey = vec![0.4; SITES];
        let regrown = Removal { strokes: vec![1], rest: Way::Regrow };
        let picture = parts.picture(&grey, &regrown);
        assert!(
            picture.iter().all(|&pixel| pixel == 0.0 || pixel == 1.0) && picture.contains(&1.0)
        );
        let cleared = Removal { rest: Way::Clear, ..regrown };
        let picture = parts.picture(&grey, &cleared);
        let owners = parts.owners(None, STEPS);
        for (site, pixel) in picture.into_iter().enumerate() {
            assert_eq!(pixel, if owners[site] == [1] { 0.0 } else { 0.4 }, "{site}");
        }
        // Nothing grows before the first step but the seeds.
        assert_eq!(parts.owners(None, 0).concat(), [0, 1, 2]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_map_of_a_strokes_own_cells_lies_on_it() {
        let parts = parts();
        let own = parts.cells(2);
        let map: Vec<f32> = own.iter().map(|&own| f32::from(u8::from(own))).collect();
        assert_eq!(parts.share(&map, &[2]), Share::Of(1.0));
        assert_eq!(parts.share(&map, &[0, 1]), Share::Of(0.0));
        assert!((parts.area(&[0]) + parts.area(&[1, 2]) - 1.0).abs() < 1e-9);
        let said = parts.finding(&map, 2).unwrap();
        assert!(
            said.contains("of the red lies on stroke 3") && said.contains("AUC 1.00"),
            "{said}"
        );
        assert_eq!(parts.share(&vec![0.0; SITES], &[0]), Share::Silent);
    }
}
