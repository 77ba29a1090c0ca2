//! What must hold between the methods, whatever the network: on the formula weights, and on the weights
//! that are shipped.

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use network_goldens::Goldens;
use shared::attribution::{ExplainError, Method, Parameters, Request, Start};
use shared::gpt_mnist::{Sample, Site, sample};
use shared::model::{CpuEngine, Forward, Network, Weights};
use shared::output::{Layer, Output, Target};

fn formula_network() -> Network<CpuEngine> {
    Network::new(&formula_weights::formula_weights(), CpuEngine::new())
}

fn shipped_network() -> Network<CpuEngine> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let weights = Weights::from_safetensors(&std::fs::read(path).unwrap()).unwrap();
    Network::new(&weights, CpuEngine::new())
}

fn samples() -> Vec<Sample> {
    [(3, 1), (6, 3), (9, 2)].map(|(class, seed)| sample(class, seed).unwrap()).into()
}

fn read(network: &Network<CpuEngine>, samples: &[Sample]) -> Forward<CpuEngine> {
    let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
    pollster::block_on(network.forward(&images)).unwrap()
}

fn explain(
    network: &Network<CpuEngine>,
    forward: &Forward<CpuEngine>,
    requests: &[Request],
    methods: &[Method],
) -> Vec<Vec<f32>> {
    let parameters = Parameters::default();
    let explained = network.explain(forward, requests, methods, &parameters);
    let maps = pollster::block_on(explained).unwrap();
    maps.into_iter().map(|explanation| explanation.heatmap.values().to_vec()).collect()
}

/// The predicted class of every image, and its predicted generators by type and orientation.
fn requests(forward: &Forward<CpuEngine>) -> Vec<Request> {
    let readings = forward.readings().iter().enumerate();
    readings
        .flat_map(|(image, reading)| {
            let targets = Output::ALL.map(|output| reading.default_targets(output)).concat();
            targets.into_iter().map(move |target| Request { image, target })
        })
        .collect()
}

fn assert_close(a: &[f32], b: &[f32], what: &str) {
    let largest = b.iter().fold(1e-30f32, |most, value| most.max(value.abs()));
    for (a, b) in a.iter().zip(b) {
        assert!((a - b).abs() <= 1e-5 * largest, "{what}: {a} and {b}");
    }
}

#[test]
fn hires_cam_is_gradient_x_input_at_the_image_and_grad_cam_at_a_single_site() {
    let network = shipped_network();
    let forward = read(&network, &samples());
    for request in requests(&forward) {
        let methods = [Method::GradientXInput, Method::HiresCam(Layer::ChannelAdj)];
        let maps = explain(&network, &forward, &[request], &methods);
        // The sum over channel_adj's channels of gradient times activation: it has no bias.
        assert_close(&maps[0], &maps[1], "channel_adj");
        if request.target.output() == Output::Y {
            let methods = [Method::GradCam(Layer::L4), Method::HiresCam(Layer::L4)];
            let maps = explain(&network, &forward, &[request], &methods);
            assert_close(&maps[0], &maps[1], "l4");
        }
    }
}

#[test]
fn grad_cam_as_published_is_the_input_times_a_number() {
    let (network, samples) = (shipped_network(), samples());
    let forward = read(&network, &samples);
    for request in requests(&forward) {
        let methods = [Method::GradCam(Layer::ChannelAdj)];
        let map = &explain(&network, &forward, &[request], &methods)[0];
        let image = &samples[request.image].image;
        let brightest = (0..784).max_by(|&a, &b| image[a].total_cmp(&image[b])).unwrap();
        let factor = map[brightest] / image[brightest];
        let scaled: Vec<f32> = image.iter().map(|pixel| factor * pixel).collect();
        assert_close(map, &scaled, "input times a number");
    }
}

#[test]
fn integrated_gradients_add_up_to_what_the_image_adds() {
    let network = shipped_network();
    let forward = read(&network, &samples()[..1]);
    let blank = pollster::block_on(network.read(&[&[0.0; 784]])).unwrap().remove(0);
    for request in requests(&forward) {
        // With the default of 32 steps some are off by more than 1 %: the gradient jumps where a ReLU
        // opens, and the sum converges slowly.
        let parameters = Parameters { steps: 512, ..Parameters::default() };
        let (requests, methods) = ([request], [Method::IntegratedGradients]);
        let explained = network.explain(&forward, &requests, &methods, &parameters);
        let maps = pollster::block_on(explained).unwrap();
        let sum: f32 = maps[0].heatmap.values().iter().sum();
        let logit = forward.readings()[request.image].logit(&request.target);
        let added = logit - blank.logit(&request.target);
        assert!((sum - added).abs() <= 0.005 * added.abs(), "{}: {sum}, {added}", request.target);
    }
}

