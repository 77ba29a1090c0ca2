//! The worker: reads and explains digits when the network has come, and then reads every step of their growth.
//!
//! What stands at the sites is read and explained as soon as the weights for that have come, the class when
//! all have. It keeps only the newest question. Between any two steps it looks whether a newer one has come,
//! so that a reader who steps through digits quickly never waits for those skipped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::attribution::Method;
use shared::model::Weights;
use shared::model::architecture::Architecture;
use shared::output::{Layer, Output, Target};
use wasm_bindgen_futures::spawn_local;

use super::forgetful::Forgetful;
use super::machine::{Machine, Seen};
use super::message::{Answer, Digit, Explained, Grown, Question, Stage};
use super::scope::{Source, asked, broken, load, newer_questions, now, reply, serve, tell};
use super::{Backend, Network, evaluation, features, handwriting, paper, respond};
#[cfg(feature = "gpu")]
use super::{gpu, watch};

/// The trained weights.
pub(super) const WEIGHTS: Source = Source {
    name: "gptnet-web.safetensors.gz",
    version: env!("GPTNET_WEIGHTS"),
    architecture: Architecture::GPT_MNIST,
};

/// Starts the worker for the task that its address names.
pub fn start() {
    if asked("task").as_deref() == Some(handwriting::TASK) {
        return handwriting::desk::start();
    }
    if asked("task").as_deref() == Some(evaluation::TASK) {
        return evaluation::desk::start();
    }
    if asked("task").as_deref() == Some(features::TASK) {
        return features::desk::start();
    }
    if asked("task").as_deref() == Some(paper::TASK) {
        return paper::desk::start();
    }
    #[cfg(feature = "gpu")]
    watch::start();
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve(move |question| listening.ask(question));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    machine: RefCell<Option<Rc<Machine>>>,
    /// What can forget, when all weights have come.
    forgetful: RefCell<Option<Rc<Forgetful>>>,
    /// The newest question, until it is answered.
    wanted: Cell<Option<Question>>,
    grown: RefCell<Option<Rc<Grown>>>,
    read: RefCell<Option<Rc<ReadDigit>>>,
    working: Cell<bool>,
}

/// A digit that the network has read.
struct ReadDigit {
    digit: Digit,
    /// What read it, and can explain it.
    machine: Rc<Machine>,
    seen: Seen,
    /// What it has explained last.
    explained: Cell<Option<Question>>,
    /// How many steps of its growth it has read.
    stages: Cell<u32>,
}

impl ReadDigit {
    /// What a question asks about.
    fn target(&self, question: Question) -> Target {
        question.target.unwrap_or_else(|| Target::class(self.seen.reading().class()))
    }

    /// Reads the digit after the next step of its growth, if there is one.
    async fn next_stage(&self) -> Result<Option<Stage>, Box<dyn std::error::Error>> {
        let (digit, step) = (self.digit, self.stages.get());
        let whole = digit.sample()?;
        if step > whole.steps {
            return Ok(None);
        }
        let seen = self.machine.read(&digit.edits.image(&whole, step)).await?;
        self.stages.set(step + 1);
        let probabilities = seen.reading().class_probabilities();
        Ok(Some(Stage { digit, step, probabilities }))
    }
}

impl Desk {
    /// Takes a question.
    fn ask(self: &Rc<Self>, question: Question) {
        let known = self.grown.borrow().as_ref().map(|grown| grown.digit);
        if known != Some(question.digit) {
            match respond::grown(question.digit) {
                Ok(grown) => {
                    *self.grown.borrow_mut() = Some(Rc::new(grown));
                    // The page has forgotten what was said about a digit that it left and comes back to.
                    *self.read.borrow_mut() = None;
                }
                Err(error) => return broken(error),
            }
        }
        if let Some(read) = &*self.read.borrow() {
            read.explained.set(None);
        }
        self.wanted.set(Some(question));
        self.work();
    }

    /// Loads the weights and opens the network.
    async fn open(self: &Rc<Self>) {
        let first = |weights: &Weights| {
            if asked("engine").as_deref() != Some("gpu") {
                self.go_on_with(Machine::sites(weights));
            }
        };
        let weights = match load(&WEIGHTS, first).await {
            Ok(weights) => Rc::new(weights),
            Err(error) => return tell(Network::Missing(error.to_string())),
        };
        *self.forgetful.borrow_mut() = Some(Rc::new(Forgetful::new(weights.clone())));
        #[cfg(feature = "gpu")]
        if asked("engine").as_deref() == Some("gpu") {
            return self.open_gpu(&weights).await;
        }
        self.go_on_with(Machine::cpu(&weights));
        tell(Network::Ready(Backend { note: asked("note"), ..Backend::CPU }));
    }

