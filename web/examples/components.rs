//! How long a browser takes to explain all components of a digit: what `bench/browser_components.mjs` runs in a worker.
//!
//! A six with its four components, by type and orientation, as `shared/benches/evaluation.rs` explains it natively.

use std::error::Error;
use std::hint::black_box;

use serde::Serialize;
use shared::attribution::{Method, Parameters, Request};
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};
use wasm_bindgen::prelude::wasm_bindgen;
use web::engine::scope::now;

const METHODS: [Method; 3] =
    [Method::GuidedBackprop, Method::Deconvolution, Method::GradCam(Layer::Eb1)];
const TIME_MS: f64 = 3000.0;

/// Milliseconds for each time that something was done.
#[derive(Serialize)]
struct Times {
    /// One reading, after which a digit can be explained.
    forward: Vec<f64>,
    /// One reading and the heatmaps of all components by all methods.
    components: Vec<f64>,
    /// What a further heatmap of a site takes, by the method that takes longest.
    row: Vec<f64>,
}

fn main() {}

/// Measures with the weights of a safetensors file, and returns the milliseconds as JSON.
#[wasm_bindgen]
pub async fn measure(weights: Vec<u8>) -> Result<String, String> {
    times(&weights).await.map_err(|error| error.to_string())
}

type Done<T = ()> = Result<T, Box<dyn Error>>;

async fn times(weights: &[u8]) -> Done<String> {
    let network = Network::new(&Weights::from_safetensors(weights)?, CpuEngine::new());
    let six = sample(6, 3)?;
    let forward = network.forward(&[&six.image]).await?;
    let reading = &forward.readings()[0];
    let requests: Vec<Request> = Output::SITES
        .into_iter()
        .flat_map(|output| reading.default_targets(output))
        .map(|target| Request { image: 0, target })
        .collect();
    let parameters = Parameters::default();
    let explain = async |requests: &[Request], methods: &[Method]| -> Done {
        black_box(network.explain(&forward, requests, methods, &parameters).await?);
        Ok(())
    };

    // Half of the requests and all of them take turns, so that both meet the same machine.
    let half = &requests[..requests.len() / 2];
    let more = (requests.len() - half.len()) as f64;
    let mut row = Vec::new();
    for method in METHODS {
        let methods = [method];
        let few = async || explain(half, &methods).await;
        let all = async || explain(&requests, &methods).await;
        let [few, all] = in_turns(few, all).await?;
        let further: Vec<f64> = few.iter().zip(&all).map(|(few, all)| (all - few) / more).collect();
        if middle(&further) > middle(&row) {
            row = further;
        }
    }
    let read = async || -> Done {
        black_box(network.forward(&[&six.image]).await?);
        Ok(())
    };
    let components = async || -> Done {
        let forward = network.forward(&[&six.image]).await?;
        black_box(network.explain(&forward, &requests, &METHODS, &parameters).await?);
        Ok(())
    };
    let [forward, components] = in_turns(read, components).await?;
    Ok(serde_json::to_string(&Times { forward, components, row })?)
}

/// Milliseconds for each time that the one and the other are done, one after the other. A third of the
/// time, in which the browser compiles what it runs often, does not count.
async fn in_turns(
    one: impl AsyncFn() -> Done,
    other: impl AsyncFn() -> Done,
) -> Done<[Vec<f64>; 2]> {
    let mut times = [Vec::new(), Vec::new()];
    let begin = now();
    while now() < begin + TIME_MS {
        let start = now();
        one().await?;
        let between = now();
        other().await?;
        let end = now();
        if start > begin + TIME_MS / 3.0 {
            times[0].push(between - start);
            times[1].push(end - between);
        }
    }
    Ok(times)
}

/// The value in the middle, or 0 where there is none.
fn middle(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