/// `lrp_z_plus.total` and `.leak` were counted by the script behind the golden file, layer by layer.
#[test]
fn relevance_and_what_leaks_add_up_to_the_logit() {
    let network = formula_network();
    for (image, peers) in Goldens::load().images().into_iter().zip(Goldens::peers().images()) {
        let forward = pollster::block_on(network.forward(&[&image.pixels()])).unwrap();
        let sums = peers.relevance_sums();
        assert!(sums.len() >= 5, "{} targets", sums.len());
        for (target, [total, leak]) in sums {
            let request = Request { image: 0, target };
            let map = &explain(&network, &forward, &[request], &[Method::LrpZPlus])[0];
            let (sum, logit) = (map.iter().sum::<f32>(), forward.readings()[0].logit(&target));
            assert!((sum - total).abs() <= 1e-4 * logit.abs(), "{target}: {sum}, {total}");
            assert!((sum + leak - logit).abs() <= 1e-4 * logit.abs(), "{target}: {sum}, {leak}");
        }
    }
}

#[test]
fn many_requests_are_explained_as_each_alone() {
    let network = formula_network();
    let forward = read(&network, &samples());
    let site = |n: usize| Site::at(n % 28, 3 * n % 28).unwrap();
    let targets = (0..60).map(|n| Target::at(Output::Ys, n % 8, site(n)).unwrap());
    let requests: Vec<Request> = targets
        .zip([0, 1, 2].into_iter().cycle())
        .map(|(target, image)| Request { image, target })
        .chain((0..10).map(|class| Request { image: class % 3, target: Target::class(class) }))
        .collect();
    let methods =
        [Method::GuidedBackprop, Method::GradCam(Layer::Stem), Method::LrpZPlus, Method::Gradient];
    let all = explain(&network, &forward, &requests, &methods);
    for (request, together) in requests.iter().zip(all.chunks(methods.len())) {
        let alone = explain(&network, &forward, &[*request], &methods);
        for (a, b) in together.iter().zip(&alone) {
            assert_close(a, b, &request.target.to_string());
        }
    }
}

#[test]
fn a_dead_logit_speaks_before_its_relu() {
    let network = shipped_network();
    let forward = read(&network, &samples());
    let reading = &forward.readings()[0];
    let dead = (0..8)
        .map(|channel| Target::at(Output::Ys, channel, Site::at(14, 14).unwrap()).unwrap())
        .find(|target| reading.logit(target) == 0.0)
        .expect("most orientations are dead where there is no seed");
    let after_relu = Parameters::default();
    let before_relu = Parameters { start: Start::BeforeRelu, ..Parameters::default() };
    let maps = |target, parameters| {
        let requests = [Request { image: 0, target }];
        let methods = [Method::Gradient, Method::LrpZPlus];
        let explained = network.explain(&forward, &requests, &methods, parameters);
        let maps = pollster::block_on(explained).unwrap().into_iter();
        maps.map(|map| map.heatmap.values().to_vec()).collect::<Vec<_>>()
    };
    let sum = |map: &[f32]| map.iter().sum::<f32>();
    for (zero, map) in maps(dead, &after_relu).iter().zip(maps(dead, &before_relu)) {
        assert!(zero.iter().all(|&value| value == 0.0));
        assert!(map.iter().any(|&value| value != 0.0));
    }
    // What is handed on is the logit, and it is below 0.
    assert!(sum(&maps(dead, &before_relu)[1]) < 0.0);
    // A logit that lives is the same before its ReLU.
    let alive = reading.default_targets(Output::Ys)[0];
    for (after, before) in maps(alive, &after_relu).iter().zip(maps(alive, &before_relu)) {
        assert_close(after, &before, "a living logit");
    }
}

#[test]
fn what_cannot_be_explained_is_said() {
    let network = formula_network();
    let forward = read(&network, &samples());
    let error = |image, target, method| {
        let (requests, methods) = ([Request { image, target }], [method]);
        let parameters = Parameters::default();
        let explained = network.explain(&forward, &requests, &methods, &parameters);
        pollster::block_on(explained).unwrap_err()
    };
    let site = |channel| Target::at(Output::Yg, channel, Site::new(0)).unwrap();
    let message = error(0, site(1), Method::GradCam(Layer::L3)).to_string();
    let expected = "grad-cam at l3 says nothing about y_g, which does not depend on that layer";
    assert_eq!(message, expected);
    assert!(matches!(error(0, site(4), Method::Gradient), ExplainError::Target(_)));
    let message = error(3, site(1), Method::Gradient).to_string();
    assert_eq!(message, "image 3 was not read, only 3");
}

#[test]
fn numbers_out_of_range_are_refused() {
    let network = formula_network();
    let huge = vec![1e38; 784];
    let error = pollster::block_on(network.read(&[&huge])).unwrap_err().to_string();
    assert!(error.starts_with("the network answers"), "{error}");
    assert!(error.contains("what the block \""), "{error}");
}
