//! The page of evaluations, against the same evaluation natively.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use shared::attribution::{Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::perturbation::perturbation;
use shared::evaluation::randomization::{Form, Randomization};
use shared::evaluation::run::{Cell, NETWORK, Run};
use shared::evaluation::statistics::Estimate;
use shared::evaluation::table::{Outcome, Table};
use shared::gpt_mnist::{Sample, Site as Place, sample};
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

use crate::browser::{Browser, in_browser};

const SAMPLES: u64 = 10;
const SEED: u64 = 40;
const METHODS: [Method; 2] = [Method::GradientXInput, Method::HiresCam(Layer::Eb0)];

/// Both sides add up in the same order, but their vectors are of other widths.
const TOLERANCE: f64 = 1e-3;

/// Starts, and pauses as soon as a sample is done, from within the page, which is faster than any driver. It gives the
/// milliseconds until then.
const START_AND_PAUSE: &str = "
    const run = document.querySelector('.run'), go = run.querySelector('.go');
    const began = performance.now();
    const paused = new Promise((done) => new MutationObserver((_, looking) => {
        if (run.querySelector('[data-done]').dataset.done === '0') return;
        looking.disconnect();
        go.click();
        done(performance.now() - began);
    }).observe(run, { attributes: true, subtree: true }));
    go.click();
    return paused";

/// The weights of the site.
pub fn shipped() -> Weights {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let bytes = std::fs::read(path).expect("the shipped weights");
    Weights::from_safetensors(&bytes).expect("valid weights")
}

/// Sample `k` of the page.
fn drawn(k: u64) -> Sample {
    sample((k % 10) as u8, SEED + k).expect("classes 0 to 9 exist")
}

/// The evaluation of the page's samples, computed here.
async fn native() -> Run {
    let network = Network::new(&shipped(), CpuEngine::new());
    let (mut run, mut outcomes) = (Run::default(), Vec::new());
    for k in 0..SAMPLES {
        let explained = network.explained(&[drawn(k)], &METHODS, &Parameters::default()).await;
        for digit in explained.expect("heatmaps") {
            outcomes.push(Outcome::new(&digit.sample, &digit.reading));
            run.add(outcomes[outcomes.len() - 1].record());
            run.add(localization(&digit).expect("finite maps"));
            run.add(interventions(&network, &digit).await.expect("effects"));
        }
    }
    // The trainer's table of these samples: without an error, as the README says.
    let table = Table::new(&outcomes).expect("samples");
    assert_eq!((table.class_accuracy, table.y_g.recall, table.y_s.precision), (1.0, 1.0, 1.0));
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
    in_browser("evaluate", |browser| async move {
        browser.resize(1280, 900).await;
        let methods = METHODS.map(|method| method.to_string()).join(",");
        let view = format!("#/evaluate?methods={methods}&n={SAMPLES}&seed={SEED}");
        browser.open(&view).await;
        browser.wait_for(".run .go").await;
        let one = browser.run(START_AND_PAUSE).await.as_f64().expect("milliseconds");
        let two = Duration::from_secs_f64(2.0 * one / 1000.0);
        browser.wait_for("main[aria-busy=false]").await;
        // The sample that was begun may still come; after it nothing does.
        tokio::time::sleep(two).await;
        let paused = done(&browser).await;
        tokio::time::sleep(two).await;
        assert_eq!(done(&browser).await, paused);
        assert!((1..SAMPLES).contains(&paused), "{paused} samples before the pause");

        browser.click(".run .go").await;
        browser.wait_for(&format!(".run [data-done='{SAMPLES}']")).await;
        assert_eq!(browser.fragment().await, view);
        let saved = browser.save_text(".save-csv", "evaluation.csv").await;
        let mut compared = 0;
        for line in saved.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let [output, metric, explainer, mean, low, high, n, ..] = fields[..] else {
                panic!("{line}");
            };
            let output: Output = output.parse().expect("an output");
            let cell = Cell::new(output, explainer, metric);
            let native = match (explainer, metric) {
                (NETWORK, _) => run.rate(&cell),
                (_, "drop-regrown") => run.correlation(&cell),
                _ => run.estimate(&cell),
            };
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
        // Thirteen rates, and the scores.
        assert!(compared > 13 + 30, "{compared} numbers");
        // Ten digits without an error do not mean that there are none.
        let low = Estimate::wilson(10, 10).and_then(|rate| rate.low).expect("an interval");
        let faultless = format!("\ny_s,published:precision,network,1,{low},1,10,");
        assert!(low < 0.75 && saved.contains(&faultless), "{faultless}: {saved}");
        // What is saved is what is shown: the mean of a method, with three decimals.
        let gain = run.estimate(&Cell::new(Output::Ys, "regrown", "gain")).expect("a gain").mean;
        let script = "return document.querySelector(\"[data-measure='gain-y_s']\").textContent";
        let chart = browser.run(script).await.to_string();
        assert!(chart.contains(&format!("{gain:.3}")), "{gain}: {chart}");
        browser.picture("evaluate.png").await;

        browser.click(".run .cancel").await;
        browser.wait_for(".run [data-done='0']").await;
    })
    .await;
}

