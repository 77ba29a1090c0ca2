use shared::model::stages::Stage;
use yew::prelude::*;

use super::blocks::stages;
use super::words::thousands;
use crate::engine::features::{Loaded, Reader};

/// Properties of [`Provenance`].
#[derive(Properties, PartialEq)]
pub struct ProvenanceProps {
    /// The network.
    pub reader: Reader,
    /// The name of the file.
    pub name: String,
    /// What was read from it; none until it has come.
    pub loaded: Option<Loaded>,
    /// How long the network took to read the digit, in milliseconds.
    pub milliseconds: Option<f64>,
}

/// Where the numbers come from.
#[component]
pub fn Provenance(props: &ProvenanceProps) -> Html {
    let ProvenanceProps { reader, name, loaded, milliseconds } = props;
    let bytes = loaded.as_ref().map(|loaded| format!("{} bytes", thousands(loaded.bytes as usize)));
    let [all, live] = [|stage: &Stage| stage.parameters, |stage: &Stage| stage.live]
        .map(|count| thousands(stages(*reader).iter().map(count).sum()));
    let parameters = loaded.as_ref().map(|_| format!("{all}, {live} of them live"));
    let fact = |term: &'static str, key: &'static str, text: Option<String>| {
        html! {
            <div>
                <dt>{ term }</dt>
                <dd class="number" data-fact={key}>{ text.unwrap_or_else(|| "…".to_owned()) }</dd>
            </div>
        }
    };
    html! {
        <dl class="provenance" aria-label="Where the numbers come from">
            { fact("Weights", "name", Some(name.clone())) }
            { fact("Size, unpacked", "bytes", bytes) }
            { fact("SHA-256, unpacked", "sha256", loaded.as_ref().map(hash)) }
            { fact("Trained on", "distribution", loaded.as_ref().map(|loaded| loaded.distribution.clone())) }
            { fact("Parameters", "parameters", parameters) }
            { fact("Runs on", "backend", Some("the CPU, in WebAssembly".to_owned())) }
            { fact("Forward pass", "time", milliseconds.map(|ms| format!("{ms:.0} ms"))) }
            if let Some(Loaded { notes, .. }) = loaded.as_ref().filter(|own| !own.notes.is_empty()) {
                <div class="own-words">
                    <dt>{ "The file says" }</dt>
                    { for notes.iter().map(note) }
                </div>
            }
        </dl>
    }
}

/// The hash of the file, or why there is none.
fn hash(loaded: &Loaded) -> String {
    let without = || "not computed: the browser does that over HTTPS only".to_owned();
    loaded.sha256.clone().unwrap_or_else(without)
}

fn note((key, text): &(String, String)) -> Html {
    html! { <dd data-note={key.clone()}><b>{ key }</b>{ format!(": {text}") }</dd> }
}
