use std::rc::Rc;

use yew::Reducible;

use crate::engine::message::Backend;
use crate::engine::paper::{Answer, Question, Read};
use crate::model::Network;

/// What the page knows of the paper's network.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// What it read last.
    read: Option<Rc<Read>>,
}

/// What can happen.
pub enum Action {
    /// The worker says something.
    Answered(Answer),
    /// The visitor wants the worker to try again.
    Retry,
}

impl Default for Paper {
    fn default() -> Self {
        Self { attempt: 0, network: Network::Starting, read: None }
    }
}

impl Paper {
    /// What it reads in a drawing, if that has come.
    pub fn read_of(&self, drawing: u32) -> Option<Rc<Read>> {
        self.read.clone().filter(|read| read.drawing == drawing)
    }
}

/// What the page wants to know about a drawing.
pub fn question(drawing: u32, seen: &[f32]) -> Question {
    Question { drawing, image: seen.to_vec() }
}

impl Reducible for Paper {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut paper = Self::clone(&self);
        match action {
            Action::Answered(Answer::Started) => {}
            Action::Answered(Answer::Downloading { received, total }) => {
                paper.network = Network::Downloading { received, total };
            }
            Action::Answered(Answer::NoWeights { reason }) => {
                paper.network = Network::Missing(reason);
            }
            Action::Answered(Answer::Ready) => {
                paper.network = Network::Ready(Backend { adapter: None, note: None });
            }
            Action::Answered(Answer::Read(read)) => paper.read = Some(Rc::new(read)),
            Action::Answered(Answer::Broken { reason }) => {
                paper.network = Network::Broken(reason);
            }
            Action::Retry => {
                paper.attempt += 1;
                paper.network = Network::Starting;
            }
        }
        Rc::new(paper)
    }
}
