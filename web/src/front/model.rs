//! What the front page knows, and how actions change it.

mod actions;
#[cfg(test)]
mod tests;

use shared::opening::{Answer, Opening};

use super::opening::{answer, openings, samples, seeds};
use super::view::{Act, View};
use crate::address::Choices;
use crate::hint::Hint;

/// What the front page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What it shows.
    pub view: View,
    /// The step that growth has come to by itself; none while it stands still.
    pub playing: Option<u32>,
    /// The stroke that pointer or keyboard are at.
    pub focus: Option<usize>,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<Hint>,
    /// The choices that were made.
    pub choices: Choices,
    /// Whether anything may move by itself.
    motion: bool,
    /// What was pulled out before each change of that.
    past: Vec<u32>,
}

/// What can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Something else is to be shown.
    Show(View),
    /// One of the three acts is.
    Act(Act),
    /// A stroke is pulled out, or put back if it was.
    Pluck(usize),
    /// The stroke in focus is.
    PluckFocus,
    /// The last pull is taken back.
    Undo,
    /// All strokes are put back.
    PutBack,
    /// A map is laid on the stage, or taken off if it lies there.
    Map(usize),
    /// Growth starts, from the beginning where it has come to its end, or pauses.
    Toggle,
    /// A step is chosen; the flag says whether that begins a change, which the rest of a drag does not.
    Seek(u32, bool),
    /// Growth goes some steps on, or back.
    Step(i32),
    /// It is time for the next step.
    Tick,
    /// Pointer or keyboard come to a stroke, or leave.
    Focus(Option<usize>),
    /// The address has changed.
    Address(String),
    /// Things may move by themselves from now on, or may not.
    Motion(bool),
}

impl Model {
    /// The page of an address, growing where it may move.
    pub fn new(fragment: &str, motion: bool) -> Self {
        let (view, hints) = View::from_fragment(fragment);
        let (past, playing) = (Vec::new(), None);
        let model =
            Self { view, playing, focus: None, hints, choices: Choices::default(), motion, past };
        if view.act == Act::Grow && view.step.is_none() { model.growing() } else { model }
    }

    /// The digit and its shipped answers.
    pub fn opening(&self) -> &'static Opening {
        &openings()[self.view.digit]
    }

    /// What the network says about what is left of the digit.
    pub fn answer(&self) -> &'static Answer {
        answer(self.opening(), self.view.without)
    }

    /// What it says about the whole digit.
    pub fn before(&self) -> &'static Answer {
        answer(self.opening(), 0)
    }

    /// How many steps the digit grows.
    pub fn steps(&self) -> u32 {
        samples()[self.view.digit].steps
    }

    /// The step on the stage.
    pub fn step(&self) -> u32 {
        self.playing.or(self.view.step).unwrap_or(u32::MAX).min(self.steps())
    }

    /// The indices of the strokes that are pulled out.
    pub fn pulled(&self) -> Vec<usize> {
        (0..seeds(self.opening())).filter(|&index| self.is_pulled(index)).collect()
    }

    /// Whether a stroke is pulled out.
    pub const fn is_pulled(&self, index: usize) -> bool {
        self.view.without >> index & 1 == 1
    }

    /// Whether there is a pull to take back.
    pub const fn can_undo(&self) -> bool {
        self.view.without != 0 || !self.past.is_empty()
    }

    /// The same, growing from the start where it may move.
    fn growing(self) -> Self {
        let playing = self.motion.then_some(0);
        Self { playing, view: View { step: None, ..self.view }, ..self }
    }

    fn show(&self, view: View) -> Self {
        let same = view.digit == self.view.digit;
        let past = if same { self.past.clone() } else { Vec::new() };
        let focus = self.focus.filter(|_| same);
        let (playing, hints) = (None, Vec::new());
        let mut shown = Self { view, past, focus, playing, hints, ..self.clone() };
        shown.choices.count(true);
        let grown = (view.digit, view.without) == (self.view.digit, self.view.without);
        // The picture that is read does not grow.
        if grown && view.act != Act::Grow || view.act == Act::Read || view.step.is_some() {
            shown
        } else {
            shown.growing()
        }
    }

    /// The digit with other seeds pulled out, put to the test.
    fn without(&self, without: u32) -> Self {
        self.show(View { without, act: Act::Test, step: None, ..self.view })
    }

    fn pluck(&self, index: usize) -> Self {
        if index >= seeds(self.opening()) {
            return self.clone();
        }
        let mut plucked = self.without(self.view.without ^ 1 << index);
        plucked.past.push(self.view.without);
        plucked
    }

    /// At a step, which neither the picture that is read has nor a map.
    fn at(&self, step: u32) -> Self {
        let step = Some(step).filter(|&step| step < self.steps());
        let act = if self.view.act == Act::Read { Act::Grow } else { self.view.act };
        Self {
            view: View { step, act, map: None, ..self.view },
            playing: None,
            hints: Vec::new(),
            ..self.clone()
        }
    }
}
