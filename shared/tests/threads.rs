//! A network on several threads gives the very numbers of one thread.

use shared::attribution::{Method, Parameters, Request};
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

#[test]
fn threads_change_no_number() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = Weights::from_safetensors(&std::fs::read(path).unwrap()).unwrap();
    let digits: Vec<Vec<f32>> = (0..3).map(|n| sample(6, n).unwrap().image).collect();
    let of = |threads: usize, images: &[&[f32]]| {
        let network = Network::new(&weights, CpuEngine::new().on_threads(threads));
        let forward = pollster::block_on(network.forward(images)).unwrap();
        let readings = forward.readings();
        let logits: Vec<Vec<f32>> =
            readings.iter().flat_map(|r| Output::ALL.map(|o| r.logits(o).to_vec())).collect();
        let requests: Vec<Request> = Output::ALL
            .into_iter()
            .flat_map(|output| readings[0].default_targets(output))
            .map(|target| Request { image: 0, target })
            .collect();
        let methods = [Method::GuidedBackprop, Method::GradCam(Layer::Stem), Method::LrpZPlus];
        let parameters = Parameters::default();
        let maps = network.explain(&forward, &requests, &methods, &parameters);
        let maps = pollster::block_on(maps).unwrap();
        let maps: Vec<Vec<f32>> = maps.iter().map(|map| map.heatmap.values().to_vec()).collect();
        (logits, maps)
    };
    let images: Vec<&[f32]> = digits.iter().map(Vec::as_slice).collect();
    for images in [&images[..1], &images] {
        let one = of(1, images);
        assert!(one.1.iter().flatten().any(|&value| value != 0.0));
        // More threads than the smallest maps have rows, and a number that divides none.
        for threads in [2, 5, 40] {
            assert!(of(threads, images) == one, "{threads} threads, {} images", images.len());
        }
    }
}
