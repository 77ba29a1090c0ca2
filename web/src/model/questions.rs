//! What the page wants to know, and what it knows of that.

use std::rc::Rc;

use shared::output::{Output, Target};

use super::Model;
use crate::edits::SEEDS;
use crate::engine::Question;
use crate::engine::message::Explained;
use crate::forget::stages;

impl Model {
    /// The explanation of what the page shows, of the digit as it grew, if it has come.
    pub fn explained(&self) -> Option<Rc<Explained>> {
        self.whole.answer(&self.view.question(self.view.digit.whole()))
    }

    /// Whether the worker has said all that it has to say.
    pub fn is_done(&self) -> bool {
        self.open_question().is_none()
    }

    /// What the worker still has to answer, first about the digit as it grew; none where the page has it all.
    pub fn open_question(&self) -> Option<Question> {
        [Some(&self.whole), self.edited()]
            .into_iter()
            .flatten()
            .map(|told| (told, self.view.question(told.grown.digit)))
            .find(|(told, question)| !told.answers(question))
            .map(|(_, question)| question)
            .or_else(|| self.forgetting().filter(|asked| self.whole.answer(asked).is_none()))
    }

    /// What is explained: an answer about the digit as it grew, which the network gives where none is chosen.
    pub fn target(&self) -> Option<Target> {
        let class = || Some(Target::class(self.whole.read.as_ref()?.class.as_ref()?.predicted));
        self.view.target.or_else(class)
    }

    /// What asks why a network with random weights gives the answer; none where none are to be random.
    fn forgetting(&self) -> Option<Question> {
        let target = self.target()?;
        let random = self.view.random.min(stages(target.output()).len());
        let question = Question { random, ..self.component(target) };
        (random > 0).then_some(question)
    }

    /// Why a network with random weights gives the answer, where that is asked and has come.
    pub fn forgetful(&self) -> Option<Rc<Explained>> {
        self.whole.answer(&self.forgetting()?)
    }

    /// What to ask the worker: what is open, and when all steps of growth have been read, too, why the network named
    /// each of the seeds.
    pub fn next_question(&self) -> Option<Question> {
        let shown = self.shown();
        let is_read = shown.stages.len() > shown.grown.steps as usize;
        // The worker goes on with the steps as long as it is asked nothing else. Where it was, it has to be asked again.
        let unread = || (!is_read).then(|| self.view.question(shown.grown.digit));
        let unexplained = || {
            let mut components = self.components().into_iter().map(|target| self.component(target));
            components.find(|question| self.whole.answer(question).is_none())
        };
        self.open_question().or_else(unread).or_else(unexplained)
    }

    /// The answers about every seed that the network names in the digit as it grew: that it is there, where such an
    /// answer is looked at, else where it points.
    pub fn components(&self) -> Vec<Target> {
        let asked = self.view.target.map(|target| target.output());
        let output = if asked == Some(Output::Yg) { Output::Yg } else { Output::Ys };
        let named = self.whole.read.iter().flat_map(|read| &read.generators).take(SEEDS);
        named.filter_map(|named| Target::of_seed(output, &named.seed).ok()).collect()
    }

    /// What asks why the network gave an answer about a seed of the digit as it grew.
    pub fn component(&self, target: Target) -> Question {
        Question::new(self.view.digit.whole(), Some(target))
    }
}
