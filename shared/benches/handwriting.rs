//! Real digits as strokes: `cargo bench -p shared --features network --bench handwriting`.
//!
//! Milliseconds for a digit by search without a network and by each way to read it with one, on one thread: the mean of
//! the first ten development digits, one of each class.

use std::hint::black_box;
use std::io::Read;

use flate2::read::GzDecoder;
use pollster::block_on;
use shared::decode::{self, Way};
use shared::fit::{Model, Options, Preference};
use shared::gpt_mnist::SITES;
use shared::idx;
use shared::model::{CpuEngine, Network, Weights};

#[path = "support/figures.rs"]
mod figures;
#[path = "support/timing.rs"]
mod timing;

const DIGITS: usize = 10;

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let weights = std::fs::read(format!("{folder}/weights/handwriting-web.safetensors"));
    let weights = Weights::from_safetensors(&weights.expect("the shipped weights"));
    let network = Network::new(&weights.expect("weights"), CpuEngine::new());
    let digits = format!("{folder}/data/mnist-development-images-idx3-ubyte.gz");
    let mut images = Vec::new();
    GzDecoder::new(&std::fs::read(digits).expect("the development digits")[..])
        .read_to_end(&mut images)
        .expect("gzipped digits");
    let pixels = &idx::read_images(&images).expect("images")[..DIGITS * SITES];
    let pixels: Vec<f32> = pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let images: Vec<&[f32]> = pixels.chunks(SITES).collect();
    let model = Model::handwriting();

    for growths in [200, 2000] {
        let options = Options { growths, ..Options::default() };
        say(&format!("search, at most {growths} growths"), || {
            for image in &images {
                black_box(model.fit(image, options, Preference::None));
            }
        });
    }
    for way in Way::ALL {
        say(way.name(), || {
            for image in &images {
                let image = [*image];
                let decoded = network.decode(&model, &image, way, decode::options());
                black_box(block_on(decoded).expect("strokes"));
            }
        });
    }
}

/// What a digit takes, of all of them.
fn say(what: &str, all: impl Fn() + Sync) {
    let times = timing::times(1, all);
    let times = times.iter().map(|time| 1e3 * time / DIGITS as f64).collect();
    figures::say(&format!("a real digit: {what}"), "ms", times, None);
}
