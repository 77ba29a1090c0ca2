//! The strokes of the drawing: which is asked about, and which are taken away.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Model;
use crate::engine::handwriting::message::{Removal, Removed};
use crate::hint::Hint;

impl Model {
    /// What is taken away, if anything.
    pub fn removal(&self) -> Option<Removal> {
        let strokes: Vec<usize> = self.view.without.iter().copied().collect();
        (!strokes.is_empty()).then_some(Removal { strokes, rest: self.view.rest })
    }

    /// What the network says without that, if it has come.
    pub fn removed(&self) -> Option<Rc<Removed>> {
        let removal = self.removal()?;
        let is_it = |removed: &Rc<Removed>| {
            (removed.drawing, removed.way) == (self.number, self.view.way)
                && removed.removal == removal
        };
        self.removed.clone().filter(is_it)
    }

    /// Whether there is a change of what is taken away to take back.
    pub fn can_undo_pluck(&self) -> bool {
        !self.view.without.is_empty() || !self.plucks.is_empty()
    }

    /// How many strokes there are to choose from: none while those of an earlier drawing are shown.
    fn strokes(&self) -> usize {
        self.read().filter(|_| !self.is_stale()).map_or(0, |read| read.seeds.len())
    }

    /// Chooses the stroke some places on, around the end.
    pub(super) fn pick_next(&mut self, by: isize) {
        let count = self.strokes() as isize;
        if count > 0 {
            self.view.stroke = (self.view.stroke as isize + by).rem_euclid(count) as usize;
        }
    }

    /// Takes the chosen stroke away, or puts it back.
    pub(super) fn pluck(&mut self) {
        if self.view.stroke < self.strokes() {
            let mut without = self.view.without.clone();
            if !without.remove(&self.view.stroke) {
                without.insert(self.view.stroke);
            }
            self.take_away(without);
        }
    }

    /// Takes other strokes away, which can be taken back.
    pub(super) fn take_away(&mut self, without: BTreeSet<usize>) {
        if without != self.view.without {
            self.plucks.push(std::mem::replace(&mut self.view.without, without));
            self.view.step = None;
        }
    }

    /// Takes the last change back: without one, as after opening a link, all strokes are put back.
    pub(super) fn undo_pluck(&mut self) {
        (self.view.without, self.view.step) = (self.plucks.pop().unwrap_or_default(), None);
    }

    /// Other strokes are to come: what belongs to those that were shown is dropped.
    pub(super) fn forget_strokes(&mut self) {
        (self.view.stroke, self.view.step) = (0, None);
        self.view.without.clear();
        self.plucks.clear();
    }

    /// Drops what the address says of strokes that there are not, with a sentence for the visitor.
    pub(super) fn check_strokes(&mut self) {
        let Some(read) = self.read().filter(|_| !self.is_stale()) else { return };
        let strokes = read.seeds.len();
        if self.view.stroke >= strokes.max(1) {
            self.hints.push(Hint::from(format!(
                "The address asks for stroke {}, but there are {strokes}. This is the first.",
                self.view.stroke + 1
            )));
            self.view.stroke = 0;
        }
        if let Some(&last) = self.view.without.last().filter(|&&last| last >= strokes) {
            self.hints.push(Hint::from(format!(
                "The address takes stroke {} away, but there are {strokes}. It is left out.",
                last + 1
            )));
            self.view.without.retain(|&stroke| stroke < strokes);
        }
    }
}
