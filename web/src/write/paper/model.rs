use std::rc::Rc;

use yew::Reducible;

use crate::engine::paper::{Question, Read};
use crate::engine::{Message, Network};

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
    Heard(Message<Read>),
    /// The visitor does not wait for the weights; there is no worker any more.
    DoWithout,
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
            Action::Heard(Message::Network(network)) => paper.network = network,
            Action::Heard(Message::Answer(read)) => paper.read = Some(Rc::new(read)),
            Action::DoWithout => paper.network = Network::done_without(),
            Action::Retry => {
                paper.attempt += 1;
                paper.network = Network::Starting;
            }
        }
        Rc::new(paper)
    }
}
