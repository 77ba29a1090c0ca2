//! What the worker's answers change.

use std::rc::Rc;

use super::Model;
use crate::engine::Message;
use crate::engine::handwriting::message::{Answer, Explained, Read, StrokeMap};

/// The heatmaps of a drawing's strokes, as far as they have come.
#[derive(Debug, Clone, PartialEq)]
pub struct Maps {
    /// Stroke after stroke: its type by every method, then its orientation.
    pub maps: Vec<Rc<StrokeMap>>,
    /// How long they took.
    pub milliseconds: f64,
    pub(super) drawing: u32,
    pub(super) strokes: usize,
}

/// Which digit a drawing is.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// The probability of every class.
    pub probabilities: Vec<f32>,
    pub(super) drawing: u32,
}

impl Model {
    /// Takes in what the worker says.
    pub(super) fn heard(&mut self, message: Message<Answer>) {
        match message {
            Message::Network(network) => self.network = network,
            Message::Answer(answer) => self.answered(answer),
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Read(read) if self.is_shown(read.drawing) => self.has_read(read),
            Answer::Explained(explained) if self.is_shown(explained.drawing) => {
                self.has_explained(explained);
            }
            Answer::Classified { drawing, probabilities } if self.is_shown(drawing) => {
                self.classes = Some(Rc::new(Classes { drawing, probabilities }));
            }
            Answer::Removed(removed) if self.is_shown(removed.drawing) => {
                self.removed = Some(Rc::new(removed));
            }
            // About a drawing that is no longer there
            Answer::Read(_)
            | Answer::Explained(_)
            | Answer::Classified { .. }
            | Answer::Removed(_) => {}
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
        let is_chosen = read.way == self.view.way;
        self.reads.insert(read.way, Rc::new(read));
        if is_chosen {
            self.check_strokes();
        }
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
