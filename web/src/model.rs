//! What the page knows, and how actions change it.

mod actions;
mod answers;
mod questions;
#[cfg(test)]
mod tests;
mod told;

pub use told::Told;

use crate::address::Choices;
use crate::dials::Dials;
use crate::edits::{Edits, Way};
use crate::engine::message::{Answer, BackendChoice};
use crate::engine::{Message, Network};
use crate::hint::Hint;
use crate::look::Look;
use crate::state::View;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// The choices that were made.
    pub choices: Choices,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<Hint>,
    /// The backend that the worker was started for.
    pub choice: BackendChoice,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// The digit as it grew.
    pub whole: Told,
    /// The digit with its last edits, also when they are taken back.
    edited: Option<Told>,
    /// What the reader bets on, if anything.
    pub bet: Option<Bet>,
    /// The edits before each change of them, the last one last.
    past: Vec<Edits>,
    /// Whether an arrow is held that has not been moved yet.
    held: bool,
}

/// A bet on the stroke whose direction the heatmaps explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bet {
    /// The stroke.
    pub stroke: usize,
    /// The one that the reader bets on.
    pub guess: Option<usize>,
}

/// What can happen to the page.
pub enum Action {
    /// The reader wants to see something else.
    Show(View),
    /// The address changed.
    Address(String),
    /// The digit is to be drawn with other numbers.
    Dial {
        /// What is set.
        dials: Dials,
        /// Whether the change begins; the rest of a drag does not.
        begins: bool,
    },
    /// Heatmaps are to be drawn in another way.
    Look {
        /// In which.
        look: Look,
        /// Whether the change begins; the rest of a drag does not.
        begins: bool,
    },
    /// So many stages of the network are to be random.
    Forget {
        /// How many.
        random: usize,
        /// Whether the change begins; the rest of a drag does not.
        begins: bool,
    },
    /// The growth stands at a step, or not any more.
    Step {
        /// At which; none at the last, or while it plays.
        step: Option<u32>,
        /// Whether the change begins; the rest of a drag does not.
        begins: bool,
    },
    /// A stroke is chosen.
    Choose(usize),
    /// The stroke some places further on is.
    Next(isize),
    /// The chosen stroke is taken away, or put back if it was.
    Pluck,
    /// The chosen stroke is turned by some eighths, clockwise.
    Turn(u8),
    /// The arrow of the chosen stroke is dragged to where it is turned by so many eighths.
    Drag {
        /// How far it is turned then.
        eighths: u8,
        /// Whether the drag begins.
        begins: bool,
    },
    /// The direction of a stroke is to be explained, and the reader to bet which.
    Bet(usize),
    /// The reader bets on a stroke.
    Guess(usize),
    /// The last edit is taken back.
    Undo,
    /// What becomes of a digit without some of its strokes is to be another.
    Way(Way),
    /// All edits are.
    PutBack,
    /// The worker says something.
    Heard(Message<Answer>),
    /// The reader does not wait for the weights; there is no worker any more.
    DoWithout,
    /// The reader wants the worker to try again.
    Retry,
}

impl Model {
    /// The page that an address asks for.
    pub fn new(fragment: &str, choice: Result<BackendChoice, String>) -> Self {
        let (view, mut hints) = View::from_fragment(fragment);
        let choice = choice.unwrap_or_else(|hint| {
            hints.push(hint.into());
            BackendChoice::Auto
        });
        let mut model = Self {
            view,
            choices: Choices::default(),
            hints,
            choice,
            attempt: 0,
            network: Network::Starting,
            whole: Told::about(view.digit.whole()),
            edited: None,
            bet: None,
            past: Vec::new(),
            held: false,
        };
        model.grow();
        model
    }

    /// The digit with its edits.
    pub fn shown(&self) -> &Told {
        self.edited().unwrap_or(&self.whole)
    }

    /// What has been told about the digit with its edits; none without any.
    fn edited(&self) -> Option<&Told> {
        self.edited.as_ref().filter(|_| self.is_edited())
    }

    /// Whether anything is done to the digit.
    pub fn is_edited(&self) -> bool {
        !self.view.digit.edits.is_none()
    }

    /// The view as far as the reader may see it: not what is explained, while there is a bet on it.
    pub fn visible(&self) -> View {
        if self.is_betting() { View { target: None, stroke: None, ..self.view } } else { self.view }
    }

    /// Whether there is a bet to be made.
    pub fn is_betting(&self) -> bool {
        self.bet.is_some_and(|bet| bet.guess.is_none())
    }

    /// Whether there is an edit to take back.
    pub fn can_undo(&self) -> bool {
        self.is_edited() || !self.past.is_empty()
    }

    /// Grows what the view names, where it has not grown yet.
    fn grow(&mut self) {
        let shown = self.view.shown();
        if self.whole.grown.digit != shown.whole() {
            self.whole = Told::about(shown.whole());
        }
        // What an edit was answered with outlives it: the worker does not say again what it has said of the digit before
        // it, and a reader who goes back and forth need not wait.
        let is_other = self.edited.as_ref().is_none_or(|told| told.grown.digit != shown);
        if self.is_edited() && is_other {
            self.edited = Some(Told::about(shown));
        }
    }
}