    /// Opens the network on the GPU, or says that it is broken.
    #[cfg(feature = "gpu")]
    async fn open_gpu(self: &Rc<Self>, weights: &Weights) {
        match gpu::open(weights).await {
            Ok(network) => {
                self.go_on_with(Machine::Gpu(network));
                tell(Network::Ready(Backend { adapter: asked("adapter"), note: None }));
            }
            Err(reason) => broken(reason),
        }
    }

    fn go_on_with(self: &Rc<Self>, machine: Machine) {
        *self.machine.borrow_mut() = Some(Rc::new(machine));
        self.work();
    }

    /// Reads and explains until no question is open.
    fn work(self: &Rc<Self>) {
        if self.machine.borrow().is_none() || self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while let Some(question) = desk.wanted.get() {
                match desk.timely_step(question).await {
                    Ok(Some(answer)) => reply(answer),
                    // Until the rest of the weights has come.
                    Ok(None) => break,
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

    /// The next step; a GPU that does not answer is an error.
    async fn timely_step(
        &self,
        question: Question,
    ) -> Result<Option<Answer>, Box<dyn std::error::Error>> {
        #[cfg(feature = "gpu")]
        if matches!(self.machine.borrow().as_deref(), Some(Machine::Gpu(_))) {
            return gpu::answered(self.step(question)).await?;
        }
        self.step(question).await
    }

    /// Reads the digit if that is still to be done, else explains the target, if this network can, else reads the
    /// next step of its growth.
    async fn step(&self, question: Question) -> Result<Option<Answer>, Box<dyn std::error::Error>> {
        let machine = self.machine.borrow().clone().expect("work starts when it is there");
        let is_current = |read: &Rc<ReadDigit>| {
            read.digit == question.digit && Rc::ptr_eq(&read.machine, &machine)
        };
        let read = self.read.borrow().clone().filter(is_current);
        let answer = match read {
            Some(read) if read.explained.get() == Some(question) => {
                let stage = if machine.computes(Output::Y) {
                    read.next_stage().await?
                } else {
                    // The rest of the weights will say more.
                    return Ok(None);
                };
                let Some(stage) = stage else {
                    self.wanted.set(None);
                    return Ok(None);
                };
                Answer::Stage(stage)
            }
            Some(_) if !machine.computes(question.target.map_or(Output::Y, |t| t.output())) => {
                return Ok(None);
            }
            Some(read) => {
                let explained = if question.random == 0 {
                    explain(&machine, &read, question).await?
                } else {
                    let forgetful = self.forgetful.borrow().clone();
                    let Some(forgetful) = forgetful else { return Ok(None) };
                    let grown = self.grown.borrow().clone().expect("grown when the question came");
                    explain_without(&forgetful, &grown.image, &read, question).await?
                };
                read.explained.set(Some(question));
                Answer::Explained(explained)
            }
            None => {
                let grown = self.grown.borrow().clone().expect("grown when the question came");
                let start = now();
                let seen = machine.read(&grown.image).await?;
                let answer = respond::read(
                    &grown,
                    seen.reading(),
                    machine.computes(Output::Y),
                    now() - start,
                )?;
                let (digit, explained, stages) = (grown.digit, Cell::default(), Cell::default());
                let read = ReadDigit { digit, machine, seen, explained, stages };
                *self.read.borrow_mut() = Some(Rc::new(read));
                Answer::Read(answer)
            }
        };
        #[cfg(feature = "gpu")]
        if let Some(trouble) = watch::trouble() {
            return Err(trouble.into());
        }
        Ok(Some(answer))
    }
}

/// Explains one target by every method, Grad-CAM at every layer that leads there, in one backward pass.
async fn explain(
    machine: &Machine,
    read: &ReadDigit,
    question: Question,
) -> Result<Explained, Box<dyn std::error::Error>> {
    let start = now();
    let target = read.target(question);
    let explanations = machine.explain(&read.seen, target, &methods(target)).await?;
    Ok(Explained {
        question,
        probability: read.seen.reading().probability(&target),
        maps: explanations.iter().map(respond::map).collect(),
        milliseconds: now() - start,
    })
}

/// The same by a network that has forgotten some of its weights.
async fn explain_without(
    forgetful: &Forgetful,
    image: &[f32],
    read: &ReadDigit,
    question: Question,
) -> Result<Explained, Box<dyn std::error::Error>> {
    let start = now();
    let target = read.target(question);
    let (probability, explanations) =
        forgetful.explain(image, target, question.random, &methods(target)).await?;
    let maps = explanations.iter().map(respond::map).collect();
    Ok(Explained { question, probability, maps, milliseconds: now() - start })
}

fn methods(target: Target) -> Vec<Method> {
    [Method::GuidedBackprop, Method::Deconvolution, Method::Gradient]
        .into_iter()
        .chain(Layer::ALL.map(Method::GradCam))
        .filter(|method| method.applies_to(target.output()))
        .collect()
}
