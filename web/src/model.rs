//! What the page knows, and how actions change it.

mod actions;
#[cfg(test)]
mod tests;
mod told;

use std::rc::Rc;

pub use told::Told;

use shared::output::{Output, Target};

use crate::dials::Dials;
use crate::edits::{Edits, SEEDS, Way};
use crate::engine::Question;
use crate::engine::message::{Answer, Backend, BackendChoice, Digit, Explained};
use crate::forget::stages;
use crate::look::Look;
use crate::state::View;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// Whether the view's last change was a choice, which is a step of the browser's history.
    pub chosen: bool,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<String>,
    /// The backend that the worker was started for.
    pub choice: BackendChoice,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// The digit as it grew.
    pub whole: Told,
    /// The digit with the edits, where there are any.
    pub edited: Option<Told>,
    /// What the reader bets on, if anything.
    pub bet: Option<Bet>,
    /// The edits before each change of them, the last one last.
    past: Vec<Edits>,
}

/// The network, as far as it has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Network {
    /// The worker is loading.
    Starting,
    /// The weights are loading.
    Downloading {
        /// Bytes received.
        received: u64,
        /// Bytes in all, where the server says so.
        total: Option<u64>,
    },
    /// The network reads.
    Ready(Backend),
    /// There are no weights.
    Missing(String),
    /// There is no worker.
    Broken(String),
}

impl Network {
    /// Whether it reads, or will.
    pub const fn is_hopeful(&self) -> bool {
        !matches!(self, Self::Missing(_) | Self::Broken(_))
    }
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
    Answered(Answer),
    /// The reader wants the worker to try again.
    Retry,
}

impl Model {
    /// The page that an address asks for.
    pub fn new(fragment: &str, choice: Result<BackendChoice, String>) -> Self {
        let (view, mut hints) = View::from_fragment(fragment);
        let choice = choice.unwrap_or_else(|hint| {
            hints.push(hint);
            BackendChoice::Auto
        });
        let mut model = Self {
            view,
            chosen: false,
            hints,
            choice,
            attempt: 0,
            network: Network::Starting,
            whole: Told::about(view.digit.whole()),
            edited: None,
            bet: None,
            past: Vec::new(),
        };
        model.grow();
        model
    }

    /// The digit with its edits.
    pub fn shown(&self) -> &Told {
        self.edited.as_ref().unwrap_or(&self.whole)
    }

    /// Whether anything is done to the digit.
    pub fn is_edited(&self) -> bool {
        !self.view.digit.edits.is_none()
    }

    /// The explanation of what the page shows, of the digit as it grew, if it has come.
    pub fn explained(&self) -> Option<Rc<Explained>> {
        self.whole.answer(&self.view.question(self.view.digit.whole()))
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

    /// Whether the worker has said all that it has to say.
    pub fn is_done(&self) -> bool {
        self.open_question().is_none()
    }

    /// What the worker still has to answer, first about the digit as it grew; none where the page has it all.
    pub fn open_question(&self) -> Option<Question> {
        [Some(&self.whole), self.edited.as_ref()]
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
        let is_read = || shown.stages.len() > shown.grown.steps as usize;
        let unexplained = || {
            let mut components = self.components().into_iter().map(|target| self.component(target));
            components.find(|question| self.whole.answer(question).is_none())
        };
        self.open_question().or_else(|| is_read().then(unexplained)?)
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

    /// Grows what the view names, where it has not grown yet.
    fn grow(&mut self) {
        let shown = self.view.shown();
        if self.whole.grown.digit != shown.whole() {
            self.whole = Told::about(shown.whole());
        }
        if !self.is_edited() {
            self.edited = None;
        } else if self.edited.as_ref().is_none_or(|told| told.grown.digit != shown) {
            self.edited = Some(Told::about(shown));
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Started => {}
            Answer::Downloading { received, total } => {
                self.network = Network::Downloading { received, total };
            }
            Answer::NoWeights { reason } => self.network = Network::Missing(reason),
            Answer::Ready(backend) => self.network = Network::Ready(backend),
            Answer::Read(read) => {
                if let Some(told) = self.about(read.digit) {
                    told.read = Some(read.into());
                }
            }
            Answer::Explained(explained) => {
                if let Some(told) = self.about(explained.question.digit) {
                    told.explained(explained);
                }
            }
            Answer::Stage(stage) => {
                if let Some(told) = self.about(stage.digit) {
                    told.stage(stage);
                }
            }
            Answer::Broken { reason } => self.network = Network::Broken(reason),
        }
    }

    /// What has been told about a digit; none for one that the reader has left.
    fn about(&mut self, digit: Digit) -> Option<&mut Told> {
        [Some(&mut self.whole), self.edited.as_mut()]
            .into_iter()
            .flatten()
            .find(|told| told.grown.digit == digit)
    }
}
