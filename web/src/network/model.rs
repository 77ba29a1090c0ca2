//! What the page of the network knows, and how actions change it.

use std::rc::Rc;

use web_sys::File;
use yew::Reducible;

use super::view::View;
use crate::engine::features::{Answer, Loaded, Maps, OUR_FILE, Question};
use crate::engine::message::Backend;
use crate::model::Network;

/// A file of weights that the visitor has opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its number, from 1, by which the worker's answers name it.
    pub number: u32,
    /// The file.
    pub file: File,
}

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// Whether the view's last change was a choice, which is a step of the browser's history.
    pub chosen: bool,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<String>,
    /// Why the last file that was opened is not used.
    pub refusal: Option<String>,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// The visitor's own weights; none for the site's.
    pub opened: Option<Opened>,
    /// The newest maps.
    pub maps: Option<Rc<Maps>>,
    /// Files that were opened so far.
    files: u32,
    ours: Option<Loaded>,
    /// Why the site's weights did not come, if they did not.
    missing: Option<String>,
    theirs: Option<Loaded>,
}

/// What can happen to the page.
pub enum Action {
    /// The visitor wants to see something else.
    Show(View),
    /// The visitor has opened a file of weights.
    Open(File),
    /// The visitor goes back to the site's weights.
    Close,
    /// The address changed.
    Address(String),
    /// The worker says something.
    Answered(Answer),
    /// The visitor wants the worker to try again.
    Retry,
}

impl Model {
    /// The page that an address asks for.
    pub fn new(fragment: &str) -> Self {
        let (view, hints) = View::from_fragment(fragment);
        Self {
            view,
            chosen: false,
            hints,
            refusal: None,
            attempt: 0,
            network: Network::Starting,
            opened: None,
            maps: None,
            files: 0,
            ours: None,
            missing: None,
            theirs: None,
        }
    }

    /// What the worker is to say.
    pub fn question(&self) -> Question {
        Question { digit: self.view.digit, slot: self.view.block.slot(), file: self.file() }
    }

    /// The maps that the page asks for, if they have come.
    pub fn current(&self) -> Option<Rc<Maps>> {
        self.maps.clone().filter(|maps| maps.question == self.question())
    }

    /// The maps to draw: those asked for, or the last ones of the same block until they come.
    pub fn shown(&self) -> Option<Rc<Maps>> {
        self.maps.clone().filter(|maps| maps.question.slot == self.view.block.slot())
    }

    /// The weights in use, if they have been read.
    pub fn loaded(&self) -> Option<&Loaded> {
        let loaded = if self.opened.is_some() { &self.theirs } else { &self.ours };
        loaded.as_ref().filter(|loaded| loaded.file == self.file())
    }

    /// The name of the file that the weights come from.
    pub fn file_name(&self) -> String {
        self.opened.as_ref().map_or_else(|| OUR_FILE.to_owned(), |opened| opened.file.name())
    }

    fn file(&self) -> u32 {
        self.opened.as_ref().map_or(0, |opened| opened.number)
    }

    /// Goes back to the site's weights.
    fn close(&mut self) {
        (self.opened, self.theirs) = (None, None);
        self.network = match (&self.ours, &self.missing) {
            (Some(_), _) => ready(),
            (None, Some(reason)) => Network::Missing(reason.clone()),
            (None, None) => Network::Starting,
        };
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Started => {}
            Answer::Downloading { file, received, total } => {
                if file == self.file() {
                    self.network = Network::Downloading { received, total };
                }
            }
            // With weights of their own, visitors do without the site's.
            Answer::NoWeights { reason } => {
                self.missing = Some(reason.clone());
                if self.opened.is_none() {
                    self.network = Network::Missing(reason);
                }
            }
            Answer::Loaded(loaded) => {
                match loaded.file {
                    0 => self.ours = Some(loaded),
                    _ => self.theirs = Some(loaded),
                }
                if self.loaded().is_some() {
                    self.network = ready();
                }
            }
            Answer::Refused { file, reason } if file == self.file() => {
                let name = self.file_name();
                self.refusal = Some(format!(
                    "\u{201c}{name}\u{201d} is not used, and the page shows its own network. Reason: {reason}."
                ));
                self.close();
            }
            Answer::Maps(maps) if maps.question == self.question() => {
                self.maps = Some(Rc::new(maps));
            }
            // Of what was asked for before
            Answer::Refused { .. } | Answer::Maps(_) => {}
            Answer::Broken { reason } => self.network = Network::Broken(reason),
        }
    }
}

