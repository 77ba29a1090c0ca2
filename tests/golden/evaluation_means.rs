//! The evaluation of a few digits by the formula weights: the same natively and in the browser.
//! Included by the native and by the browser tests.

use std::collections::BTreeMap;

use shared::attribution::{Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::run::Run;
use shared::evaluation::truth::causal_truth;
use shared::gpt_mnist::{Sample, sample};
use shared::model::{CpuEngine, Network};
use shared::output::Layer;

const METHODS: [Method; 6] = [
    Method::GuidedBackprop,
    Method::Deconvolution,
    Method::GradientXInput,
    Method::LrpZPlus,
    Method::GradCam(Layer::Eb1),
    Method::HiresCam(Layer::Stem),
];

/// The means of all cells over six digits, by the cell's name.
pub async fn means(network: &Network<CpuEngine>) -> BTreeMap<String, f64> {
    let samples: Vec<Sample> =
        (2..8).map(|class| sample(class, 40).expect("classes 0 to 9 exist")).collect();
    let mut run = Run::default();
    let explained = network.explained(&samples, &METHODS, &Parameters::default()).await;
    for digit in explained.expect("heatmaps") {
        run.add(localization(&digit).expect("finite maps"));
        run.add(interventions(network, &digit).await.expect("effects"));
        run.add(causal_truth(network, &digit).await.expect("readings"));
    }
    let estimate = |cell| run.estimate(cell).expect("cells have values").mean;
    run.cells().map(|cell| (cell.to_string(), estimate(cell))).collect()
}

/// Compares with the golden means, which the test `writes_the_means` wrote.
pub fn assert_golden(means: &BTreeMap<String, f64>) {
    let golden: BTreeMap<String, f64> =
        serde_json::from_str(include_str!("evaluation-means.json")).expect("the golden file");
    assert!(golden.len() > 200, "{} cells", golden.len());
    assert!(means.keys().eq(golden.keys()), "cells");
    for (cell, expected) in &golden {
        let mean = means[cell];
        assert!(
            (mean - expected).abs() <= 1e-3 * expected.abs().max(1.0),
            "{cell}: {mean}, {expected}"
        );
    }
}
