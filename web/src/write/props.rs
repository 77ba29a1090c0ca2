use std::rc::Rc;

use yew::prelude::*;

use super::model::{Maps, Model};
use super::parts::Parts;
use crate::engine::change::Change;
use crate::intervention::SeedChange;

/// Properties of the part of the page that belongs to a network.
#[derive(Properties, PartialEq)]
pub struct ReaderProps {
    /// What the page knows.
    pub model: UseReducerHandle<Model>,
}

/// Properties of the parts of the bench.
#[derive(Properties, PartialEq, Clone)]
pub struct BenchProps {
    /// What the page knows.
    pub model: UseReducerHandle<Model>,
    /// The strokes.
    pub parts: Rc<Parts>,
    /// Why the network named them, as far as that has come.
    pub maps: Option<Rc<Maps>>,
}

impl BenchProps {
    /// The stroke to take away.
    pub fn chosen(&self) -> Option<usize> {
        Some(self.model.view.stroke).filter(|&stroke| stroke < self.parts.seeds.len())
    }

    /// Those that are taken away.
    pub fn taken(&self) -> Vec<usize> {
        self.model.view.without.iter().copied().collect()
    }

    /// The strokes in question: those taken away, else the one that may be.
    pub fn strokes(&self) -> Vec<usize> {
        let taken = self.taken();
        if taken.is_empty() { self.chosen().into_iter().collect() } else { taken }
    }

    /// The probability of every class with all strokes and without those that are taken away, if it has come.
    pub fn classes(&self) -> Option<Change<Vec<f64>>> {
        let numbers = |probabilities: &[f32]| probabilities.iter().map(|&p| p.into()).collect();
        match self.model.removal() {
            None => {
                let now: Vec<f64> = numbers(&self.model.classes()?.probabilities);
                Some(Change { before: now.clone(), now })
            }
            Some(_) => {
                let removed = self.model.removed()?;
                let Change { before, now } = &removed.classes;
                Some(Change { before: numbers(before), now: numbers(now) })
            }
        }
    }

    /// What became of what the network says about every stroke, if something is taken away and it has come.
    pub fn changes(&self) -> Option<Vec<SeedChange>> {
        let removed = self.model.removed()?;
        let strokes = self.parts.seeds.iter().zip(&removed.strokes).enumerate();
        let change = strokes.map(|(index, (&seed, change))| SeedChange {
            index,
            seed,
            taken: removed.removal.strokes.contains(&index),
            is_here: change.is_here,
            points: change.points,
            named: change.named,
        });
        Some(change.collect())
    }
}