/// The curves of two samples: what flipping does to all outputs, and what random weights do to maps of the class.
async fn native_curves(method: Method) -> Run {
    let (weights, mut run) = (shipped(), Run::default());
    let network = Network::new(&weights, CpuEngine::new());
    let samples = [0, 1].map(drawn);
    let explained = network.explained(&samples, &[method], &Parameters::default()).await;
    for digit in explained.expect("heatmaps") {
        run.add(perturbation(&network, &digit).await.expect("curves"));
    }
    for form in Form::ALL {
        let methods = [method];
        let original = Randomization::new(&network, form, Output::Y, samples.to_vec(), &methods);
        let original = original.await.expect("heatmaps");
        for stages in 1..=form.stages(Output::Y).len() {
            let random = form.randomized(&weights, Output::Y, stages, 0);
            let random = Network::new(&random, CpuEngine::new());
            let records = original.compare(&random, stages, 0).await.expect("heatmaps");
            records.into_iter().for_each(|record| run.add(record));
        }
        let records = original.other_logit(&network).await.expect("heatmaps");
        records.into_iter().for_each(|record| run.add(record));
    }
    run
}

/// What is drawn of a method: x and mean of every point, from the CSV of a chart.
fn points(csv: &str, series: &str) -> Vec<(usize, f64)> {
    let lines = csv.lines().filter_map(|line| line.strip_prefix(series)?.strip_prefix(','));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            (fields[0].parse().expect(line), fields[2].parse().expect(line))
        })
        .collect()
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn flipping_and_random_weights_give_the_native_curves() {
    let (method, title) = (Method::GuidedBackprop, "Guided backpropagation");
    let run = native_curves(method).await;
    in_browser("evaluate-curves", |browser| async move {
        browser.resize(390, 844).await;
        let view =
            format!("#/evaluate?methods={method}&n=2&seed={SEED}&sections=flipping,randomization");
        browser.open(&view).await;
        browser.click(".run .go").await;
        // Random weights come after all flips. The last stage of the class has eight points.
        browser.wait_for("[data-curves='randomization-y'][data-points='8']").await;
        browser.click(".run .go").await;
        browser.wait_for("main[aria-busy=false]").await;
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);

        let morf = |output| Cell::new(output, method.to_string(), "morf");
        let flips = [
            ("aopc-published-y", Cell::new(Output::Y, method.to_string(), "published")),
            ("aopc-y", morf(Output::Y)),
            ("aopc-y_g", morf(Output::Yg)),
            ("aopc-y_s", morf(Output::Ys)),
        ];
        for (name, cell) in flips {
            let expected: Vec<Estimate> = run.curve(&cell).expect("a curve");
            let button = format!("[data-curves={name}] .save-csv");
            let found = points(&browser.save_text(&button, &format!("{name}.csv")).await, title);
            assert_eq!(found.len(), expected.len(), "{name}");
            for (index, ((x, mean), expected)) in found.into_iter().zip(expected).enumerate() {
                assert_eq!(x, index + 1, "{name}");
                let close = TOLERANCE * expected.mean.abs().max(1.0);
                assert!((mean - expected.mean).abs() <= close, "{name} {x}: {mean}, {expected:?}");
            }
        }
        for form in Form::ALL {
            let name = match form {
                Form::Published => "randomization-published-y",
                Form::Standard => "randomization-y",
            };
            let button = format!("[data-curves={name}] .save-csv");
            let found = points(&browser.save_text(&button, &format!("{name}.csv")).await, title);
            let last = form.stages(Output::Y).len() + 1;
            assert_eq!((found.len(), found[0]), (last + 1, (0, 1.0)), "{name}");
            for &(x, rho) in &found[1..] {
                let stage = if x == last { "other-logit".to_owned() } else { x.to_string() };
                let metric = format!("{}:absolute:rho:{stage}", form.name());
                let cell = Cell::new(Output::Y, method.to_string(), metric);
                let expected = run.estimate(&cell).expect("a correlation").mean;
                assert!((rho - expected).abs() <= TOLERANCE, "{name} {x}: {rho}, {expected}");
            }
        }
        browser.picture("evaluate-curves.png").await;
        browser.click(".run .cancel").await;
        browser.wait_for("[data-curves='randomization-y'][data-points='0']").await;
    })
    .await;
}

