use std::rc::Rc;

use yew::prelude::*;

use super::effect::Effect;
use crate::model::{Action, Model};
use crate::whole::Whole;

/// Properties of the parts of the bench.
#[derive(Properties, PartialEq, Clone)]
pub struct BenchProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
    /// The digit as it grew.
    pub whole: Rc<Whole>,
}

impl BenchProps {
    /// The stroke to take away or to turn.
    pub fn chosen(&self) -> Option<usize> {
        let seeds = &self.whole.sample.seeds;
        self.model.visible().chosen(seeds).filter(|&stroke| stroke < seeds.len())
    }

    /// The strokes that are in question: those taken away or turned, else the chosen one.
    pub fn strokes(&self) -> Vec<usize> {
        let edits = self.model.view.digit.edits;
        if edits.is_none() {
            return self.chosen().into_iter().collect();
        }
        let touched = |&index: &usize| edits.is_without(index) || edits.turns[index] != 0;
        (0..self.whole.sample.seeds.len()).filter(touched).collect()
    }

    /// What the edits did to the answers, when the network has said it; without edits nothing.
    pub fn effect(&self) -> Option<Effect> {
        let before = self.model.whole.read.as_ref()?;
        Effect::of(before, self.model.shown().read.as_ref()?)
    }

    /// Does something when it is called.
    pub fn on<E>(&self, action: impl Fn() -> Action + 'static) -> Callback<E> {
        let dispatcher = self.model.dispatcher();
        Callback::from(move |_| dispatcher.dispatch(action()))
    }
}
