//! What the page for drawings knows, and how actions change it.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::handwriting::framed;
use yew::Reducible;

use super::drawing::Drawing;
use super::view::View;
use crate::engine::handwriting::message::{Answer, Explained, Read, StrokeMap};
use crate::engine::handwriting::{Question, Way};
use crate::engine::message::Backend;
use crate::model::Network;

/// Drawings that can be taken back.
const KEPT: usize = 50;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<String>,
    /// The number of the drawing, by which the worker's answers name it.
    pub number: u32,
    /// What the network sees of the drawing.
    pub seen: Rc<Vec<f32>>,
    /// How often the worker was started anew.
    pub attempt: u32,
    /// The network, as far as it has come.
    pub network: Network,
    /// What the drawing has been read as, or the one before as long as nothing has come for it.
    pub reads: BTreeMap<Way, Rc<Read>>,
    maps: BTreeMap<Way, Rc<Maps>>,
    past: Vec<Drawing>,
}

/// The heatmaps of a drawing's strokes, as far as they have come.
#[derive(Debug, Clone, PartialEq)]
pub struct Maps {
    /// Stroke after stroke: its type by every method, then its orientation.
    pub maps: Vec<Rc<StrokeMap>>,
    /// How long they took.
    pub milliseconds: f64,
    drawing: u32,
    strokes: usize,
}

/// What can happen to the page.
pub enum Action {
    /// The visitor has drawn something else.
    Draw(Drawing),
    /// The visitor takes the last change back.
    Undo,
    /// The visitor wants it read in another way.
    Choose(Way),
    /// The visitor asks why a stroke was named.
    Pick(usize),
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
            hints,
            number: 0,
            seen: Rc::new(framed(&view.drawing.image())),
            view,
            attempt: 0,
            network: Network::Starting,
            reads: BTreeMap::new(),
            maps: BTreeMap::new(),
            past: Vec::new(),
        }
    }

    /// What the page wants to know; nothing about white paper.
    pub fn question(&self) -> Option<Question> {
        (!self.view.drawing.is_blank()).then(|| Question {
            drawing: self.number,
            image: self.seen.to_vec(),
            way: self.view.way,
        })
    }

    /// What the drawing is read as in the chosen way.
    pub fn read(&self) -> Option<Rc<Read>> {
        self.reads.get(&self.view.way).cloned()
    }

    /// Whether what is read is still that of an earlier drawing.
    pub fn is_stale(&self) -> bool {
        self.reads.values().any(|read| read.drawing != self.number)
    }

    /// The heatmaps of what is read, if they have come.
    pub fn maps(&self) -> Option<Rc<Maps>> {
        let read = self.read()?;
        self.maps.get(&read.way).filter(|maps| maps.drawing == read.drawing).cloned()
    }

    /// Whether the network has said all that it has to say in the chosen way.
    pub fn is_done(&self) -> bool {
        let strokes = self.maps().map_or(0, |maps| maps.strokes);
        self.view.drawing.is_blank()
            || self.read().is_some_and(|read| !self.is_stale() && strokes == read.seeds.len())
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    fn show(&mut self, drawing: Drawing) {
        if drawing == self.view.drawing {
            return;
        }
        self.seen = Rc::new(framed(&drawing.image()));
        self.number += 1;
        self.view.stroke = 0;
        if drawing.is_blank() {
            self.reads.clear();
            self.maps.clear();
        }
        self.view.drawing = drawing;
    }

    fn draw(&mut self, drawing: Drawing) {
        if drawing == self.view.drawing {
            return;
        }
        if self.past.len() == KEPT {
            self.past.remove(0);
        }
        self.past.push(self.view.drawing.clone());
        self.show(drawing);
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Started => {}
            Answer::Downloading { received, total } => {
                self.network = Network::Downloading { received, total };
            }
            Answer::NoWeights { reason } => self.network = Network::Missing(reason),
            Answer::Ready => {
                self.network = Network::Ready(Backend { adapter: None, note: None });
            }
            Answer::Read(read) if self.is_shown(read.drawing) => self.has_read(read),
            Answer::Explained(explained) if self.is_shown(explained.drawing) => {
                self.has_explained(explained);
            }
            // About a drawing that is no longer there
            Answer::Read(_) | Answer::Explained(_) => {}
            Answer::Broken { reason } => self.network = Network::Broken(reason),
        }
    }

    fn is_shown(&self, drawing: u32) -> bool {
        drawing == self.number && !self.view.drawing.is_blank()
    }

    fn has_read(&mut self, read: Read) {
        if self.is_stale() {
            self.reads.clear();
            self.maps.clear();
        }
        let strokes = read.seeds.len();
        if read.way == self.view.way && self.view.stroke >= strokes.max(1) {
            self.hints.push(format!(
                "The address asks for stroke {}, but there are {strokes}. This is the first.",
                self.view.stroke + 1
            ));
            self.view.stroke = 0;
        }
        self.reads.insert(read.way, Rc::new(read));
    }

    fn has_explained(&mut self, explained: Explained) {
        let Explained { drawing, way, stroke, maps, milliseconds } = explained;
        // Strokes come in order, from the first again where a worker was started anew.
        let known = self.maps.remove(&way).filter(|maps| maps.drawing == drawing && stroke > 0);
        let mut all = known.map_or_else(
            || Maps { maps: Vec::new(), milliseconds: 0.0, drawing, strokes: 0 },
            Rc::unwrap_or_clone,
        );
        all.maps.extend(maps.into_iter().map(Rc::new));
        all.milliseconds += milliseconds;
        all.strokes = stroke + 1;
        self.maps.insert(way, Rc::new(all));
    }
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Answered(_)) {
            model.hints.clear();
        }
        match action {
            Action::Draw(drawing) => model.draw(drawing),
            Action::Undo => {
                if let Some(drawing) = model.past.pop() {
                    model.show(drawing);
                }
            }
            Action::Choose(way) if way != model.view.way => {
                (model.view.way, model.view.stroke) = (way, 0);
            }
            Action::Choose(_) => {}
            Action::Pick(stroke) => model.view.stroke = stroke,
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                model.draw(view.drawing);
                (model.view.way, model.view.stroke) = (view.way, view.stroke);
                model.hints = hints;
            }
            Action::Answered(answer) => model.answered(answer),
            Action::Retry => {
                model.attempt += 1;
                model.network = Network::Starting;
            }
        }
        Rc::new(model)
    }
}

