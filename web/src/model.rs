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
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::message::{Class, Digit, Growth};

    fn grown(seed: u64) -> Answer {
        let digit = Digit { class: 6, seed };
        let truth = Growth { seeds: Vec::new(), lineage: Vec::new() };
        Answer::Grown(Grown { digit, steps: 9, angle: 1.0, image: Vec::new(), truth })
    }

    fn explained(seed: u64) -> Answer {
        let question = Question { digit: Digit { class: 6, seed }, target: None };
        let maps = Vec::new();
        Answer::Explained(Explained { question, probability: 1.0, maps, milliseconds: 1.0 })
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
        let start = Rc::new(Model::new("#class=6&seed=3", Ok(BackendChoice::Auto)));
        actions.into_iter().fold(start, Model::reduce)
    }

    fn show(seed: u64) -> Action {
        let view = View::default();
        Action::Show(view.with_digit(Digit { seed, ..view.digit }))
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn late_answers_about_another_digit_are_dropped() {
        let model = after([
            show(4),
            Action::Answered(grown(3)),
            Action::Answered(explained(3)),
            Action::Answered(grown(4)),
        ]);
        assert_eq!(model.grown.as_ref().unwrap().digit.seed, 4);
        assert_eq!(model.explained(), None);
        assert_eq!(model.open_question(), Some(model.view.question()));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_new_digit_clears_what_was_said_about_the_old_one() {
        let answers = [Action::Answered(grown(3)), Action::Answered(explained(3))];
        let model =
            after(answers.into_iter().chain([show(4), Action::Answered(grown(4)), show(3)]));
        assert_eq!(model.explained(), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_fails_stays_so_until_the_reader_tries_again() {
        let broken = Action::Answered(Answer::Broken { reason: "lost".to_owned() });
        let model = after([broken]);
        assert_eq!(model.network, Network::Broken("lost".to_owned()));
        let model = model.reduce(Action::Retry);
        assert_eq!((model.attempt, &model.network), (1, &Network::Starting));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_digit_without_its_class_is_not_done() {
        let read = |class| {
            let regrowth = Growth { seeds: Vec::new(), lineage: Vec::new() };
            Action::Answered(Answer::Read(Read {
                digit: Digit { class: 6, seed: 3 },
                class,
                generators: Vec::new(),
                regrowth,
                iou: 1.0,
                milliseconds: 1.0,
                y_g: Vec::new(),
                y_s: Vec::new(),
            }))
        };
        let class = Class { logits: vec![0.0; 10], probabilities: vec![0.1; 10], predicted: 0 };
        let start = [Action::Answered(grown(3)), read(None), Action::Answered(explained(3))];
        let model = after(start);
        assert!(model.explained().is_some() && !model.is_done());
        assert!(model.reduce(read(Some(class))).is_done());
    }
}
