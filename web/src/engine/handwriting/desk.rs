//! The worker's desk: the newest drawing, and what has been said about it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use shared::model::Weights;
use shared::model::architecture::Architecture;
use wasm_bindgen_futures::spawn_local;

use super::message::{Answer, Explained, Question, Read, Removal, Removed, Way};
use super::reader::Reader;
use crate::engine::scope::{Source, broken, load, newer_questions, now, reply, serve, tell};
use crate::engine::{Backend, Network};

/// The trained weights.
pub const WEIGHTS: Source = Source {
    name: "handwriting-web.safetensors.gz",
    version: env!("HANDWRITING_WEIGHTS"),
    architecture: Architecture::HANDWRITING,
};

/// Starts the worker.
pub fn start() {
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve(move |question| listening.ask(question));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    reader: RefCell<Option<Rc<Reader>>>,
    /// The newest question.
    question: RefCell<Option<Rc<Question>>>,
    /// What its drawing has been read as.
    read: RefCell<BTreeMap<Way, Rc<Read>>>,
    /// How many strokes of each have been explained.
    explained: RefCell<BTreeMap<Way, usize>>,
    /// Whether it is known which digit the drawing is.
    classified: Cell<bool>,
    /// What was taken away when that was last answered, and of which reading.
    removed: RefCell<Option<(Way, Removal)>>,
    working: Cell<bool>,
}

/// A step of work.
enum Task {
    Read(Way),
    Explain(Rc<Read>, usize),
    Classify,
    Remove(Rc<Read>, Removal),
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question) {
        let known = self.question.borrow().as_ref().map(|known| known.drawing);
        if known != Some(question.drawing) {
            self.forget();
        }
        *self.question.borrow_mut() = Some(Rc::new(question));
        self.work();
    }

    /// Loads the weights and opens the network.
    async fn open(self: &Rc<Self>) {
        let first = |weights: &Weights| {
            *self.reader.borrow_mut() = Some(Rc::new(Reader::new(weights)));
            // A second one reads anew what the first has read from weights that turned out to be damaged.
            self.forget();
            self.work();
        };
        match load(&WEIGHTS, first).await {
            Ok(weights) => {
                let reader = self.reader.borrow().clone();
                reader.expect("sites come before the class").learn_classes(&weights);
                tell(Network::Ready(Backend::CPU));
                self.work();
            }
            Err(error) => tell(Network::Missing(error.to_string())),
        }
    }

    /// Forgets what was said about the drawing.
    fn forget(&self) {
        self.read.borrow_mut().clear();
        self.explained.borrow_mut().clear();
        self.classified.set(false);
        self.removed.borrow_mut().take();
    }

    /// Goes on until nothing is left to say about the newest drawing.
    fn work(self: &Rc<Self>) {
        if self.reader.borrow().is_none() || self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while let Some((question, task)) = desk.next() {
                match desk.step(&question, task).await {
                    Ok(answer) => reply(answer),
                    Err(error) => {
                        *desk.question.borrow_mut() = None;
                        broken(error);
                    }
                }
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    /// What to do next: read in the way asked for, say which digit it is and what becomes of that without some strokes if
    /// that is possible yet, explain the strokes, then read in the other ways.
    fn next(&self) -> Option<(Rc<Question>, Task)> {
        let question = self.question.borrow().clone()?;
        let read = self.read.borrow();
        let explained = self.explained.borrow().get(&question.way).copied().unwrap_or_default();
        let can_classify = self.reader.borrow().as_ref().is_some_and(|reader| reader.classifies());
        let known = self.removed.borrow();
        let is_new = |removal: &&Removal| {
            can_classify
                && known
                    .as_ref()
                    .is_none_or(|(way, known)| (*way, known) != (question.way, *removal))
        };
        let task = match (read.get(&question.way), question.removal.as_ref().filter(is_new)) {
            (None, _) => Task::Read(question.way),
            (Some(_), _) if !self.classified.get() && can_classify => Task::Classify,
            (Some(read), Some(removal)) => Task::Remove(read.clone(), removal.clone()),
            (Some(read), None) if explained < read.seeds.len() => {
                Task::Explain(read.clone(), explained)
            }
            (Some(_), None) => {
                Task::Read(Way::ALL.into_iter().find(|way| !read.contains_key(way))?)
            }
        };
        Some((question, task))
    }

    async fn step(
        &self,
        question: &Question,
        task: Task,
    ) -> Result<Answer, Box<dyn std::error::Error>> {
        let reader = self.reader.borrow().clone().expect("work starts when it is there");
        let start = now();
        // Questions come in only between two steps, so the desk still has this drawing afterwards.
        Ok(match task {
            Task::Read(way) => {
                let read = reader.read(question, way).await?;
                let read = Read { milliseconds: now() - start, ..read };
                self.read.borrow_mut().insert(way, Rc::new(read.clone()));
                Answer::Read(read)
            }
            Task::Explain(read, stroke) => {
                let explained = reader.explain(&question.image, &read, stroke).await?;
                self.explained.borrow_mut().insert(read.way, stroke + 1);
                Answer::Explained(Explained { milliseconds: now() - start, ..explained })
            }
            Task::Classify => {
                let probabilities = reader.classify(&question.image).await?;
                self.classified.set(true);
                Answer::Classified { drawing: question.drawing, probabilities }
            }
            Task::Remove(read, removal) => {
                let removed = reader.remove(&question.image, &read, &removal).await?;
                *self.removed.borrow_mut() = Some((read.way, removal));
                Answer::Removed(Removed { milliseconds: now() - start, ..removed })
            }
        })
    }
}
