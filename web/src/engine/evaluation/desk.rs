//! The worker's desk: the evaluation that is asked for, one unit of work after the other.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use shared::attribution::{Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::perturbation::perturbation;
use shared::evaluation::run::{Record, Run};
use shared::evaluation::table::Outcome;
use shared::gpt_mnist::{CLASSES, Sample, UnknownClass, sample};
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::randomized::Originals;
use super::results::{curves, rates, scores};
use super::units::{ROUND, Unit, units};
use super::{Answer, ORDERS, Progress, Question, Score, Section};
use crate::engine::features::opened::{self, OpenedError};
use crate::engine::scope::{broken, load, newer_questions, now, reply, serve_with_file, tell};
use crate::engine::worker::WEIGHTS;
use crate::engine::{self, Backend, other};

/// Rank correlations are drawn a thousand times for their intervals, so they follow only that often.
const CORRELATED_EVERY: usize = 10;

type Failure = Box<dyn std::error::Error>;

/// Starts the worker.
pub fn start() {
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve_with_file(move |question, file| listening.ask(question, file));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    /// The network of the site, and that of the last file, with its number.
    site: OnceCell<Rc<Machine>>,
    own: RefCell<Option<(u32, Rc<Machine>)>>,
    /// The newest question, and the file that it speaks of.
    question: RefCell<Option<Question>>,
    file: RefCell<Option<Blob>>,
    /// What has been measured for the question.
    done: RefCell<Done>,
    working: Cell<bool>,
}

/// A network, and the weights that it was made of.
struct Machine {
    weights: Weights,
    network: Network<CpuEngine>,
}

#[derive(Default)]
struct Done {
    units: usize,
    samples: usize,
    milliseconds: f64,
    run: Run,
    correlations: Vec<Score>,
    originals: Originals,
}

