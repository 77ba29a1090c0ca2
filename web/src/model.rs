//! What the page knows, and how actions change it.

use std::rc::Rc;

use yew::Reducible;

use crate::engine::Question;
use crate::engine::message::{Answer, Backend, BackendChoice, Explained, Grown, Read};
use crate::state::View;

/// How many explanations of a digit are kept for coming back to.
const KEPT: usize = 32;

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
    /// The digit.
    pub grown: Option<Rc<Grown>>,
    /// What the network says about it.
    pub read: Option<Rc<Read>>,
    explained: Vec<Rc<Explained>>,
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

/// What can happen to the page.
pub enum Action {
    /// The reader wants to see something else.
    Show(View),
    /// The address changed.
    Address(String),
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
        Self {
            view,
            chosen: false,
            hints,
            choice,
            attempt: 0,
            network: Network::Starting,
            grown: None,
            read: None,
            explained: Vec::new(),
        }
    }

    /// The explanation of what the page shows, if it has come.
    pub fn explained(&self) -> Option<Rc<Explained>> {
        let question = self.view.question();
        self.explained.iter().find(|explained| explained.question == question).cloned()
    }

    /// Whether the worker has said all that it has to say.
    pub fn is_done(&self) -> bool {
        self.explained().is_some() && self.read.as_ref().is_some_and(|read| read.class.is_some())
    }

    /// What the worker still has to answer; none where the page has it all.
    pub fn open_question(&self) -> Option<Question> {
        self.explained().is_none().then(|| self.view.question())
    }

    fn answered(&mut self, answer: Answer) {
        let digit = self.view.digit;
        match answer {
            Answer::Started => {}
            Answer::Downloading { received, total } => {
                self.network = Network::Downloading { received, total };
            }
            Answer::NoWeights { reason } => self.network = Network::Missing(reason),
            Answer::Ready(backend) => self.network = Network::Ready(backend),
            Answer::Grown(grown) if grown.digit == digit => {
                if self.grown.as_ref().is_none_or(|shown| shown.digit != digit) {
                    self.read = None;
                    self.explained.clear();
                }
                self.grown = Some(Rc::new(grown));
            }
            Answer::Read(read) if read.digit == digit => self.read = Some(Rc::new(read)),
            Answer::Explained(explained) if explained.question.digit == digit => {
                self.explained.truncate(KEPT - 1);
                self.explained.insert(0, Rc::new(explained));
            }
            // An answer about a digit that the reader has left
            Answer::Grown(_) | Answer::Read(_) | Answer::Explained(_) => {}
            Answer::Broken { reason } => self.network = Network::Broken(reason),
        }
    }

    fn restart(&mut self) {
        self.attempt += 1;
        self.network = Network::Starting;
        self.read = None;
        self.explained.clear();
    }
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        match action {
            Action::Show(view) => {
                (model.view, model.chosen) = (view, true);
                model.hints.clear();
            }
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                (model.view, model.chosen, model.hints) = (view, false, hints);
            }
            Action::Answered(answer) => model.answered(answer),
            Action::Retry => model.restart(),
        }
        Rc::new(model)
    }
}

#[cfg(test)]
mod tests;
