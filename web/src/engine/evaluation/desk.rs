//! The worker's desk: the evaluation that is asked for, one sample after the other.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use shared::attribution::{Method, Parameters};
use shared::evaluation::baseline::Baseline;
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::run::Run;
use shared::gpt_mnist::{CLASSES, sample};
use shared::model::{CpuEngine, Network};
use shared::output::Layer;
use wasm_bindgen_futures::spawn_local;

use super::{Answer, Measure, Progress, Question, Score};
use crate::engine::reply::Reply;
use crate::engine::scope::{load, newer_questions, now, post, serve};
use crate::engine::worker::WEIGHTS;

/// Rank correlations are drawn a thousand times for their intervals, so they follow only that often.
const CORRELATED_EVERY: usize = 10;

type Failure = Box<dyn std::error::Error>;

/// Starts the worker.
pub fn start() {
    let desk = Rc::new(Desk::default());
    let listening = desk.clone();
    serve::<Answer, Question>(move |question| listening.ask(question));
    spawn_local(async move { desk.open().await });
}

/// What the worker has before it.
#[derive(Default)]
struct Desk {
    network: OnceCell<Network<CpuEngine>>,
    question: RefCell<Option<Question>>,
    /// What has been measured for the question.
    done: RefCell<Done>,
    working: Cell<bool>,
}

#[derive(Default)]
struct Done {
    samples: usize,
    milliseconds: f64,
    run: Run,
    correlations: Vec<Score>,
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question) {
        let known = self.question.borrow().as_ref().map(|known| known.number);
        if known != Some(question.number) {
            self.done.take();
        }
        self.question.replace(Some(question));
        self.work();
    }

    async fn open(self: &Rc<Self>) {
        let progress = |received, total| post(&Answer::Downloading { received, total });
        match load(&WEIGHTS, progress, |_| {}).await {
            Ok(weights) => {
                self.network.get_or_init(|| Network::new(&weights, CpuEngine::new()));
                post(&Answer::Ready);
                self.work();
            }
            Err(error) => post(&Answer::NoWeights { reason: error.to_string() }),
        }
    }

    /// Goes on until all samples are done, or the page wants it to wait.
    fn work(self: &Rc<Self>) {
        if self.network.get().is_none() || self.working.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            while let Some(question) = desk.wanted() {
                match desk.step(&question).await {
                    Ok(progress) => post(&Answer::Progress(progress)),
                    Err(error) => {
                        desk.question.take();
                        post(&Answer::broken(error.to_string()));
                    }
                }
                newer_questions().await;
            }
            desk.working.set(false);
        });
    }

    fn wanted(&self) -> Option<Question> {
        let question = self.question.borrow();
        let left = |question: &&Question| self.done.borrow().samples < question.samples;
        question.as_ref().filter(|question| question.running).filter(left).cloned()
    }

    /// Evaluates the next sample. Questions come in only between two steps.
    async fn step(&self, question: &Question) -> Result<Progress, Failure> {
        let network = self.network.get().expect("work starts when it is there");
        let methods = question
            .methods
            .iter()
            .map(|name| Method::parse(name, Layer::ChannelAdj))
            .collect::<Result<Vec<_>, _>>()?;
        let (start, k) = (now(), self.done.borrow().samples);
        let sample = sample((k % CLASSES) as u8, question.seed.wrapping_add(k as u64))?;
        let mut records = Vec::new();
        for digit in network.explained(&[sample], &methods, &Parameters::default()).await? {
            records.push(localization(&digit)?);
            records.push(interventions(network, &digit).await?);
        }
        let mut done = self.done.borrow_mut();
        records.into_iter().for_each(|record| done.run.add(record));
        done.samples += 1;
        if done.samples.is_multiple_of(CORRELATED_EVERY) || done.samples == question.samples {
            done.correlations = scores(&done.run, question, true);
        }
        done.milliseconds += now() - start;
        let means = scores(&done.run, question, false);
        Ok(Progress {
            number: question.number,
            samples: done.samples,
            milliseconds: done.milliseconds,
            scores: means.into_iter().chain(done.correlations.iter().cloned()).collect(),
        })
    }
}

/// What a run comes to: its rank correlations, or its means.
fn scores(run: &Run, question: &Question, correlations: bool) -> Vec<Score> {
    let baselines = Baseline::ALL.map(|baseline| baseline.name().to_owned());
    let explainers: Vec<&String> = question.methods.iter().chain(&baselines).collect();
    let of = |measure: Measure| {
        explainers.iter().filter_map(move |explainer| {
            let cell = measure.cell(explainer);
            let estimate = if correlations { run.correlation(&cell) } else { run.estimate(&cell) }?;
            Some(Score { measure, explainer: (*explainer).clone(), estimate })
        })
    };
    let measures = Measure::ALL.into_iter().filter(|m| m.is_correlation() == correlations);
    measures.flat_map(|measure| of(measure).collect::<Vec<_>>()).collect()
}