fn ready() -> Network {
    Network::Ready(Backend { adapter: None, note: None })
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Answered(_)) {
            model.hints.clear();
            model.refusal = None;
            model.chosen = matches!(action, Action::Show(_));
        }
        match action {
            Action::Show(view) => model.view = view,
            Action::Open(file) => {
                model.files += 1;
                model.opened = Some(Opened { number: model.files, file });
                model.network = Network::Starting;
            }
            Action::Close => model.close(),
            Action::Address(fragment) => {
                (model.view, model.hints) = View::from_fragment(&fragment);
            }
            Action::Answered(answer) => model.answered(answer),
            Action::Retry => {
                model.attempt += 1;
                (model.ours, model.theirs, model.missing) = (None, None, None);
                model.network = Network::Starting;
            }
        }
        Rc::new(model)
    }
}

#[cfg(test)]
mod tests {
    use js_sys::Array;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn after(model: Rc<Model>, answer: Answer) -> Rc<Model> {
        model.reduce(Action::Answered(answer))
    }

    fn maps(question: Question) -> Answer {
        Answer::Maps(Maps { question, shape: [1, 1, 1], values: vec![1.0], milliseconds: 1.0 })
    }

    fn loaded(file: u32) -> Answer {
        let distribution = "gpt-mnist".into();
        Answer::Loaded(Loaded { file, bytes: 8, distribution, sha256: None, notes: Vec::new() })
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn maps_of_another_question_are_dropped() {
        let model = Rc::new(Model::new("#/network?block=l1"));
        let earlier = model.question();
        let model = model.reduce(Action::Address("#/network?block=l2".into()));
        let model = after(model, maps(earlier));
        assert!(model.maps.is_none());
        let question = model.question();
        assert!(after(model, maps(question)).current().is_some());
    }

    #[wasm_bindgen_test]
    fn a_refused_file_is_explained_and_the_sites_weights_stay() {
        let model = after(Rc::new(Model::new("#/network")), loaded(0));
        let file = File::new_with_str_sequence(&Array::new(), "tea.safetensors").unwrap();
        let model = model.reduce(Action::Open(file));
        assert!(model.question().file == 1 && model.loaded().is_none());
        // What comes of the site's own file is not the progress of this one.
        let progress = Answer::Downloading { file: 0, received: 1, total: None };
        assert_eq!(after(model.clone(), progress).network, Network::Starting);
        let progress = Answer::Downloading { file: 1, received: 1, total: None };
        let expected = Network::Downloading { received: 1, total: None };
        assert_eq!(after(model.clone(), progress).network, expected);
        let refused = Answer::Refused { file: 1, reason: "weights: the file is empty".into() };
        let model = after(model, refused.clone());
        let said = model.refusal.clone().unwrap();
        assert!(said.contains("tea.safetensors") && said.contains("file is empty."), "{said}");
        assert!(model.question().file == 0 && model.loaded().is_some());
        assert!(matches!(model.network, Network::Ready(_)));
        // Without the site's weights it says so again, and offers to try once more.
        let lost = Answer::NoWeights { reason: "lost".into() };
        let file = File::new_with_str_sequence(&Array::new(), "tea").unwrap();
        let without = after(Rc::new(Model::new("#/network")), lost).reduce(Action::Open(file));
        let refusal = Answer::Refused { file: 1, reason: "no".into() };
        for back in [Action::Close, Action::Answered(refusal)] {
            let network = without.clone().reduce(back).network.clone();
            assert_eq!(network, Network::Missing("lost".to_owned()));
        }
        // An answer about a file that was left is none about the next.
        let next = File::new_with_str_sequence(&Array::new(), "b").unwrap();
        let model = after(model.reduce(Action::Open(next)), refused);
        assert!(model.refusal.is_none() && model.question().file == 2);
    }
}
