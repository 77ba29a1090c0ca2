//! Where a reading's time goes: each convolution of one image, alone, and the kinds of them together.
//!
//! Fastest of many. Alone, weights stay in the cache that whole passes have to read again: the sum over
//! all is below a reading's time by what that costs.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use shared::model::architecture::{Architecture, Graph, Step};
use shared::model::{CpuEngine, Engine};

const REPEATS: usize = 30;

fn main() {
    let engine = CpuEngine::new();
    let graph = Graph::gptnet(Architecture::GPT_MNIST);
    let batch = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(1);
    let mut slots = vec![Some(engine.tensor(vec![0.5; 784 * batch], [batch, 1, 28, 28]))];
    let mut kinds: BTreeMap<String, (usize, Duration, usize)> = BTreeMap::new();
    for step in &graph.steps {
        let at = |slot: usize| slots[slot].as_ref().expect("steps read what ran before them");
        let output = match *step {
            Step::Convolution { index, input, add, relu } => {
                let convolution = graph.convolutions[index].without_dead_taps();
                let [inputs, outputs, kernel, _] = convolution.shape();
                let weight = vec![0.001; convolution.shape().iter().product()];
                let ready = engine.kernel(&convolution, &weight, None);
                let run = || engine.convolve(&ready, at(input), add.map(at), relu);
                let fastest = (0..REPEATS)
                    .map(|_| {
                        let start = Instant::now();
                        black_box(run());
                        start.elapsed()
                    })
                    .min();
                let output = run();
                let [_, _, from, _] = engine.dims(at(input));
                let [_, _, to, _] = engine.dims(&output);
                let kind = format!("{inputs:3} {outputs:3} {kernel}x{kernel}, {from:2} to {to:2}");
                let entry = kinds.entry(kind).or_default();
                entry.0 += 1;
                entry.1 += fastest.unwrap_or_default();
                entry.2 += weight.len();
                output
            }
            Step::Pool { input } => engine.pool(at(input)).0,
            Step::Join { skip, expansion, crop } => engine.join(at(skip), at(expansion), crop),
        };
        slots.push(Some(output));
    }
    let all: Duration = kinds.values().map(|kind| kind.1).sum();
    for (kind, (count, time, weights)) in kinds {
        let share = 100.0 * time.as_secs_f64() / all.as_secs_f64();
        let (time, kib) = (time.as_secs_f64() * 1e3, weights * 4 / 1024);
        println!("{count:2} of {kind}: {time:7.3} ms, {share:4.1} %, {kib:6} KiB of weights");
    }
    println!("all: {:.2} ms", all.as_secs_f64() * 1e3);
}