impl Machine {
    fn new(weights: Weights) -> Rc<Self> {
        let network = Network::new(&weights, CpuEngine::new());
        Rc::new(Self { weights, network })
    }
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question, file: Option<Blob>) {
        let known = self.question.borrow().as_ref().map(|known| known.number);
        if known != Some(question.number) {
            self.done.take();
        }
        self.question.replace(Some(question));
        self.file.replace(file);
        self.work();
    }

    async fn open(self: &Rc<Self>) {
        match load(&WEIGHTS, |_| {}).await {
            Ok(weights) => {
                self.site.get_or_init(|| Machine::new(weights));
                tell(engine::Network::Ready(Backend::CPU));
                self.work();
            }
            Err(error) => tell(engine::Network::Missing(error.to_string())),
        }
    }

    /// Goes on until all units are done, or the page wants it to wait.
    fn work(self: &Rc<Self>) {
        if self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while desk.next().await {
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    /// Does the next thing, and says whether there may be another.
    async fn next(&self) -> bool {
        let Some(file) = self.question.borrow().as_ref().map(|question| question.file) else {
            return false;
        };
        let machine = match self.machine(file).await {
            Ok(Some(machine)) => machine,
            Ok(None) => return false,
            Err((file, error)) => {
                self.question.borrow_mut().take_if(|question| question.file == Some(file));
                reply(Answer::Refused { file, reason: error.to_string() });
                return true;
            }
        };
        // Another question may have come while a file was read.
        if self.question.borrow().as_ref().is_some_and(|question| question.file != file) {
            return true;
        }
        let Some((question, unit, all)) = self.wanted() else { return false };
        match self.step(&machine, &question, unit, all).await {
            Ok(progress) => reply(Answer::Progress(progress)),
            Err(error) => {
                self.question.take();
                broken(error);
            }
        }
        true
    }

    /// The network of a file of the visitor's, or of the site; none as long as the site's has not come.
    async fn machine(&self, file: Option<u32>) -> Result<Option<Rc<Machine>>, (u32, OpenedError)> {
        let Some(number) = file else { return Ok(self.site.get().cloned()) };
        let known = self.own.borrow().clone().filter(|(known, _)| *known == number);
        if let Some((_, own)) = known {
            return Ok(Some(own));
        }
        let file = self.file.borrow().clone().ok_or((number, OpenedError::Unreadable))?;
        let own = Machine::new(weights_in(&file).await.map_err(|error| (number, error))?);
        self.own.replace(Some((number, own.clone())));
        Ok(Some(own))
    }

    /// What to do next, if anything, of how many units.
    fn wanted(&self) -> Option<(Question, Unit, usize)> {
        let question = self.question.borrow().clone().filter(|question| question.running)?;
        let units = units(question.samples, &question.sections);
        let next = *units.get(self.done.borrow().units)?;
        Some((question, next, units.len()))
    }

    /// Does a unit. Questions come in only between two of them.
    async fn step(
        &self,
        machine: &Machine,
        question: &Question,
        unit: Unit,
        all: usize,
    ) -> Result<Progress, Failure> {
        let start = now();
        let records = self.records(machine, question, unit).await?;
        let mut done = self.done.borrow_mut();
        records.into_iter().for_each(|record| done.run.add(record));
        done.units += 1;
        if let Unit::Read(_) = unit {
            done.samples += 1;
            if done.samples.is_multiple_of(CORRELATED_EVERY) || done.samples == question.samples {
                done.correlations = scores(&done.run, question, true);
            }
        }
        done.milliseconds += now() - start;
        let means = scores(&done.run, question, false);
        Ok(Progress {
            number: question.number,
            samples: done.samples,
            units: (done.units, all),
            milliseconds: done.milliseconds,
            rates: rates(&done.run),
            scores: means.into_iter().chain(done.correlations.iter().cloned()).collect(),
            curves: curves(&done.run, question),
        })
    }

    async fn records(
        &self,
        Machine { weights, network }: &Machine,
        question: &Question,
        unit: Unit,
    ) -> Result<Vec<Record>, Failure> {
        let methods = question
            .methods
            .iter()
            .map(|name| Method::parse(name, Layer::ChannelAdj))
            .collect::<Result<Vec<_>, _>>()?;
        match unit {
            Unit::Read(k) => read(network, question, drawn(question, k)?, &methods).await,
            Unit::Flip(k, output) => flip(network, drawn(question, k)?, output, &methods).await,
            Unit::Compare(comparison) => {
                let first = comparison.round * ROUND;
                let ks = first..question.samples.min(first + ROUND);
                let samples = ks.map(|k| drawn(question, k)).collect::<Result<Vec<_>, _>>()?;
                let mut originals = std::mem::take(&mut self.done.borrow_mut().originals);
                let records =
                    originals.compare(comparison, samples, &methods, weights, network).await?;
                self.done.borrow_mut().originals = originals;
                Ok(records)
            }
        }
    }
}

/// The weights in a file, for the digits that are evaluated.
async fn weights_in(file: &Blob) -> Result<Weights, OpenedError> {
    let (weights, _) = opened::read(file, |_, _| {}).await?;
    other::check(weights.architecture(), WEIGHTS.architecture)?;
    Ok(weights)
}

/// Sample `k` of an evaluation.
fn drawn(question: &Question, k: usize) -> Result<Sample, UnknownClass> {
    sample((k % CLASSES) as u8, question.seed.wrapping_add(k as u64))
}

/// How well a sample is read and, where that is asked for, what its maps score.
async fn read(
    network: &Network<CpuEngine>,
    question: &Question,
    sample: Sample,
    methods: &[Method],
) -> Result<Vec<Record>, Failure> {
    if !question.sections.contains(&Section::Scores) {
        let reading = network.read(&[&sample.image]).await?;
        return Ok(vec![Outcome::new(&sample, &reading[0]).record()]);
    }
    let mut records = Vec::new();
    for digit in network.explained(&[sample], methods, &Parameters::default()).await? {
        records.push(Outcome::new(&digit.sample, &digit.reading).record());
        records.push(localization(&digit)?);
        records.push(interventions(network, &digit).await?);
    }
    Ok(records)
}

/// What removing pixels does, by the maps of an output.
async fn flip(
    network: &Network<CpuEngine>,
    sample: Sample,
    output: Output,
    methods: &[Method],
) -> Result<Vec<Record>, Failure> {
    let mut records = Vec::new();
    for mut digit in network.explained(&[sample], methods, &Parameters::default()).await? {
        let names = methods.iter().map(Method::to_string).chain(ORDERS.map(str::to_owned));
        let names: Vec<String> = names.collect();
        digit.maps.retain(|map| map.target.output() == output && names.contains(&map.explainer));
        records.push(perturbation(network, &digit).await?);
    }
    Ok(records)
}
