//! What the page of the network knows, and how actions change it.

use std::collections::BTreeMap;
use std::rc::Rc;

use web_sys::File;
use yew::Reducible;

use super::view::View;
use crate::address::Choices;
use crate::engine::features::{Answer, Loaded, Maps, Question, Reader, WeightsOf};
use crate::engine::{Backend, Message, Network};
use crate::hint::Hint;
use crate::opened::Opened;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// The choices that were made.
    pub choices: Choices,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<Hint>,
    /// Why the last file that was opened is not used.
    pub refusal: Option<String>,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The visitor's own weights; none for the site's.
    pub opened: Option<Opened>,
    /// The newest maps.
    pub maps: Option<Rc<Maps>>,
    /// Files that were opened so far.
    files: u32,
    /// Weights that the worker has read.
    loaded: BTreeMap<WeightsOf, Loaded>,
    /// Weights on their way: the bytes that have come, and all.
    coming: Option<(WeightsOf, u64, Option<u64>)>,
    /// Why weights of the site did not come.
    missing: BTreeMap<Reader, String>,
    /// The network without a worker, where that has stopped or was stopped.
    ended: Option<Network>,
}

/// What can happen to the page.
pub enum Action {
    /// The visitor wants to see something else.
    Show(Box<View>),
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
            refusal: None,
            attempt: 0,
            opened: None,
            maps: None,
            files: 0,
            loaded: BTreeMap::new(),
            coming: None,
            missing: BTreeMap::new(),
            ended: None,
        }
    }

    /// What the worker is to say.
    pub fn question(&self) -> Question {
        let View { digit, drawing, block, .. } = self.view;
        let (reader, slot) = (block.reader(), block.slot());
        Question { reader, digit, drawing, slot, weights: self.weights() }
    }

    /// The network, as far as it has come.
    pub fn network(&self) -> Network {
        let weights = self.weights();
        let missing = match weights {
            WeightsOf::Site(reader) => self.missing.get(&reader),
            WeightsOf::File(_) => None,
        };
        if let Some(ended) = &self.ended {
            ended.clone()
        } else if self.loaded().is_some() {
            Network::Ready(Backend::CPU)
        } else if let Some(reason) = missing {
            Network::Missing(reason.clone())
        } else if let Some((_, received, total)) = self.coming.filter(|&(of, ..)| of == weights) {
            Network::Downloading { received, total }
        } else {
            Network::Starting
        }
    }

    /// The maps that the page asks for, if they have come.
    pub fn current(&self) -> Option<Rc<Maps>> {
        self.maps.clone().filter(|maps| maps.question == self.question())
    }

    /// The maps to draw: those asked for, or the last ones of the same block until they come, if they will.
    pub fn shown(&self) -> Option<Rc<Maps>> {
        if !self.network().is_hopeful() {
            return self.current();
        }
        let is_near = |question: Question| {
            (question.reader, question.slot) == (self.view.block.reader(), self.view.block.slot())
        };
        self.maps.clone().filter(|maps| is_near(maps.question))
    }

    /// The weights in use, if they have been read.
    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.get(&self.weights())
    }

    /// The name of the file that the weights come from.
    pub fn file_name(&self) -> String {
        let ours = || self.view.block.reader().file().to_owned();
        self.opened.as_ref().map_or_else(ours, |opened| opened.file.name())
    }

    fn weights(&self) -> WeightsOf {
        let ours = WeightsOf::Site(self.view.block.reader());
        self.opened.as_ref().map_or(ours, |opened| WeightsOf::File(opened.number))
    }

    /// Another worker, which knows nothing yet.
    fn restart(&mut self) {
        self.attempt += 1;
        (self.loaded, self.missing) = (BTreeMap::new(), BTreeMap::new());
        (self.coming, self.ended) = (None, None);
    }

    fn heard(&mut self, message: Message<Answer>) {
        match message {
            Message::Network(network @ Network::Broken(_)) => self.ended = Some(network),
            // There is a network for each file of weights.
            Message::Network(_) => {}
            Message::Answer(answer) => self.answered(answer),
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Downloading { weights, received, total } => {
                self.coming = Some((weights, received, total));
            }
            Answer::NoWeights { reader, reason } => {
                self.missing.insert(reader, reason);
            }
            Answer::Loaded(loaded) => {
                self.loaded.insert(loaded.weights, loaded);
            }
            Answer::Refused { file, reason } if WeightsOf::File(file) == self.weights() => {
                self.refusal = self.opened.take().map(|opened| opened.refusal(&reason));
            }
            Answer::Maps(maps) if maps.question == self.question() => {
                self.maps = Some(maps.into());
            }
            // Of what was asked for before
            Answer::Refused { .. } | Answer::Maps(_) => {}
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
            Action::Show(view) => model.view = *view,
            Action::Open(file) => {
                model.files += 1;
                model.opened = Some(Opened { number: model.files, file });
                if model.ended.is_some() {
                    model.restart();
                }
            }
            Action::Close => model.opened = None,
            Action::Address(fragment) => {
                (model.view, model.hints) = View::from_fragment(&fragment);
            }
            Action::Heard(message) => model.heard(message),
            Action::DoWithout => model.ended = Some(Network::done_without()),
            Action::Retry => model.restart(),
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
        model.reduce(Action::Heard(answer.into()))
    }

    fn maps(question: Question) -> Answer {
        let maps = Maps { question, shape: [1, 1, 1], values: vec![1.0], milliseconds: 1.0 };
        Answer::Maps(Box::new(maps))
    }

    fn loaded(weights: WeightsOf) -> Answer {
        let distribution = "gpt-mnist".into();
        Answer::Loaded(Loaded { weights, bytes: 8, distribution, sha256: None, notes: Vec::new() })
    }

    fn lost(reader: Reader) -> Answer {
        Answer::NoWeights { reader, reason: "lost".into() }
    }

    const OURS: WeightsOf = WeightsOf::Site(Reader::Grown);

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

    #[wasm_bindgen_test(unsupported = test)]
    fn each_network_has_its_own_weights() {
        let model = after(Rc::new(Model::new("#/network")), loaded(OURS));
        let model = after(model, maps(Model::new("#/network").question()));
        assert!(matches!(model.network(), Network::Ready(_)) && model.current().is_some());
        let other = Action::Address("#/network?reader=handwriting".into());
        let model = after(model.reduce(other), lost(Reader::Handwriting));
        assert_eq!(model.network(), Network::Missing("lost".to_owned()));
        assert!(model.shown().is_none(), "maps of the other network are none of this one");
        assert_eq!(model.file_name(), "handwriting-web.safetensors");
        let model = model.reduce(Action::Address("#/network".into()));
        assert!(matches!(model.network(), Network::Ready(_)) && model.current().is_some());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn who_does_not_wait_for_the_weights_can_try_again() {
        let coming = Answer::Downloading { weights: OURS, received: 1, total: Some(9) };
        let model = after(Rc::new(Model::new("#/network")), coming).reduce(Action::DoWithout);
        assert_eq!(model.network(), Network::done_without());
        let other = Action::Address("#/network?reader=handwriting".into());
        let model = model.reduce(other);
        assert_eq!(model.network(), Network::done_without(), "no worker loads the other one");
        let model = model.reduce(Action::Retry);
        assert_eq!((model.network(), model.attempt), (Network::Starting, 1));
        // Maps of what was shown before stand in for those that come, not for those that never will.
        let seven = || Action::Address("#/network?class=7".into());
        let read = after(Rc::new(Model::new("#/network")), loaded(OURS));
        let read = after(read.clone(), maps(read.question()));
        assert!(read.clone().reduce(seven()).shown().is_some());
        assert!(read.reduce(Action::DoWithout).reduce(seven()).shown().is_none());
    }

    #[wasm_bindgen_test]
    fn a_refused_file_is_explained_and_the_sites_weights_stay() {
        let file = File::new_with_str_sequence(&Array::new(), "tea.safetensors").unwrap();
        // Where no worker is there any more, it takes another one to read it.
        let gone = Rc::new(Model::new("#/network")).reduce(Action::DoWithout);
        assert_eq!(gone.reduce(Action::Open(file.clone())).attempt, 1);
        let model = after(Rc::new(Model::new("#/network")), loaded(OURS));
        let model = model.reduce(Action::Open(file));
        let first = WeightsOf::File(1);
        assert!(model.question().weights == first && model.loaded().is_none());
        // What comes of the site's own file is not the progress of this one.
        for (weights, network) in
            [(OURS, Network::Starting), (first, Network::Downloading { received: 1, total: None })]
        {
            let progress = Answer::Downloading { weights, received: 1, total: None };
            assert_eq!(after(model.clone(), progress).network(), network);
        }
        let refused = Answer::Refused { file: 1, reason: "weights: the file is empty".into() };
        let model = after(model, refused.clone());
        let said = model.refusal.clone().unwrap();
        assert!(said.contains("tea.safetensors") && said.contains("file is empty."), "{said}");
        assert!(model.question().weights == OURS && model.loaded().is_some());
        assert!(matches!(model.network(), Network::Ready(_)));
        // Without the site's weights it says so again, and offers to try once more.
        let file = File::new_with_str_sequence(&Array::new(), "tea").unwrap();
        let without = after(Rc::new(Model::new("#/network")), lost(Reader::Grown));
        let without = without.reduce(Action::Open(file));
        for back in [Action::Close, Action::Heard(refused.clone().into())] {
            let network = without.clone().reduce(back).network();
            assert_eq!(network, Network::Missing("lost".to_owned()));
        }
        // An answer about a file that was left is none about the next.
        let next = File::new_with_str_sequence(&Array::new(), "b").unwrap();
        let model = after(model.reduce(Action::Open(next)), refused);
        assert!(model.refusal.is_none() && model.question().weights == WeightsOf::File(2));
    }
}