/// What a saved file says of each number: its mean, interval and count as text, by output, measure and explainer.
fn numbers_of(csv: &str) -> BTreeMap<[String; 3], [String; 4]> {
    let row = |line: &str| {
        let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        let [output, metric, explainer, mean, low, high, n, ..] = &fields[..] else {
            panic!("{line}");
        };
        let key = [output, metric, explainer].map(String::clone);
        (key, [mean, low, high, n].map(String::clone))
    };
    csv.lines().skip(1).map(row).collect()
}

/// Whether a number says nothing of the network: where the map of a baseline that does not ask it lies.
fn is_of_the_image([_, metric, explainer]: &[String; 3]) -> bool {
    let baselines = ["input", "sobel", "random", "gaussian", "gaussian-x-input"];
    metric == "gain" && baselines.contains(&explainer.as_str())
}

/// How many samples are evaluated with random weights: digits of one, one, and several strokes.
const FEW: u64 = 4;

/// The first seed from which a network finds all seeds of the samples. Only strokes that it finds are explained, so
/// that means over them would be of other strokes elsewhere.
async fn seed_of_found(weights: &Weights) -> u64 {
    let network = Network::new(weights, CpuEngine::new());
    for first in 0..10_000 {
        let mut finds_all = true;
        for k in 0..FEW {
            let digit = sample(k as u8, first + k).expect("a class");
            let reading = network.read(&[&digit.image]).await.expect("a reading").remove(0);
            let types = reading.y_g_labels();
            finds_all &= digit.seeds.iter().all(|seed| types[Place::of(seed).index()] > 0);
        }
        if finds_all {
            return first;
        }
    }
    panic!("the network finds too little");
}

