use std::rc::Rc;

use crate::engine::message::{Digit, Explained, Grown, Read, Stage};
use crate::engine::{Question, respond};

/// How many explanations of a digit are kept for coming back to.
const KEPT: usize = 32;

/// What the worker has told about one digit.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The digit, which the page grows itself.
    pub grown: Rc<Grown>,
    /// What the network says about it.
    pub read: Option<Rc<Read>>,
    /// The probability of every class after each step of growth, as far as they have come.
    pub stages: Rc<Vec<Vec<f32>>>,
    explained: Vec<Rc<Explained>>,
}

impl Told {
    /// Nothing yet about a digit.
    pub(super) fn about(digit: Digit) -> Self {
        let grown = respond::grown(digit).expect("every digit of a view has a class");
        Self { grown: Rc::new(grown), read: None, stages: Rc::default(), explained: Vec::new() }
    }

    /// The explanation that answers a question, if it has come.
    pub fn answer(&self, question: &Question) -> Option<Rc<Explained>> {
        self.explained.iter().find(|explained| explained.question == *question).cloned()
    }

    /// Whether everything has been told that a question asks for.
    pub fn answers(&self, question: &Question) -> bool {
        self.read.as_ref().is_some_and(|read| read.class.is_some())
            && self.answer(question).is_some()
    }

    /// Takes in an explanation.
    pub(super) fn explained(&mut self, explained: Explained) {
        self.explained.retain(|known| known.question != explained.question);
        self.explained.truncate(KEPT - 1);
        self.explained.insert(0, Rc::new(explained));
    }

    /// Takes in a step of growth; they come one after the other, and again from another machine.
    pub(super) fn stage(&mut self, stage: Stage) {
        let stages = Rc::make_mut(&mut self.stages);
        stages.truncate(stage.step as usize);
        if stages.len() == stage.step as usize {
            stages.push(stage.probabilities);
        }
    }

    /// Forgets what the network has said.
    pub(super) fn forget(&mut self) {
        self.read = None;
        self.explained.clear();
        self.stages = Rc::default();
    }
}
