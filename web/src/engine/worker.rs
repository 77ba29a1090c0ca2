//! The worker: grows digits at once, and reads and explains them when the network has come.
//!
//! It keeps only the newest question. Between any two steps it looks whether a newer one has come,
//! so that a reader who steps through digits quickly never waits for those skipped.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use shared::attribution::Method;
use shared::output::{Layer, Target};
use wasm_bindgen_futures::spawn_local;

use super::backend::{self, Machine, Seen};
use super::message::{Answer, BackendChoice, Digit, Explained, Grown, Question};
use super::reply::Reply;
use super::scope::{asked, load, newer_questions, now, post, serve};
use super::{handwriting, respond, watch};

/// The trained weights, beside the worker's own files.
const WEIGHTS: &str = "gptnet-web.safetensors";

/// Starts the worker for the task that its address names.
pub fn start() {
    if asked("task").as_deref() == Some(handwriting::TASK) {
        return handwriting::desk::start();
    }
    watch::start();
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve::<Answer, Question>(move |question| listening.ask(question));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    machine: OnceCell<Machine>,
    /// The newest question, until it is answered.
    wanted: Cell<Option<Question>>,
    grown: RefCell<Option<Rc<Grown>>>,
    read: RefCell<Option<Rc<ReadDigit>>>,
    working: Cell<bool>,
}

/// A digit that the network has read.
struct ReadDigit {
    digit: Digit,
    seen: Seen,
}

impl Desk {
    /// Takes a question, and answers at once what needs no network.
    fn ask(self: &Rc<Self>, question: Question) {
        let known = self.grown.borrow().as_ref().map(|grown| grown.digit);
        if known != Some(question.digit) {
            match respond::grown(question.digit) {
                Ok(grown) => {
                    post(&Answer::Grown(grown.clone()));
                    *self.grown.borrow_mut() = Some(Rc::new(grown));
                }
                Err(error) => return broken(error),
            }
        }
        self.wanted.set(Some(question));
        self.work();
    }

    /// Loads the weights and opens the network.
    async fn open(self: &Rc<Self>) {
        let progress = |received, total| post(&Answer::Downloading { received, total });
        let weights = match load(WEIGHTS, progress).await {
            Ok(weights) => weights,
            Err(reason) => return post(&Answer::NoWeights { reason }),
        };
        let (machine, backend) = backend::open(&weights, choice()).await;
        post(&Answer::Ready(backend));
        self.machine.get_or_init(|| machine);
        self.work();
    }

    /// Reads and explains until no question is open.
    fn work(self: &Rc<Self>) {
        if self.machine.get().is_none() || self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while let Some(question) = desk.wanted.get() {
                match desk.step(question).await {
                    Ok(answer) => post(&answer),
                    Err(reason) => {
                        desk.wanted.set(None);
                        broken(reason);
                    }
                }
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    /// Reads the digit if that is still to be done, else explains the target.
    async fn step(&self, question: Question) -> Result<Answer, Box<dyn std::error::Error>> {
        let machine = self.machine.get().expect("work starts when it is there");
        let read = self.read.borrow().clone().filter(|read| read.digit == question.digit);
        let answer = match read {
            Some(read) => {
                let explained = explain(machine, &read, question).await?;
                if self.wanted.get() == Some(question) {
                    self.wanted.set(None);
                }
                Answer::Explained(explained)
            }
            None => {
                let grown = self.grown.borrow().clone().expect("grown when the question came");
                let start = now();
                let seen = machine.read(&grown.image).await?;
                let answer = respond::read(&grown, seen.reading(), now() - start)?;
                let read = ReadDigit { digit: grown.digit, seen };
                *self.read.borrow_mut() = Some(Rc::new(read));
                Answer::Read(answer)
            }
        };
        match watch::trouble() {
            Some(trouble) => Err(trouble.into()),
            None => Ok(answer),
        }
    }
}

/// Explains one target by every method, Grad-CAM at every layer that leads there, in one backward pass.
async fn explain(
    machine: &Machine,
    read: &ReadDigit,
    question: Question,
) -> Result<Explained, Box<dyn std::error::Error>> {
    let start = now();
    let reading = read.seen.reading();
    let target = question.target.unwrap_or_else(|| Target::class(reading.class()));
    let methods: Vec<Method> = [Method::GuidedBackprop, Method::Deconvolution, Method::Gradient]
        .into_iter()
        .chain(Layer::ALL.map(Method::GradCam))
        .filter(|method| method.applies_to(target.output()))
        .collect();
    let explanations = machine.explain(&read.seen, target, &methods).await?;
    Ok(Explained {
        question,
        probability: reading.probability(&target),
        maps: explanations.iter().map(respond::map).collect(),
        milliseconds: now() - start,
    })
}

fn broken(reason: impl ToString) {
    post(&Answer::broken(reason.to_string()));
}

fn choice() -> BackendChoice {
    asked("backend").and_then(|name| BackendChoice::parse(&name)).unwrap_or_default()
}
