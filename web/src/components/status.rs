use yew::prelude::*;

use super::downloading::Downloading;
use crate::engine::{Backend, Network};

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub struct StatusProps {
    /// The network, as far as it has come.
    pub network: Network,
    /// What is loading, while the weights are.
    #[prop_or(AttrValue::Static("Loading the network"))]
    pub loading: AttrValue,
    /// What it means that there are no weights.
    pub without: AttrValue,
    /// How many milliseconds the reading took.
    pub read_in: Option<f64>,
    /// How many milliseconds the explanation took.
    pub explained_in: Option<f64>,
    /// Told not to wait for the weights; they cannot be cancelled without.
    #[prop_or_default]
    pub cancel: Option<Callback<()>>,
    /// Told to try again.
    pub retry: Callback<()>,
}

/// What the network runs on, how fast it is, and what keeps it from running.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let content = match &props.network {
        Network::Starting => html! { <p>{ "Starting the worker…" }</p> },
        Network::Downloading { received, total } => html! {
            <Downloading
                what={&props.loading}
                received={*received}
                total={*total}
                cancel={props.cancel.clone()}
            />
        },
        Network::Ready(backend) => ready(backend, props),
        Network::Missing(reason) => trouble(&props.without, reason, &props.retry),
        Network::Broken(reason) => trouble("The worker stopped.", reason, &props.retry),
    };
    html! { <section class="status" role="status" aria-label="The network">{ content }</section> }
}

fn ready(backend: &Backend, props: &StatusProps) -> Html {
    let (kind, name) = match &backend.adapter {
        Some(adapter) => ("webgpu", format!("WebGPU on {adapter}")),
        None => ("cpu", "the CPU, in WebAssembly".to_owned()),
    };
    let took = |what: &str, milliseconds: Option<f64>| {
        html! {
            <span class="took">
                { what }{ " " }
                <span class="number" data-ms={milliseconds.map(|ms| ms.to_string())}>
                    { milliseconds.map_or("…".to_owned(), |ms| format!("{ms:.0} ms")) }
                </span>
            </span>
        }
    };
    html! {
        <>
            <p data-backend={kind} data-adapter={backend.adapter.clone()}>
                { "Runs here, on " }<b>{ name }</b>{ "." }
                if let Some(note) = &backend.note {
                    { " " }<span class="note">{ note }</span>
                }
            </p>
            <p class="timings">
                { took("Read in", props.read_in) }
                { took("Explained in", props.explained_in) }
            </p>
        </>
    }
}

fn trouble(what: &str, reason: &str, retry: &Callback<()>) -> Html {
    html! {
        <div class="trouble" role="alert">
            <p><b>{ what }</b>{ format!(" Reason: {reason}.") }</p>
            <button onclick={retry.reform(|_: MouseEvent| ())}>{ "Try again" }</button>
        </div>
    }
}
