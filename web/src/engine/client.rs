//! The page's end of the line to a worker.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use form_urlencoded::Serializer;
use gloo::events::EventListener;
use gloo::utils::document;
use js_sys::{Array, Float32Array, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::{Callback, hook, use_callback, use_effect_with, use_mut_ref};

use super::adapter::Engine;
use super::lifeline;
use super::message::BackendChoice;
use super::reply::{Message, Network, Reply};

/// What worker-start.js says, too.
const NOT_LOADED: &str = "its files could not be loaded";

#[wasm_bindgen]
extern "C" {
    /// start.js's; a page that was started by something else is without it.
    #[wasm_bindgen(js_name = whatCame, catch)]
    fn what_came(start: &str, code: &str, program: &str) -> Result<Promise, JsValue>;
}

/// The worker of a page. Where one on the GPU fails, one on the CPU takes over, with the newest question.
/// Dropping the client ends its worker.
pub struct Client<A>(Rc<Line<A>>);

struct Line<A> {
    task: &'static str,
    fresh: bool,
    messages: Callback<Message<A>>,
    worker: RefCell<Option<Running>>,
    outbox: RefCell<Outbox>,
    /// Whether the worker that runs cannot go on: one that fails may say so more than once.
    is_broken: Cell<bool>,
}

struct Running {
    worker: Worker,
    /// The name of the lock that it holds as long as it runs.
    lock: String,
    _listeners: [EventListener; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The newest question, which is held back until a worker listens.
#[derive(Default)]
struct Outbox {
    open: bool,
    newest: Option<JsValue>,
}

impl<A: Reply> Client<A> {
    /// Starts a worker for a task on the best engine that a choice allows; what it says goes to
    /// `messages`, and that it is broken if it cannot even be loaded. With `fresh` its weights come from the server
    /// and not from a cache.
    pub fn start(
        task: &'static str,
        choice: BackendChoice,
        fresh: bool,
        messages: Callback<Message<A>>,
    ) -> Self {
        let line = Rc::new(Line {
            task,
            fresh,
            messages,
            worker: RefCell::default(),
            outbox: RefCell::default(),
            is_broken: Cell::default(),
        });
        run(Rc::downgrade(&line), async move { Engine::choose(choice).await });
        Self(line)
    }

    /// Asks; an earlier question that has not been answered yet is forgotten.
    pub fn ask(&self, question: &impl Serialize) {
        self.send(JsValue::from_str(&text_of(question)));
    }

    /// As [`ask`](Self::ask), with a file that the question speaks of.
    pub fn ask_with_file(&self, question: &impl Serialize, file: &File) {
        let text = JsValue::from_str(&text_of(question));
        self.send(Array::of2(&text, file).into());
    }

    fn send(&self, message: JsValue) {
        self.0.outbox.borrow_mut().newest = Some(message);
        self.0.post();
    }
}

fn text_of(question: &impl Serialize) -> String {
    serde_json::to_string(question).expect("a question is plain data")
}

/// Starts a worker for a task, and a new one with each attempt to try again. It ends with the page.
#[hook]
pub fn use_client<A: Reply>(
    task: &'static str,
    choice: BackendChoice,
    attempt: u32,
    heard: impl Fn(Message<A>) + 'static,
) -> Rc<RefCell<Option<Client<A>>>> {
    let client = use_mut_ref(|| None);
    let starting = client.clone();
    use_effect_with((choice, attempt), move |&(choice, attempt)| {
        let started = Client::start(task, choice, attempt > 0, Callback::from(heard));
        *starting.borrow_mut() = Some(started);
    });
    client
}

/// What ends a worker before the page does, and tells the page so.
#[hook]
pub fn use_cancel<A: Reply>(
    client: &Rc<RefCell<Option<Client<A>>>>,
    told: impl Fn() + 'static,
) -> Callback<()> {
    let client = client.clone();
    use_callback((), move |(), ()| {
        client.take();
        told();
    })
}

/// Runs a worker on an engine, where somebody still listens, instead of the one that ran before.
fn run<A: Reply>(line: Weak<Line<A>>, engine: impl Future<Output = Engine> + 'static) {
    spawn_local(async move {
        let engine = engine.await;
        let Some(line) = line.upgrade() else { return };
        line.outbox.borrow_mut().open = false;
        line.is_broken.set(false);
        match line.start(&engine) {
            Ok(running) => *line.worker.borrow_mut() = Some(running),
            Err(error) => hear(&line, &engine, broken(describe(&error))),
        }
    });
}

/// Takes in a message.
fn hear<A: Reply>(line: &Rc<Line<A>>, engine: &Engine, message: Message<A>) {
    // What still runs of a worker that cannot go on has nothing to say any more.
    if line.is_broken.get() {
        return;
    }
    line.is_broken.set(matches!(message, Message::Network(Network::Broken(_))));
    if let (Engine::Gpu(adapter), Message::Network(Network::Broken(reason))) = (engine, &message) {
        // What has run fails by itself; what has not may only have lacked its files.
        let has_run = line.outbox.borrow().open;
        let instead = if has_run { Engine::from_now_on_instead_of } else { Engine::instead_of };
        let instead = instead(adapter, reason);
        return run(Rc::downgrade(line), async { instead });
    }
    if matches!(message, Message::Network(Network::Starting)) {
        line.outbox.borrow_mut().open = true;
        line.post();
        watch(line, engine);
    }
    line.messages.emit(message);
}

/// Takes in that a worker has failed; of one that has not started, what came in the place of its files. One that ends in
/// a panic has said why before.
fn fail<A: Reply>(line: &Rc<Line<A>>, engine: &Engine, reason: String) {
    if line.outbox.borrow().open {
        return hear(line, engine, broken(reason));
    }
    let (lock, line, engine) = (line.lock(), Rc::downgrade(line), engine.clone());
    spawn_local(async move {
        let [start, code, program] = engine.files().map(|name| format!("{}/{name}", folder()));
        let came = match what_came(&start, &code, &program) {
            Ok(came) => JsFuture::from(came).await.ok().and_then(|came| came.as_string()),
            Err(_) => None,
        };
        let reason = came.map_or(reason, |came| format!("{NOT_LOADED} ({came})"));
        if let Some(line) = line.upgrade().filter(|line| line.lock() == lock) {
            hear(&line, &engine, broken(reason));
        }
    });
}

/// Hears of it if the worker that has just started is ended by anybody but this line.
fn watch<A: Reply>(line: &Rc<Line<A>>, engine: &Engine) {
    let Some(lock) = line.lock() else { return };
    let (line, engine) = (Rc::downgrade(line), engine.clone());
    spawn_local(async move {
        lifeline::gone(&lock).await;
        if let Some(line) = line.upgrade().filter(|line| line.lock() == Some(lock)) {
            line.outbox.borrow_mut().open = false;
            hear(&line, &engine, broken("the browser has ended it".to_owned()));
        }
    });
}

impl<A: Reply> Line<A> {
    /// The lock of the worker that runs.
    fn lock(&self) -> Option<String> {
        self.worker.borrow().as_ref().map(|running| running.lock.clone())
    }

    fn start(self: &Rc<Self>, engine: &Engine) -> Result<Running, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let lock = lifeline::name();
        let worker = Worker::new_with_options(&self.address(engine, &lock), &options)?;
        let listener = |kind: &'static str, take: fn(&Rc<Self>, &Engine, &Event)| {
            let (line, engine) = (Rc::downgrade(self), engine.clone());
            EventListener::new(&worker, kind, move |event| {
                if let Some(line) = line.upgrade() {
                    take(&line, &engine, event);
                }
            })
        };
        let _listeners = [
            listener("message", |line, engine, event| hear(line, engine, message(event))),
            listener("error", |line, engine, event| fail(line, engine, error(event))),
        ];
        Ok(Running { worker, lock, _listeners })
    }

    fn address(&self, engine: &Engine, lock: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("task", self.task);
        query.append_pair("engine", engine.name());
        query.append_pair("lock", lock);
        match engine {
            Engine::Gpu(adapter) => query.append_pair("adapter", adapter),
            Engine::Cpu(Some(note)) => query.append_pair("note", note),
            Engine::Cpu(None) => &mut query,
        };
        if self.fresh {
            query.append_pair("fresh", "1");
        }
        let [start, ..] = engine.files();
        format!("{}/{start}?{}", folder(), query.finish())
    }

    /// Sends the newest question, if there is a worker that listens.
    fn post(&self) {
        let outbox = self.outbox.borrow();
        if let (true, Some(question), Some(running)) =
            (outbox.open, &outbox.newest, &*self.worker.borrow())
        {
            running.worker.post_message(question).expect("text and files can always be posted");
        }
    }
}

/// The folder of the workers of this build, which the page's start script names.
fn folder() -> String {
    let script = document().query_selector("script[data-workers]").ok().flatten();
    script.and_then(|script| script.get_attribute("data-workers")).unwrap_or_default()
}

fn broken<A>(reason: String) -> Message<A> {
    Message::Network(Network::Broken(reason))
}

fn message<A: Reply>(event: &Event) -> Message<A> {
    let data = event.dyn_ref::<MessageEvent>().map_or(JsValue::NULL, MessageEvent::data);
    // A message alone, or an answer and numbers.
    let (text, numbers) = match data.dyn_ref::<Array>() {
        Some(both) => (both.get(0).as_string(), both.get(1).dyn_into::<Float32Array>().ok()),
        None => (data.as_string(), None),
    };
    match (serde_json::from_str(&text.unwrap_or_default()), numbers) {
        (Ok(Message::Answer(answer)), Some(numbers)) => {
            Message::Answer(A::with_numbers(answer, numbers.to_vec()))
        }
        (Ok(message), _) => message,
        (Err(error), _) => broken(format!("the worker's answer could not be read: {error}")),
    }
}

fn error(event: &Event) -> String {
    match event.dyn_ref::<ErrorEvent>() {
        Some(error) if !error.message().is_empty() => {
            // As Chromium has it, and Firefox.
            let message = error.message();
            message.trim_start_matches("Uncaught ").trim_start_matches("Error: ").to_owned()
        }
        _ => NOT_LOADED.to_owned(),
    }
}

fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |e| e.message().into())
}
