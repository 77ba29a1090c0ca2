//! The worker's desk: the digit that is asked for, read once, and what came out wherever the page looks.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::model::architecture::Graph;
use shared::model::stages::Stage;
use shared::model::{CpuEngine, Forward, Network, Weights, WeightsStream};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::opened::{self, OpenedError};
use super::origin::Origin;
use super::{Answer, Loaded, Maps, Question, Reader, WeightsOf};
use crate::engine::message::Digit;
use crate::engine::scope::{
    Source, broken, load_file, newer_questions, now, reply, serve_with_file,
};
use crate::engine::{handwriting, other, worker};
use crate::words;
use crate::write::drawing::Drawing;

type Failure = Box<dyn std::error::Error>;

/// Starts the worker.
pub fn start() {
    let desk = Rc::new(Desk::default());
    serve_with_file(move |question, file| desk.ask(question, file));
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    /// The networks that are there: those of the site that were asked for, and that of the last file.
    machines: RefCell<BTreeMap<WeightsOf, Rc<Machine>>>,
    /// The networks of the site whose weights are on their way, or have come, or did not.
    begun: RefCell<BTreeSet<Reader>>,
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

/// What is seen, on its way through a network.
struct Read {
    seen: (Digit, Option<Drawing>),
    weights: WeightsOf,
    forward: Forward<CpuEngine>,
    milliseconds: f64,
}

/// The file of a network of the site.
const fn source(reader: Reader) -> &'static Source {
    match reader {
        Reader::Grown => &worker::WEIGHTS,
        Reader::Handwriting => &handwriting::desk::WEIGHTS,
    }
}

impl Machine {
    async fn new(of: WeightsOf, weights: &Weights, origin: Origin) -> Self {
        Self {
            network: Network::new(weights, CpuEngine::new()),
            loaded: origin.describe(of, weights).await,
        }
    }
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question, file: Option<Blob>) {
        self.wanted.replace(Some((question, file)));
        self.work();
    }

    /// Loads weights of the site, the first time that they are asked for.
    fn open(self: &Rc<Self>, reader: Reader) {
        if !self.begun.borrow_mut().insert(reader) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            let (mut origin, of) = (None, WeightsOf::Site(reader));
            let progress =
                |received, total| reply(Answer::Downloading { weights: of, received, total });
            let whole = |file: &WeightsStream| origin = Some(Origin::of(file));
            match load_file(source(reader), progress, |_| {}, whole).await {
                Ok(weights) => {
                    let origin = origin.expect("the file has come whole");
                    desk.keep(Machine::new(of, &weights, origin).await);
                    desk.work();
                }
                Err(error) => reply(Answer::NoWeights { reader, reason: error.to_string() }),
            }
        });
    }

    fn keep(&self, machine: Machine) -> Rc<Machine> {
        reply(Answer::Loaded(machine.loaded.clone()));
        let machine = Rc::new(machine);
        self.machines.borrow_mut().insert(machine.loaded.weights, machine.clone());
        machine
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
                    Ok(Some(maps)) => reply(Answer::Maps(Box::new(maps))),
                    Ok(None) => {
                        desk.wanted.replace(Some((question, file)));
                        break;
                    }
                    Err(error) => match question.weights {
                        WeightsOf::File(file) => {
                            reply(Answer::Refused { file, reason: error.to_string() });
                        }
                        WeightsOf::Site(_) => broken(error),
                    },
                }
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    /// Reads the digit if that is still to be done, and says what came out.
    async fn step(
        self: &Rc<Self>,
        question: Question,
        file: Option<&Blob>,
    ) -> Result<Option<Maps>, Failure> {
        let Question { reader, digit, drawing, slot, weights } = question;
        let Some(machine) = self.machine(question, file).await? else { return Ok(None) };
        let network = &machine.network;
        other::check(network.architecture(), reader.architecture())?;
        let shapes = Graph::gptnet(network.architecture()).shapes();
        let shape = *shapes.get(slot).ok_or("the network has no such step")?;
        let is_of = |read: &Read| (read.seen, read.weights) == ((digit, drawing), weights);
        let known = self.read.take().filter(is_of);
        let read = match known {
            Some(read) => read,
            None => {
                let image = reader.image(digit, drawing)?;
                if let WeightsOf::File(_) = weights {
                    let class = words::digit(usize::from(digit.class));
                    let what = drawing.map_or(class, |_| "the drawing".into());
                    check(network, &image, what).await?;
                }
                let start = now();
                let forward = network.forward(&[&image]).await?;
                let milliseconds = now() - start;
                Read { seen: (digit, drawing), weights, forward, milliseconds }
            }
        };
        let values = network.recorded(&read.forward, slot).await?;
        let milliseconds = read.milliseconds;
        self.read.replace(Some(read));
        Ok(Some(Maps { question, shape, values, milliseconds }))
    }

    /// The network of some weights; none as long as the site's own have not come.
    async fn machine(
        self: &Rc<Self>,
        question: Question,
        file: Option<&Blob>,
    ) -> Result<Option<Rc<Machine>>, Failure> {
        let weights = question.weights;
        let known = self.machines.borrow().get(&weights).cloned();
        if known.is_some() {
            return Ok(known);
        }
        if let WeightsOf::Site(reader) = weights {
            self.open(reader);
            return Ok(None);
        }
        // Two opened files are more than a small machine holds.
        self.machines.borrow_mut().retain(|of, _| matches!(of, WeightsOf::Site(_)));
        let file = file.ok_or("the file did not come with the question")?;
        let progress = |received, total| {
            reply(Answer::Downloading { weights, received, total: Some(total) });
        };
        let (read, origin) = opened::read(file, progress).await?;
        Ok(Some(self.keep(Machine::new(weights, &read, origin).await)))
    }
}

/// Whether all that opened weights make of an image can be shown.
async fn check(network: &Network<CpuEngine>, image: &[f32], what: String) -> Result<(), Failure> {
    let Some(slot) = network.out_of_range(image).await? else { return Ok(()) };
    let stages = Stage::all(network.architecture());
    let block = Stage::block_at(&stages, slot).expect("slots lie within stages");
    Err(OpenedError::OutOfRange { block, what }.into())
}
