//! The worker's desk: the digit that is asked for, read once, and what came out wherever the page looks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::model::architecture::{Architecture, Graph};
use shared::model::stages::Stage;
use shared::model::{CpuEngine, Forward, Network, Weights, WeightsStream};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::opened::{self, OpenedError};
use super::origin::Origin;
use super::{Answer, Loaded, Maps, Question};
use crate::engine::message::Digit;
use crate::engine::reply::Reply;
use crate::engine::scope::{
    load_file, newer_questions, now, post, post_with_numbers, serve_with_file,
};
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
    async fn new(file: u32, weights: &Weights, origin: Origin) -> Rc<Self> {
        let machine = Self {
            network: Network::new(weights, CpuEngine::new()),
            loaded: origin.describe(file, weights).await,
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
        let mut origin = None;
        let progress = |received, total| post(&Answer::Downloading { file: 0, received, total });
        let whole = |file: &WeightsStream| origin = Some(Origin::of(file));
        match load_file(&WEIGHTS, progress, |_| {}, whole).await {
            Ok(weights) => {
                let origin = origin.expect("the file has come whole");
                self.ours.replace(Some(Machine::new(0, &weights, origin).await));
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
                    Ok(Some((maps, values))) => post_with_numbers(&Answer::Maps(maps), &values),
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
    async fn step(
        &self,
        question: Question,
        file: Option<&Blob>,
    ) -> Result<Option<(Maps, Vec<f32>)>, Failure> {
        let Question { digit, slot, file: number } = question;
        let Some(machine) = self.machine(number, file).await? else { return Ok(None) };
        let stages = Stage::all(Architecture::GPT_MNIST);
        let shapes = Graph::gptnet(Architecture::GPT_MNIST).shapes();
        let shape = *shapes.get(slot).ok_or("the network has no such step")?;
        let known = self.read.take().filter(|read| (read.digit, read.file) == (digit, number));
        let read = match known {
            Some(read) => read,
            None => {
                let image = digit.sample()?.image;
                // Those of the site are known to be in range.
                let overflow = match number {
                    0 => None,
                    _ => machine.network.out_of_range(&image).await?,
                };
                if let Some(slot) = overflow {
                    let block = Stage::block_at(&stages, slot).expect("slots lie within stages");
                    return Err(OpenedError::OutOfRange { block, digit }.into());
                }
                let start = now();
                let forward = machine.network.forward(&[&image]).await?;
                Read { digit, file: number, forward, milliseconds: now() - start }
            }
        };
        let values = machine.network.recorded(&read.forward, slot).await?;
        let milliseconds = read.milliseconds;
        self.read.replace(Some(read));
        Ok(Some((Maps { question, shape, values: Vec::new(), milliseconds }, values)))
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
            post(&Answer::Downloading { file: number, received, total: Some(total) });
        };
        let (weights, origin) = opened::read(file, progress).await?;
        let machine = Machine::new(number, &weights, origin).await;
        self.theirs.replace(Some(machine.clone()));
        Ok(Some(machine))
    }
}
