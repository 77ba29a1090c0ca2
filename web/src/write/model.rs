//! What the page for drawings knows, and how actions change it.

mod answers;
mod strokes;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use yew::Reducible;

use super::drawing::Drawing;
use super::opened::{OpenError, Opened};
use super::view::View;
use crate::address::Choices;
use crate::edits;
use crate::engine::features::Reader;
use crate::engine::handwriting::message::{Answer, Read, Removed};
use crate::engine::handwriting::{Question, Way};
use crate::engine::{Message, Network};
use crate::hint::Hint;
use crate::look::Look;
use crate::past::follow;

pub use answers::{Classes, Maps};

/// Drawings that can be taken back.
const KEPT: usize = 50;

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the page shows.
    pub view: View,
    /// The choices that were made.
    pub choices: Choices,
    /// Sentences about what in the address or a file could not be used, or was done to it.
    pub hints: Vec<Hint>,
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
    classes: Option<Rc<Classes>>,
    removed: Option<Rc<Removed>>,
    /// The drawings before each change of it, the last one last.
    past: Vec<Drawing>,
    /// The strokes that were taken away before each change of that, the last one last.
    plucks: Vec<BTreeSet<usize>>,
}

/// What can happen to the page.
pub enum Action {
    /// The visitor has drawn something else.
    Draw(Drawing),
    /// The visitor has brought a file.
    Open(Result<Opened, OpenError>),
    /// The visitor takes back what was done last: to the strokes, which are gone with their drawing, then to the drawing.
    Undo,
    /// The visitor takes the last change of the drawing back.
    UndoDrawing,
    /// The visitor wants it read by another network.
    Hand(Reader),
    /// The visitor wants it read in another way.
    Choose(Way),
    /// The visitor asks why a stroke was named.
    Pick(usize),
    /// The stroke some places further on is asked about.
    Next(isize),
    /// The stroke that is asked about is taken away, or put back if it was.
    Pluck,
    /// All strokes are put back.
    PutBack,
    /// What becomes of the rest is to be another.
    Rest(edits::Way),
    /// Growth stands still at a step.
    Step {
        /// At which; none at its end, or while it plays.
        step: Option<u32>,
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
            choices: Choices::default(),
            hints,
            number: 0,
            seen: Rc::new(view.drawing.seen()),
            view,
            attempt: 0,
            network: Network::Starting,
            reads: BTreeMap::new(),
            maps: BTreeMap::new(),
            classes: None,
            removed: None,
            past: Vec::new(),
            plucks: Vec::new(),
        }
    }

    /// What the page wants to know; nothing about white paper.
    pub fn question(&self) -> Option<Question> {
        (!self.view.drawing.is_blank()).then(|| Question {
            drawing: self.number,
            image: self.seen.to_vec(),
            way: self.view.way,
            removal: self.removal(),
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

    /// Which digit it is that was read, if that has come; it is the same in every way.
    pub fn classes(&self) -> Option<Rc<Classes>> {
        let drawing = self.read().map_or(self.number, |read| read.drawing);
        self.classes.clone().filter(|classes| classes.drawing == drawing)
    }

    /// The heatmaps of what is read, if they have come.
    pub fn maps(&self) -> Option<Rc<Maps>> {
        let read = self.read()?;
        self.maps.get(&read.way).filter(|maps| maps.drawing == read.drawing).cloned()
    }

    /// Whether the network has said all that it has to say in the chosen way.
    pub fn is_done(&self) -> bool {
        let strokes = self.maps().map_or(0, |maps| maps.strokes);
        let removed = self.removal().is_none() || self.removed().is_some();
        self.view.drawing.is_blank()
            || self.classes().is_some()
                && removed
                && self.read().is_some_and(|read| !self.is_stale() && strokes == read.seeds.len())
    }

    /// Whether there is a change of the drawing to take back.
    pub fn can_undo_drawing(&self) -> bool {
        !self.past.is_empty()
    }

    fn show(&mut self, drawing: Drawing) {
        if drawing == self.view.drawing {
            return;
        }
        self.seen = Rc::new(drawing.seen());
        self.number += 1;
        self.forget_strokes();
        if drawing.is_blank() {
            self.reads.clear();
            self.maps.clear();
        }
        self.view.drawing = drawing;
    }

    fn undo_drawing(&mut self) {
        if let Some(drawing) = self.past.pop() {
            self.show(drawing);
        }
    }

    fn draw(&mut self, drawing: Drawing) {
        if drawing == self.view.drawing {
            return;
        }
        if self.past.len() == KEPT {
            self.past.remove(0);
        }
        self.past.push(self.view.drawing);
        self.show(drawing);
    }
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Heard(_)) {
            model.hints.clear();
            model.choices.count(match action {
                Action::Address(_) => false,
                Action::Step { begins, .. } | Action::Look { begins, .. } => begins,
                _ => true,
            });
        }
        match action {
            Action::Draw(drawing) => model.draw(drawing),
            Action::Open(Ok(Opened { drawing, said })) => {
                model.draw(drawing);
                model.hints.push(Hint::about("drawing", said));
            }
            Action::Open(Err(error)) => {
                model.hints.push(Hint::about("drawing", error.to_string()));
            }
            Action::Undo if self.can_undo_pluck() && self.view.reader == Reader::Handwriting => {
                model.undo_pluck();
            }
            Action::Undo | Action::UndoDrawing => model.undo_drawing(),
            Action::Hand(reader) => model.view.reader = reader,
            Action::Choose(way) if way != model.view.way => {
                model.view.way = way;
                model.forget_strokes();
            }
            Action::Choose(_) => {}
            Action::Pick(stroke) => model.view.stroke = stroke,
            Action::Next(by) => model.pick_next(by),
            Action::Pluck => model.pluck(),
            Action::PutBack => model.take_away(BTreeSet::new()),
            Action::Rest(rest) => {
                model.view.rest = rest;
                // It grows anew where there is a rest.
                model.view.step = model.view.step.filter(|_| model.view.without.is_empty());
            }
            Action::Step { step, .. } => model.view.step = step,
            Action::Look { look, .. } => model.view.look = look,
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                // Back to the drawing before takes the last change back, so that Undo goes on from there.
                match model.past.last() {
                    Some(before) if *before == view.drawing => model.undo_drawing(),
                    _ => model.draw(view.drawing),
                }
                if view.way != model.view.way {
                    model.forget_strokes();
                }
                // Of strokes that are other ones now nothing was taken away.
                if (view.way, view.drawing) == (self.view.way, self.view.drawing) {
                    let before = model.view.without.clone();
                    follow(&mut model.plucks, before, &view.without);
                }
                model.view = View { drawing: model.view.drawing, ..view };
                model.hints = hints;
                model.check_strokes();
            }
            Action::Heard(message) => model.heard(message),
            Action::DoWithout => model.network = Network::done_without(),
            Action::Retry => {
                model.attempt += 1;
                model.network = Network::Starting;
            }
        }
        Rc::new(model)
    }
}
