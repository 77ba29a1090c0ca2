//! The page's end of the line to the worker.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use super::reply::Reply;

/// A running worker. Dropping it ends the worker.
pub struct Client {
    worker: Worker,
    outbox: Rc<RefCell<Outbox>>,
    _listeners: [EventListener; 2],
}

/// Holds the newest question back until the worker listens.
#[derive(Default)]
struct Outbox {
    open: bool,
    waiting: Option<String>,
}

impl Client {
    /// Starts a worker, which finds the query in its address; what it has to say goes to `answers`.
    ///
    /// A worker that cannot even be loaded says that it is broken.
    ///
    /// # Errors
    /// The browser's message if it refuses to start a worker at all.
    pub fn start<A: Reply>(query: &str, answers: Callback<A>) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let address = format!("./worker_loader.js?{query}");
        let worker =
            Worker::new_with_options(&address, &options).map_err(|error| describe(&error))?;
        let outbox = Rc::new(RefCell::new(Outbox::default()));
        let on_message = {
            let (worker, outbox, answers) = (worker.clone(), outbox.clone(), answers.clone());
            move |event: &Event| {
                let answer: A = read(event);
                if answer == A::STARTED {
                    let waiting = {
                        let mut outbox = outbox.borrow_mut();
                        outbox.open = true;
                        outbox.waiting.take()
                    };
                    if let Some(question) = waiting {
                        post(&worker, &question);
                    }
                }
                answers.emit(answer);
            }
        };
        let on_error = move |event: &Event| {
            let reason = match event.dyn_ref::<ErrorEvent>() {
                Some(error) if !error.message().is_empty() => error.message(),
                _ => "its files could not be loaded".to_owned(),
            };
            answers.emit(A::broken(reason));
        };
        let _listeners = [
            EventListener::new(&worker, "message", on_message),
            EventListener::new(&worker, "error", on_error),
        ];
        Ok(Self { worker, outbox, _listeners })
    }

    /// Asks; an earlier question that has not been answered yet is forgotten.
    pub fn ask(&self, question: &impl Serialize) {
        let text = serde_json::to_string(question).expect("a question is plain data");
        let mut outbox = self.outbox.borrow_mut();
        if outbox.open {
            post(&self.worker, &text);
        } else {
            outbox.waiting = Some(text);
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn post(worker: &Worker, text: &str) {
    worker.post_message(&JsValue::from_str(text)).expect("text can always be posted");
}

fn read<A: Reply>(event: &Event) -> A {
    let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
    serde_json::from_str(&text.unwrap_or_default()).unwrap_or_else(|error| {
        A::broken(format!("the worker's answer could not be read: {error}"))
    })
}

fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |e| e.message().into())
}
