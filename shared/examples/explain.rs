//! Reads a digit with the weights that come with the explorer, and explains the generators that the network
//! sees: how much of each heatmap lies on ink.
//!
//! ```sh
//! cargo run -p shared --features network --example explain 6 3
//! ```

use std::error::Error;
use std::fmt::Write;
use std::{env, fs};

use shared::attribution::{Method, Parameters, Request};
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::Output;

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");

fn main() -> Result<(), Box<dyn Error>> {
    let class = env::args().nth(1).map_or(Ok(6), |class| class.parse())?;
    let seed = env::args().nth(2).map_or(Ok(3), |seed| seed.parse())?;
    print!("{}", explained(class, seed)?);
    Ok(())
}

/// What the network says about a sample.
pub fn explained(class: u8, seed: u64) -> Result<String, Box<dyn Error>> {
    let image = sample(class, seed)?.image;
    let network = Network::new(&Weights::from_safetensors(&fs::read(WEIGHTS)?)?, CpuEngine::new());
    let forward = pollster::block_on(network.forward(&[&image]))?;
    let reading = &forward.readings()[0];
    let mut text = String::new();
    let (digit, count) = (reading.class(), reading.generators().len());
    writeln!(text, "read as {digit} and {count} generators")?;

    let targets = reading.default_targets(Output::Yg);
    let requests: Vec<_> = targets.iter().map(|&target| Request { image: 0, target }).collect();
    let methods = [Method::GuidedBackprop, Method::Gradient];
    let parameters = Parameters::default();
    let explained = network.explain(&forward, &requests, &methods, &parameters);
    for explanation in pollster::block_on(explained)? {
        let map = explanation.heatmap.values().iter().map(|value| value.abs());
        let total: f32 = map.clone().sum();
        let on_ink: f32 = map.zip(&image).filter(|&(_, &pixel)| pixel > 0.5).map(|(v, _)| v).sum();
        let (target, name) = (explanation.target, explanation.method.name());
        writeln!(text, "{target}: {:.0} % of {name} lies on ink", 100.0 * on_ink / total)?;
    }
    Ok(text)
}
