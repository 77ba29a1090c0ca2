//! What the page of evaluations knows, and how actions change it.

use std::rc::Rc;

use shared::attribution::Method;
use web_sys::File;
use yew::Reducible;

use super::view::View;
use crate::address::Choices;
use crate::engine::evaluation::{Answer, Progress, Question};
use crate::engine::{Message, Network};
use crate::hint::Hint;
use crate::opened::Opened;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What is evaluated.
    pub view: View,
    /// The choices that were made.
    pub choices: Choices,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<Hint>,
    /// The number of the evaluation, by which the worker's answers name it.
    pub number: u32,
    /// Whether it goes on.
    pub running: bool,
    /// The visitor's own weights; none for the site's.
    pub opened: Option<Opened>,
    /// Why the last file that was opened is not used.
    pub refusal: Option<String>,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// How far the evaluation has come.
    pub progress: Option<Rc<Progress>>,
    /// Files that were opened so far.
    files: u32,
}

/// What can happen to the page.
pub enum Action {
    /// The visitor wants something else evaluated.
    Show(View),
    /// The visitor starts, or resumes.
    Start,
    /// The visitor pauses.
    Pause,
    /// The visitor gives the evaluation up.
    Cancel,
    /// The visitor has opened a file of weights.
    Open(File),
    /// The visitor goes back to the site's weights.
    Close,
    /// The address changed.
    Address(String),
    /// The worker says something.
    Heard(Message<Answer>),
    /// The visitor does not wait for the weights; there is no worker any more.
    DoWithout,
    /// The visitor wants the worker to try again.
    Retry,
}

impl Model {
    /// The page that an address asks for.
    pub fn new(fragment: &str) -> Self {
        let (view, hints) = View::from_fragment(fragment);
        Self {
            view,
            choices: Choices::default(),
            hints,
            number: 0,
            running: false,
            opened: None,
            refusal: None,
            attempt: 0,
            network: Network::Starting,
            progress: None,
            files: 0,
        }
    }

    /// What the worker is to do.
    pub fn question(&self) -> Question {
        Question {
            number: self.number,
            seed: self.view.seed,
            samples: self.view.samples,
            sections: self.view.sections.clone(),
            methods: self.view.methods.iter().map(Method::to_string).collect(),
            file: self.opened.as_ref().map(|opened| opened.number),
            running: self.running,
        }
    }

    /// Whether all is done.
    pub fn is_done(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.units.0 == progress.units.1)
    }

    /// Whether there is something that would be lost with the page.
    pub fn has_run(&self) -> bool {
        self.running || self.progress.is_some()
    }

    fn forget(&mut self) {
        self.number += 1;
        self.running = false;
        self.progress = None;
    }

    fn restart(&mut self) {
        self.attempt += 1;
        self.network = Network::Starting;
        self.progress = None;
    }

    fn show(&mut self, view: View) {
        if view != self.view {
            self.view = view;
            self.forget();
        }
    }

    fn heard(&mut self, message: Message<Answer>) {
        match message {
            Message::Network(network) => self.network = network,
            Message::Answer(answer) => self.answered(answer),
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Refused { file, reason } => {
                if let Some(opened) = self.opened.take_if(|opened| opened.number == file) {
                    self.refusal = Some(opened.refusal(&reason));
                    self.forget();
                }
            }
            Answer::Progress(progress) if progress.number == self.number => {
                self.progress = Some(Rc::new(progress));
                self.running &= !self.is_done();
            }
            // Of an evaluation that was given up
            Answer::Progress(_) => {}
        }
    }
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Heard(_)) {
            model.hints.clear();
            model.refusal = None;
            model.choices.count(matches!(action, Action::Show(_)));
        }
        match action {
            Action::Show(view) => model.show(view),
            Action::Start => {
                if model.is_done() {
                    model.forget();
                }
                // Without the site's weights the worker goes on with the visitor's.
                let has_stopped = matches!(model.network, Network::Broken(_));
                if has_stopped || !model.network.is_hopeful() && model.progress.is_none() {
                    model.restart();
                }
                model.running = true;
            }
            Action::Pause => model.running = false,
            Action::Cancel => model.forget(),
            Action::Open(file) => {
                model.files += 1;
                model.opened = Some(Opened { number: model.files, file });
                model.forget();
            }
            Action::Close => {
                model.opened = None;
                model.forget();
            }
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                model.show(view);
                model.hints = hints;
            }
            Action::Heard(message) => model.heard(message),
            Action::DoWithout => {
                model.forget();
                model.network = Network::done_without();
            }
            Action::Retry => model.restart(),
        }
        Rc::new(model)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn after(model: Rc<Model>, number: u32, samples: usize) -> Rc<Model> {
        let progress = Progress {
            number,
            samples,
            units: (samples, 2),
            milliseconds: 1.0,
            rates: Vec::new(),
            scores: Vec::new(),
            curves: Vec::new(),
        };
        model.reduce(Action::Heard(Answer::Progress(progress).into()))
    }

    fn samples(model: &Model) -> Option<usize> {
        model.progress.as_ref().map(|progress| progress.samples)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn it_pauses_resumes_and_ends() {
        let model = Rc::new(Model::new("#/evaluate?n=2")).reduce(Action::Start);
        let model = after(model, 0, 1).reduce(Action::Pause);
        assert!(!model.running && !model.question().running && samples(&model) == Some(1));
        let model = model.reduce(Action::Start);
        assert!(model.running && model.number == 0, "the same evaluation goes on");
        let model = after(model, 0, 2);
        assert!(!model.running && model.is_done());
        let again = model.reduce(Action::Start);
        assert!(again.running && again.number == 1 && samples(&again).is_none());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_run_of_weights_of_ones_own_goes_on_where_the_sites_are_missing() {
        let lost =
            |model: Rc<Model>, network| model.reduce(Action::Heard(Message::Network(network)));
        let model = Rc::new(Model::new("#/evaluate?n=2")).reduce(Action::Start);
        let model = after(lost(model, Network::Missing("404".into())), 0, 1).reduce(Action::Pause);
        let resumed = model.clone().reduce(Action::Start);
        assert_eq!((resumed.attempt, samples(&resumed)), (0, Some(1)));
        // A worker that has stopped goes on with nothing.
        let broken = lost(model, Network::Broken("lost".into())).reduce(Action::Start);
        assert_eq!((broken.attempt, samples(&broken)), (1, None));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn who_did_not_wait_for_the_weights_gets_them_by_starting_again() {
        let model = Rc::new(Model::new("#/evaluate")).reduce(Action::Start);
        let without = model.reduce(Action::DoWithout);
        assert_eq!(without.network, Network::done_without());
        assert!(!without.running && without.attempt == 0);
        let again = without.reduce(Action::Start);
        assert!(again.running && again.attempt == 1 && again.network == Network::Starting);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_run_is_kept_until_it_is_given_up() {
        let model = Rc::new(Model::new("#/evaluate"));
        assert!(!model.has_run());
        let started = model.reduce(Action::Start);
        assert!(started.has_run());
        let paused = after(started, 0, 1).reduce(Action::Pause);
        assert!(paused.has_run());
        assert!(!paused.reduce(Action::Cancel).has_run());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_comes_late_is_dropped() {
        let model = Rc::new(Model::new("#/evaluate")).reduce(Action::Start);
        let cancelled = after(model, 0, 1).reduce(Action::Cancel);
        assert_eq!(samples(&after(cancelled, 0, 2)), None);
    }
}
