//! The worker's desk: the newest drawing, which is read once.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use shared::gpt_mnist::fitted;
use shared::model::{self, CpuEngine};
use wasm_bindgen_futures::spawn_local;

use super::{Question, Read};
use crate::engine::scope::{broken, load, reply, serve, tell};
use crate::engine::worker::WEIGHTS;
use crate::engine::{Backend, Network};

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
    network: OnceCell<model::Network<CpuEngine>>,
    /// The newest question, until it is answered.
    question: RefCell<Option<Question>>,
}

impl Desk {
    fn ask(self: &Rc<Self>, question: Question) {
        self.question.replace(Some(question));
        self.work();
    }

    async fn open(self: &Rc<Self>) {
        match load(&WEIGHTS, |_| {}).await {
            Ok(weights) => {
                self.network.get_or_init(|| model::Network::new(&weights, CpuEngine::new()));
                tell(Network::Ready(Backend::CPU));
                self.work();
            }
            Err(error) => tell(Network::Missing(error.to_string())),
        }
    }

    /// Answers the question, if there is one and the network has come.
    fn work(self: &Rc<Self>) {
        let desk = self.clone();
        spawn_local(async move {
            let Some(network) = desk.network.get() else { return };
            let Some(question) = desk.question.take() else { return };
            match read(network, &question).await {
                Ok(read) => reply(read),
                Err(error) => broken(error),
            }
        });
    }
}

/// Reads a drawing, and grows and turns what is read as fits best.
async fn read(
    network: &model::Network<CpuEngine>,
    question: &Question,
) -> Result<Read, Box<dyn std::error::Error>> {
    let image = question.image.as_slice();
    let reading = network.read(&[image]).await?.into_iter().next().ok_or("nothing was read")?;
    let class = reading.class();
    let fitted = fitted(&reading.y_g_labels(), &reading.y_s_labels(), image)?;
    Ok(Read {
        drawing: question.drawing,
        class,
        probability: reading.class_probabilities()[class],
        seeds: reading.generators().iter().map(|found| found.seed).collect(),
        steps: fitted.steps,
        angle: fitted.angle,
        iou: fitted.iou,
    })
}
