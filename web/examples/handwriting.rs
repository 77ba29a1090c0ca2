//! How long a browser takes to read real digits as strokes: what `bench/browser_handwriting.mjs` runs in a worker.
//!
//! By search without a network and by each way to read them with one, as `shared/benches/handwriting.rs` does natively.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;

use shared::decode::{self, Way};
use shared::fit::{Model, Options, Preference};
use shared::gpt_mnist::SITES;
use shared::model::{CpuEngine, Network, Weights};
use wasm_bindgen::prelude::wasm_bindgen;
use web::engine::scope::now;

const DIGITS: usize = 10;
const TIME_MS: f64 = 3000.0;

fn main() {}

/// Measures with the weights of a safetensors file, on the first of some digits of 28 x 28 bytes each, and returns by name
/// the milliseconds for a digit, each time that all were read, as JSON.
#[wasm_bindgen]
pub async fn measure(weights: Vec<u8>, digits: Vec<u8>) -> Result<String, String> {
    times(&weights, &digits).await.map_err(|error| error.to_string())
}

async fn times(weights: &[u8], digits: &[u8]) -> Result<String, Box<dyn Error>> {
    let network = Network::new(&Weights::from_safetensors(weights)?, CpuEngine::new());
    let pixels: Vec<f32> =
        digits[..DIGITS * SITES].iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let images: Vec<&[f32]> = pixels.chunks(SITES).collect();
    let model = Model::handwriting();

    let mut times = BTreeMap::new();
    for growths in [200, 2000] {
        let options = Options { growths, ..Options::default() };
        let search = async || {
            for image in &images {
                black_box(model.fit(image, options, Preference::None));
            }
            Ok(())
        };
        times.insert(format!("search, at most {growths} growths"), again(search).await?);
    }
    for way in Way::ALL {
        let read = async || {
            for image in &images {
                black_box(network.decode(&model, &[*image], way, decode::options()).await?);
            }
            Ok(())
        };
        times.insert(way.name().to_owned(), again(read).await?);
    }
    Ok(serde_json::to_string(&times)?)
}

/// Milliseconds for a digit, each time that all are done. The first, in which the browser compiles what it runs often,
/// do not count.
async fn again(
    all: impl AsyncFn() -> Result<(), Box<dyn Error>>,
) -> Result<Vec<f64>, Box<dyn Error>> {
    let (begin, mut times) = (now(), Vec::new());
    all().await?;
    while times.is_empty() || now() < begin + TIME_MS {
        let start = now();
        all().await?;
        times.push((now() - start) / DIGITS as f64);
    }
    Ok(times)
}