/// Runs the evaluation of the page to its end, and saves it.
async fn evaluated(browser: &Browser) -> BTreeMap<[String; 3], [String; 4]> {
    browser.click(".run .go").await;
    browser.wait_for(&format!("main[aria-busy=false] .run [data-done='{FEW}']")).await;
    numbers_of(&browser.save_text(".save-csv", "evaluation.csv").await)
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn random_weights_change_every_number_but_those_of_baselines_that_ask_no_network() {
    let random = Weights::random(7);
    let seed = seed_of_found(&random).await;
    let folder = crate::folder();
    let random = crate::network::written(folder.path(), "random.safetensors", &random);
    let handwriting =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/handwriting-web.safetensors");
    in_browser("evaluate-random", |browser| async move {
        browser.resize(1280, 900).await;
        let methods = METHODS.map(|method| method.to_string()).join(",");
        let view = format!("#/evaluate?methods={methods}&n={FEW}&seed={seed}");
        browser.open(&view).await;
        let ours = evaluated(&browser).await;

        // A network for something else is refused in words, and ours stay.
        browser.choose_file("#weights", &handwriting).await;
        let refusal = browser.text(".refusal:not(:empty)").await;
        assert!(refusal.contains("for \"handwriting\""), "{refusal}");
        browser.choose_file("#weights", &random).await;
        browser.wait_for(".own-weights .back").await;
        browser.wait_for(".run [data-done='0']").await;
        let own = evaluated(&browser).await;
        assert!(own.keys().eq(ours.keys()), "the same numbers are asked for");
        let said = browser.text(".own").await;
        assert!(said.contains("random.safetensors"), "{said}");

        let (mut of_images, mut changed) = (0, 0);
        for (key, ours) in &ours {
            let own = &own[key];
            if is_of_the_image(key) {
                assert!(own == ours && !own[0].is_empty(), "{key:?}: {own:?}, {ours:?}");
                of_images += 1;
            } else if key[1] == "standard:recall" && key[0] == "y_g" {
                // The samples are those whose seeds are all found.
                assert_eq!((&own[0], &ours[0]), (&"1".to_owned(), &"1".to_owned()));
            } else if !(ours[0].is_empty() && own[0].is_empty()) {
                assert_ne!(own, ours, "{key:?}");
                changed += 1;
            }
        }
        // Five baselines, for types and orientations; how well the network reads, and whatever else is measured.
        assert_eq!(of_images, 10);
        assert!(changed > 13 + 10, "{changed} numbers");

        browser.click(".own-weights .back").await;
        browser.wait_for(".run [data-done='0']").await;
        assert_eq!(evaluated(&browser).await, ours);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_run_goes_on_while_the_reader_is_elsewhere() {
    in_browser("evaluate-elsewhere", |browser| async move {
        browser.resize(1280, 900).await;
        // More than it can come to meanwhile.
        let view = "#/evaluate?methods=gradient&n=1000&seed=40";
        browser.open(view).await;
        browser.click(".run .go").await;
        browser.click(".top .pages a[href^='#/gallery']").await;
        browser.wait_for("main.gallery").await;
        assert_eq!(browser.run("return document.title").await, "Gallery · GPTNet Explorer");
        let before = done(&browser).await;
        let hidden = ".evaluation[hidden] .run [data-done]";
        let now = format!("return +document.querySelector('{hidden}').dataset.done");
        browser.until(&now, |now| now.as_u64() > Some(before)).await;
        assert_eq!(browser.run("return document.title").await, "Gallery · GPTNet Explorer");
        let shown = "return document.querySelector('.run').checkVisibility()";
        assert_eq!(browser.run(shown).await, false);
        browser.click(".top .pages a[href^='#/evaluate']").await;
        browser.wait_for(".evaluation:not([hidden]) main.evaluate[aria-busy=true] .run").await;
        assert_eq!(browser.run(shown).await, true);
        assert!(done(&browser).await > before);
        let said = browser.said(".run .number").await;
        assert!(said.contains(" of 1000 samples, "), "{said}");
        assert_eq!(browser.fragment().await, view);
        let title = browser.run("return document.title").await;
        assert_eq!(title, "1000 digits by 1 method · Evaluate · GPTNet Explorer");
        // What was given up is not kept.
        browser.click(".run .cancel").await;
        browser.wait_for(".run [data-done='0']").await;
        browser.click(".top .pages a[href^='#/gallery']").await;
        browser.wait_for("main.gallery").await;
        assert_eq!(browser.run("return document.querySelector('.evaluation')").await, Value::Null);
    })
    .await;
}