#[cfg(test)]
mod tests {
    use shared::pattern::Seed;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn read(drawing: u32, way: Way, strokes: usize) -> Action {
        let seeds = vec![Seed { x: 9, y: 4, r#type: 6, orientation: 2 }; strokes];
        let (iou, growths, passes, probabilities) = (0.5, 1, 1, vec![0.1; 10]);
        let milliseconds = 1.0;
        Action::Answered(Answer::Read(Read {
            drawing,
            way,
            seeds,
            iou,
            growths,
            passes,
            probabilities,
            milliseconds,
        }))
    }

    fn explained(drawing: u32, way: Way, stroke: usize) -> Action {
        let (maps, milliseconds) = (Vec::new(), 1.0);
        let explained = Explained { drawing, way, stroke, maps, milliseconds };
        Action::Answered(Answer::Explained(explained))
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
        let start = Rc::new(Model::new("#/write?way=iterated&stroke=3"));
        actions.into_iter().fold(start, Model::reduce)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn answers_about_an_earlier_drawing_are_dropped_and_what_stood_stays_until_one_comes() {
        let way = Way::Iterated;
        let model = after([
            read(0, way, 4),
            explained(0, way, 0),
            Action::Draw(Drawing::digit(1)),
            read(0, Way::OnePass, 2),
        ]);
        assert!(model.is_stale());
        assert_eq!(model.reads.len(), 1);
        assert!(model.maps().is_some());
        let model = model.reduce(read(1, way, 5));
        assert!(!model.is_stale());
        assert_eq!((model.read().unwrap().seeds.len(), model.maps()), (5, None));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn it_is_done_when_every_stroke_is_explained() {
        let way = Way::Iterated;
        let model = after([read(0, way, 3), explained(0, way, 0), explained(0, way, 1)]);
        assert!(!model.is_done());
        let model = model.reduce(explained(0, way, 2));
        assert!(model.is_done());
        assert_eq!(model.maps().unwrap().milliseconds, 3.0);
        // A new worker begins again.
        let model =
            model.reduce(Action::Retry).reduce(read(0, way, 3)).reduce(explained(0, way, 0));
        assert!(!model.is_done());
        assert_eq!(model.maps().unwrap().milliseconds, 1.0);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn white_paper_is_not_asked_about() {
        let model = after([read(0, Way::Iterated, 4), Action::Draw(Drawing::blank())]);
        assert_eq!((model.question(), model.read()), (None, None));
        let model = model.reduce(Action::Undo);
        assert_eq!(model.view.drawing, View::default().drawing);
        assert_eq!(model.question().unwrap().drawing, 2);
        assert!(!model.can_undo());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_stroke_that_there_is_not_is_replaced_by_the_first() {
        let model = after([read(0, Way::OnePass, 1), read(0, Way::Iterated, 4)]);
        assert_eq!((model.view.stroke, model.hints.len()), (2, 0));
        let model = after([read(0, Way::Iterated, 2)]);
        assert_eq!((model.view.stroke, model.hints.len()), (0, 1));
        assert!(model.hints[0].contains("stroke 3"), "{}", model.hints[0]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_retry_starts_another_worker_and_keeps_the_drawing() {
        let broken = Action::Answered(Answer::Broken { reason: "lost".to_owned() });
        let model = after([Action::Draw(Drawing::digit(5)), broken]);
        assert_eq!(model.network, Network::Broken("lost".to_owned()));
        let model = model.reduce(Action::Retry);
        assert_eq!((model.attempt, &model.network), (1, &Network::Starting));
        assert_eq!(model.view.drawing, Drawing::digit(5));
    }
}
