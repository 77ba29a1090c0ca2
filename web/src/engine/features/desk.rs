//! The worker's desk: the digit that is asked for, read once, and what came out wherever the page looks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::model::architecture::{Architecture, Graph};
use shared::model::{CpuEngine, Forward, Network, Weights};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::{Answer, Loaded, Maps, Question, opened};
use crate::engine::message::Digit;
use crate::engine::reply::Reply;
use crate::engine::scope::{load, newer_questions, now, post, serve_with_file};
use crate::engine::worker::WEIGHTS;

type Failure = Box<dyn std::error::Error>;

/// Starts the worker.
pub fn start() {
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve_with_file::<Answer, Question>(move |question, file| listening.ask(question, file));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    /// The site's own network.
    ours: RefCell<Option<Rc<Machine>>>,
    /// That of the last file that was opened.
    theirs: RefCell<Option<Rc<Machine>>>,
    /// The newest question and the file that it speaks of, until it is answered.
    wanted: RefCell<Option<(Question, Option<Blob>)>>,
    read: RefCell<Option<Read>>,
    working: Cell<bool>,
}

/// A network, and what it was read from.
struct Machine {
    network: Network<CpuEngine>,
    loaded: Loaded,
}

/// A digit on its way through a network.
struct Read {
    digit: Digit,
    file: u32,
    forward: Forward<CpuEngine>,
    milliseconds: f64,
}

impl Machine {
    fn new(file: u32, weights: &Weights, bytes: u64) -> Rc<Self> {
        let distribution = weights.architecture().distribution.to_string();
        let machine = Self {
            network: Network::new(weights, CpuEngine::new()),
            loaded: Loaded { file, bytes, distribution },
        };
        post(&Answer::Loaded(machine.loaded.clone()));
        Rc::new(machine)
    }
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question, file: Option<Blob>) {
        self.wanted.replace(Some((question, file)));
        self.work();
    }

    /// Loads the site's weights.
    async fn open(self: &Rc<Self>) {
        let bytes = Cell::new(0);
        let progress = |received, total| {
            bytes.set(received);
            post(&Answer::Downloading { received, total });
        };
        match load(&WEIGHTS, progress, |_| {}).await {
            Ok(weights) => {
                self.ours.replace(Some(Machine::new(0, &weights, bytes.get())));
                self.work();
            }
            Err(error) => post(&Answer::NoWeights { reason: error.to_string() }),
        }
    }

    /// Answers until no question is open, or the weights for it have not come.
    fn work(self: &Rc<Self>) {
        if self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while let Some((question, file)) = desk.wanted.take() {
                match desk.step(question, file.as_ref()).await {
                    Ok(Some(maps)) => post(&Answer::Maps(maps)),
                    Ok(None) => {
                        desk.wanted.replace(Some((question, file)));
                        break;
                    }
                    Err(error) if question.file > 0 => {
                        let reason = error.to_string();
                        post(&Answer::Refused { file: question.file, reason });
                    }
                    Err(error) => post(&Answer::broken(error.to_string())),
                }
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    /// Reads the digit if that is still to be done, and says what came out.
    async fn step(&self, question: Question, file: Option<&Blob>) -> Result<Option<Maps>, Failure> {
        let Question { digit, slot, file: number } = question;
        let Some(machine) = self.machine(number, file).await? else { return Ok(None) };
        let shapes = Graph::gptnet(Architecture::GPT_MNIST).shapes();
        let shape = *shapes.get(slot).ok_or("the network has no such step")?;
        let known = self.read.take().filter(|read| (read.digit, read.file) == (digit, number));
        let read = match known {
            Some(read) => read,
            None => {
                let image = digit.sample()?.image;
                let start = now();
                let forward = machine.network.forward(&[&image]).await?;
                Read { digit, file: number, forward, milliseconds: now() - start }
            }
        };
        let values = machine.network.recorded(&read.forward, slot).await?;
        let milliseconds = read.milliseconds;
        self.read.replace(Some(read));
        Ok(Some(Maps { question, shape, values, milliseconds }))
    }

    /// The network of a file; none as long as the site's own has not come.
    async fn machine(
        &self,
        number: u32,
        file: Option<&Blob>,
    ) -> Result<Option<Rc<Machine>>, Failure> {
        if number == 0 {
            return Ok(self.ours.borrow().clone());
        }
        let known = self.theirs.borrow().clone();
        if let Some(machine) = known.filter(|machine| machine.loaded.file == number) {
            return Ok(Some(machine));
        }
        // Two opened files are more than a small machine holds.
        self.theirs.take();
        let file = file.ok_or("the file did not come with the question")?;
        let progress = |received, total| {
            post(&Answer::Downloading { received, total: Some(total) });
        };
        let (weights, bytes) = opened::read(file, progress).await?;
        let machine = Machine::new(number, &weights, bytes);
        self.theirs.replace(Some(machine.clone()));
        Ok(Some(machine))
    }
}
