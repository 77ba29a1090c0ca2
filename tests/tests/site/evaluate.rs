//! The page of evaluations, against the same evaluation natively.

use std::path::Path;

use shared::attribution::{Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::run::{Cell, Run};
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

use crate::browser::{Browser, in_browser};
use crate::server::Site;

const SAMPLES: u64 = 10;
const SEED: u64 = 40;
const METHODS: [Method; 2] = [Method::GradientXInput, Method::HiresCam(Layer::Eb0)];

/// Both sides add up in the same order, but their vectors are of other widths.
const TOLERANCE: f64 = 1e-3;

/// Starts, and pauses as soon as a sample is done, from within the page, which is faster than any driver.
const START_AND_PAUSE: &str = "return (async () => {
    const go = document.querySelector('.run .go');
    go.click();
    while (document.querySelector('.run [data-done]').dataset.done === '0') {
        await new Promise(done => setTimeout(done, 5));
    }
    go.click();
})()";

/// The evaluation of the page's samples, computed here.
async fn native() -> Run {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let bytes = std::fs::read(path).expect("the shipped weights");
    let weights = Weights::from_safetensors(&bytes).expect("valid weights");
    let network = Network::new(&weights, CpuEngine::new());
    let mut run = Run::default();
    for k in 0..SAMPLES {
        let sample = [sample((k % 10) as u8, SEED + k).expect("classes 0 to 9 exist")];
        let explained = network.explained(&sample, &METHODS, &Parameters::default()).await;
        for digit in explained.expect("heatmaps") {
            run.add(localization(&digit).expect("finite maps"));
            run.add(interventions(&network, &digit).await.expect("effects"));
        }
    }
    run
}

/// How many samples the page says are done.
async fn done(browser: &Browser) -> u64 {
    let done = browser.run("return document.querySelector('.run [data-done]').dataset.done").await;
    done.as_str().expect("a number").parse().expect("a number")
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn ten_samples_give_the_native_means_through_a_pause() {
    let run = native().await;
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("evaluate", |browser| async move {
        browser.resize(1280, 900).await;
        let methods = METHODS.map(|method| method.to_string()).join(",");
        let view = format!("#/evaluate?methods={methods}&n={SAMPLES}&seed={SEED}");
        browser.open(&format!("{address}/{view}")).await;
        browser.wait_for(".run .go").await;
        browser.run(START_AND_PAUSE).await;
        browser.wait_for("main[aria-busy=false]").await;
        // The sample that was begun may still come; after it nothing does.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let paused = done(&browser).await;
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        assert_eq!(done(&browser).await, paused);
        assert!((1..SAMPLES).contains(&paused), "{paused} samples before the pause");

        browser.click(".run .go").await;
        browser.wait_for(&format!(".run [data-done='{SAMPLES}']")).await;
        assert_eq!(browser.run("return location.hash").await, view);
        let saved = browser.save_text(".save-csv", "evaluation.csv").await;
        let mut compared = 0;
        for line in saved.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [output, metric, explainer, mean, low, high, n, ..] = fields[..] else {
                panic!("{line}");
            };
            let output: Output = output.parse().expect("an output");
            let cell = Cell::new(output, explainer, metric);
            let native =
                if metric == "gain" { run.estimate(&cell) } else { run.correlation(&cell) };
            let Some(native) = native else {
                assert_eq!(mean, "", "{line}");
                continue;
            };
            assert_eq!(n.parse(), Ok(native.n), "{line}");
            let pairs = [(mean, Some(native.mean)), (low, native.low), (high, native.high)];
            for (found, expected) in pairs {
                let found: f64 = found.parse().expect(line);
                let expected = expected.expect("ten samples have an interval");
                assert!((found - expected).abs() <= TOLERANCE, "{line}: {expected}");
            }
            compared += 1;
        }
        assert!(compared > 30, "{compared} numbers");
        // What is saved is what is shown: the mean of a method, with three decimals.
        let gain = run.estimate(&Cell::new(Output::Ys, "regrown", "gain")).expect("a gain").mean;
        let script = "return document.querySelector(\"[data-measure='gain-y_s']\").textContent";
        let chart = browser.run(script).await.to_string();
        assert!(chart.contains(&format!("{gain:.3}")), "{gain}: {chart}");
        browser.picture("evaluate.png").await;

        browser.click(".run .cancel").await;
        browser.wait_for(".run [data-done='0']").await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
