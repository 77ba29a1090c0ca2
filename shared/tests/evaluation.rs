//! The evaluation of heatmaps on a network.

#[path = "../../tests/golden/evaluation_means.rs"]
mod evaluation_means;
#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;

use shared::attribution::{Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::explainer::Explained;
use shared::evaluation::perturbation::perturbation;
use shared::evaluation::randomization::{Form, Randomization};
use shared::evaluation::run::{Cell, Run};
use shared::evaluation::statistics::spearman;
use shared::gpt_mnist::{Sample, sample};
use shared::model::architecture::Architecture;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::Output;

fn network(weights: &Weights) -> Network<CpuEngine> {
    Network::new(weights, CpuEngine::new())
}

fn shipped() -> Weights {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    Weights::from_safetensors(&std::fs::read(path).unwrap()).unwrap()
}

fn explained(weights: &Weights, sample: Sample, methods: &[Method]) -> Explained {
    let network = network(weights);
    let samples = [sample];
    let parameters = Parameters::default();
    let explained = network.explained(&samples, methods, &parameters);
    pollster::block_on(explained).unwrap().remove(0)
}

#[test]
fn the_means_are_the_golden_ones() {
    let network = network(&formula_weights::formula_weights());
    evaluation_means::assert_golden(&pollster::block_on(evaluation_means::means(&network)));
}

#[test]
#[ignore = "writes the golden file anew"]
fn writes_the_means() {
    let network = network(&formula_weights::formula_weights());
    let means = pollster::block_on(evaluation_means::means(&network));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/evaluation-means.json");
    std::fs::write(path, serde_json::to_string_pretty(&means).unwrap() + "\n").unwrap();
}

/// The names of the tensors in which two sets of weights differ.
fn changed(a: &Weights, b: &Weights) -> Vec<String> {
    let names = Architecture::GPT_MNIST.parameters().into_iter().map(|parameter| parameter.name);
    names.filter(|name| a.get(name) != b.get(name)).collect()
}

#[test]
fn randomization_leaves_the_network_alone_and_changes_what_its_stage_says() {
    let weights = formula_weights::formula_weights();
    let before = weights.clone();
    let published = Form::Published.randomized(&weights, Output::Y, 2, 0);
    assert!(weights == before);
    let names = changed(&weights, &published);
    assert!(names.contains(&"fc.weight".to_owned()));
    let is_fourth = |name: &String| name.starts_with("backbone.layer4.");
    assert!(names.iter().all(|name| name == "fc.weight" || is_fourth(name)), "{names:?}");
    // Downsampling and running statistics stay.
    assert!(!names.iter().any(|name| name.contains("downsample") || name.contains("running")));
    assert_eq!(names.len(), 1 + 3 * 2 * 3);
    assert!(published == Form::Published.randomized(&weights, Output::Y, 2, 0));
    assert!(published != Form::Published.randomized(&weights, Output::Y, 2, 1));

    let heads = Form::Published.randomized(&weights, Output::Ys, 1, 0);
    let names = changed(&weights, &heads);
    assert_eq!(names, ["cyg.c1.weight", "cyg.c2.weight", "cys.c1.weight", "cys.c2.weight"]);
    let most = |weights: &Weights, name: &str| {
        weights.get(name).iter().fold(f32::MIN, |most, &value| most.max(value))
    };
    for name in &names {
        assert!(most(&heads, name) <= most(&weights, name) / 2.0, "{name}");
    }

    let all = Form::Standard.stages(Output::Y).len();
    let standard = Form::Standard.randomized(&weights, Output::Y, all, 0);
    assert!(weights == before);
    // A network of random weights reads all digits alike, but with numbers of a usual size.
    let image = sample(6, 3).unwrap().image;
    let reading = pollster::block_on(network(&standard).read(&[&image])).unwrap().remove(0);
    assert!(reading.logits(Output::Y).iter().all(|logit| logit.abs() < 100.0));
}

#[test]
fn random_weights_are_unlike_those_that_training_began_with() {
    // The shipped network still resembles what it began with: the random weights of seed 1.
    let (weights, name) = (shipped(), "fc.weight");
    let likeness = |random: &Weights| {
        let both = [&weights, random].map(|weights| weights.get(name).iter().map(|&w| w.into()));
        let [trained, random]: [Vec<f64>; 2] = both.map(Iterator::collect);
        spearman(&trained, &random).unwrap()
    };
    assert!(likeness(&Weights::random_of(Architecture::GPT_MNIST, 1)) > 0.3);
    for draw in 0..5 {
        let random = Form::Standard.randomized(&weights, Output::Y, 1, draw);
        assert!(likeness(&random).abs() < 0.1, "draw {draw}: {}", likeness(&random));
    }
}

#[test]
fn an_untouched_network_has_a_correlation_of_one() {
    let weights = shipped();
    let network = network(&weights);
    let samples = vec![sample(6, 3).unwrap(), sample(8, 1).unwrap()];
    let methods = [Method::GuidedBackprop, Method::GradientXInput];
    let run = Randomization::new(&network, Form::Standard, Output::Ys, samples, &methods);
    let run = pollster::block_on(run).unwrap();
    let mut collected = Run::default();
    for record in pollster::block_on(run.compare(&network, 1, 0)).unwrap() {
        collected.add(record);
    }
    for method in methods {
        let cell = |what: &str| {
            Cell::new(Output::Ys, method.name(), format!("standard:absolute:{what}:1"))
        };
        assert_eq!(collected.estimate(&cell("rho")).unwrap().mean, 1.0);
        assert_eq!(collected.estimate(&cell("silent")).unwrap().mean, 0.0);
    }
}

#[test]
fn a_map_that_is_the_mask_scores_best_and_the_input_scores_nothing() {
    let mut digit = explained(&shipped(), sample(6, 3).unwrap(), &[]);
    assert_eq!(digit.found.len(), 4);
    for map in &mut digit.maps {
        if let (Some(component), "random") = (map.component, map.explainer.as_str()) {
            map.explainer = "mask".to_owned();
            map.values = digit.masks.soft[component].iter().map(|&value| value as f32).collect();
        }
    }
    let mut run = Run::default();
    run.add(localization(&digit).unwrap());
    let mean = |explainer: &str, metric: &str| {
        run.estimate(&Cell::new(Output::Ys, explainer, metric)).unwrap().mean
    };
    assert!(mean("mask", "gain") > 0.9 && mean("mask", "top1") == 1.0);
    assert!(mean("input", "gain").abs() < 0.1);
    assert!((0.4..0.6).contains(&mean("mask", "far-half")), "{}", mean("mask", "far-half"));
}

#[test]
fn flipping_the_seeds_ink_first_loses_the_answer_sooner_than_flipping_it_last() {
    let weights = shipped();
    let digit = explained(&weights, sample(6, 3).unwrap(), &[Method::GradientXInput]);
    let record = pollster::block_on(perturbation(&network(&weights), &digit)).unwrap();
    let mut run = Run::default();
    run.add(record);
    for output in Output::ALL {
        let mean = |metric: &str| {
            run.estimate(&Cell::new(output, "gradient-x-input", metric)).unwrap().mean
        };
        assert!(mean("morf@half-ink") > mean("lerf@half-ink"), "{output}");
        let curve = run.curve(&Cell::new(output, "gradient-x-input", "morf")).unwrap();
        assert_eq!(curve.len(), 75);
    }
    let published = Cell::new(Output::Y, "random-over-ink", "morf");
    assert!(run.curve(&published).is_some());
}

#[test]
fn a_silent_map_is_worth_what_any_order_is() {
    let weights = shipped();
    let mut digit = explained(&weights, sample(6, 3).unwrap(), &[Method::GradientXInput]);
    for map in digit.maps.iter_mut().filter(|map| map.explainer == "gradient-x-input") {
        map.values.fill(0.0);
    }
    let mut run = Run::default();
    run.add(pollster::block_on(perturbation(&network(&weights), &digit)).unwrap());
    for output in Output::ALL {
        let mean = |explainer: &str, metric: &str| {
            run.estimate(&Cell::new(output, explainer, metric)).unwrap().mean
        };
        assert_eq!(mean("gradient-x-input", "silent"), 1.0);
        assert_eq!(mean("gradient-x-input", "srg@half-ink"), 0.0);
        for metric in ["morf@half-ink", "survival@half-ink"] {
            assert_eq!(mean("gradient-x-input", metric), mean("random-order", metric));
        }
    }
}
