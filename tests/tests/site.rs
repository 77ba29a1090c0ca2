//! The built site in a real browser, against `trainer explain`.
//!
//! Needs `dist/` and chromedriver: `cargo xtask test` sees to both. With `SITE_SCREENSHOTS=FOLDER`
//! it leaves pictures of the page there.

#[path = "site/accessibility.rs"]
mod accessibility;
#[path = "site/browser.rs"]
mod browser;
#[path = "site/dials.rs"]
mod dials;
#[path = "site/driver.rs"]
mod driver;
#[path = "site/embed.rs"]
mod embed;
#[path = "site/evaluate.rs"]
mod evaluate;
#[path = "site/explanations.rs"]
mod explanations;
#[path = "site/firefox.rs"]
mod firefox;
#[path = "site/focus.rs"]
mod focus;
#[path = "site/front.rs"]
mod front;
#[path = "site/gallery.rs"]
mod gallery;
#[path = "site/grow.rs"]
mod grow;
#[path = "site/killed.rs"]
mod killed;
#[path = "site/layout.rs"]
mod layout;
#[path = "site/network.rs"]
mod network;
#[path = "site/offline.rs"]
mod offline;
#[path = "site/phone.rs"]
mod phone;
#[path = "site/pluck.rs"]
mod pluck;
#[path = "site/refused.rs"]
mod refused;
#[path = "site/server.rs"]
mod server;
#[path = "site/webkit.rs"]
mod webkit;
#[path = "site/webkit_driver.rs"]
mod webkit_driver;
#[path = "site/write.rs"]
mod write;
#[path = "site/write_pluck.rs"]
mod write_pluck;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use browser::{Browser, in_browser};
use serde_json::Value;
use server::{Fault, SUBFOLDER, Site};
use url::Url;

/// Both sides compute in `f32` on Burn's CPU backend, but add up in another order.
const TOLERANCE: f64 = 1e-4;

/// What `trainer explain` prints for a sample.
fn trainer_explains(class: u8, seed: u64, arguments: &[&str]) -> Value {
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let output = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["explain", "--format", "json", "--weights"])
        .arg(weights)
        .args(["--class", &class.to_string(), "--seed", &seed.to_string()])
        .args(["--method", "guided-backprop,deconvolution,grad-cam,gradient", "--layer", "stem"])
        .args(arguments)
        .output()
        .expect("the trainer runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("valid JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        _ => vec![value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))],
    }
}

#[track_caller]
fn assert_close(name: &str, found: &Value, expected: &Value) {
    let (found, expected) = (numbers(found), numbers(expected));
    assert_eq!(found.len(), expected.len(), "{name}");
    let largest = expected.iter().fold(0.0f64, |max, value| max.max(value.abs()));
    for (index, (a, b)) in found.iter().zip(&expected).enumerate() {
        assert!((a - b).abs() <= TOLERANCE * largest, "{name}[{index}]: {a}, expected {b}");
    }
}

/// Outputs and explanations of a file that the page saved, against the trainer's.
fn assert_same(saved: &Value, trainer: &Value) {
    for output in ["y", "y_g", "y_s"] {
        assert_close(output, &saved[output], &trainer[output]);
    }
    let expected = trainer["explanations"].as_array().expect("a list");
    let found = saved["explanations"].as_array().expect("a list");
    assert_eq!((found.len(), expected.len()), (4, 4));
    for expected in expected {
        let method = &expected["method"];
        let found = found.iter().find(|found| found["method"] == *method).expect("the method");
        for key in ["output", "target", "layer"] {
            assert_eq!(found[key], expected[key], "{method} {key}");
        }
        assert!(numbers(&expected["heatmap"]).iter().any(|&value| value != 0.0), "{method}");
        assert_close(&method.to_string(), &found["heatmap"], &expected["heatmap"]);
        assert_close("probability", &found["probability"], &expected["probability"]);
    }
}

/// The channel of the largest logit at each site.
fn winners(logits: &Value) -> Vec<usize> {
    let planes: Vec<Vec<f64>> = logits.as_array().unwrap().iter().map(numbers).collect();
    let winner = |site: usize| {
        (0..planes.len()).rev().max_by(|&a, &b| planes[a][site].total_cmp(&planes[b][site]))
    };
    (0..planes[0].len()).map(|site| winner(site).unwrap()).collect()
}

/// The generators that the page lists: row, column, type, orientation.
async fn listed_generators(browser: &Browser) -> Vec<[usize; 4]> {
    let listed = browser
        .run(
            "return [...document.querySelectorAll('.generator')].map(({ dataset: d }) =>
                [d.row, d.column, d.type, d.orientation].map(Number))",
        )
        .await;
    serde_json::from_value(listed).expect("numbers")
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_six_is_read_and_explained_as_the_trainer_does() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("six", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open(&format!("{address}/#class=2&seed=3&layer=stem")).await;
        browser.click(".classes button:nth-child(7)").await;
        browser.wait_for_explanation_of(6, 3).await;

        let trainer = trainer_explains(6, 3, &["--output", "y"]);
        let answers = browser.wait_for(".answers").await;
        let class = answers.attr("data-predicted").await.unwrap().unwrap();
        assert_eq!(class.parse::<usize>().unwrap(), winners(&trainer["y"])[0]);

        let (types, orientations) = (winners(&trainer["y_g"]), winners(&trainer["y_s"]));
        let predicted: Vec<[usize; 4]> = (0..types.len())
            .filter(|&site| types[site] > 0)
            .map(|site| [site / 28, site % 28, types[site], orientations[site]])
            .collect();
        assert!(!predicted.is_empty());
        assert_eq!(listed_generators(&browser).await, predicted);

        let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
        assert_same(&saved, &trainer);
        browser.picture("explorer.png").await;

        browser.click(".generator .answer[data-output=y_s]").await;
        browser.wait_for("main[aria-busy=false] .answer[data-output=y_s][aria-pressed=true]").await;
        let [row, column, _, orientation] = predicted[0];
        let target = format!("{orientation},{row},{column}");
        let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
        assert_same(&saved, &trainer_explains(6, 3, &["--output", "y_s", "--target", &target]));
        let fragment = browser.run("return location.hash").await;
        assert_eq!(
            fragment,
            format!("#/explain?class=6&seed=3&output=y_s&target={target}&layer=stem")
        );
        browser.picture("explorer-seed.png").await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn it_runs_on_webgpu_when_asked_to_and_from_a_subfolder() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("webgpu", |browser| async move {
        browser.open(&format!("{address}{SUBFOLDER}/?backend=webgpu#class=6&seed=3")).await;
        browser.wait_for_explanation_of(6, 3).await;
        let status = browser.wait_for("[data-backend=webgpu]").await;
        let adapter = status.attr("data-adapter").await.unwrap().unwrap_or_default();
        assert!(adapter.contains("swiftshader"), "adapter {adapter:?}");
        let answers = browser.wait_for(".answers").await;
        assert_eq!(answers.attr("data-predicted").await.unwrap().as_deref(), Some("6"));
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_fails() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("no-gpu", |browser| async move {
        server.set_fault(Fault::NoGpuWorker);
        browser.open(&format!("{address}/?backend=webgpu#class=4&seed=2")).await;
        browser.wait_for_explanation_of(4, 2).await;
        let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
        assert!(text.contains("swiftshader failed: its files could not be loaded"), "{text}");
    })
    .await;
}

/// The worker is given no adapter, which the page was.
const NO_ADAPTER: &str = "if (!self.document) GPU.prototype.requestAdapter = async () => null;";
/// The device is refused.
const REFUSED: &str =
    "GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused') };";
/// Nobody hears of the device again.
const NO_DEVICE: &str = "GPUAdapter.prototype.requestDevice = () => new Promise(() => {});";
/// The device is lost at once.
const LOST: &str = "
    const ask = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...what) {
        const device = await ask.apply(this, what);
        device.destroy();
        return device;
    };";
/// A card, by its name, that takes work and never gives a result.
const SILENT: &str = "
    const info = { vendor: 'a', architecture: 'card', device: '', description: '' };
    Object.defineProperty(GPUAdapter.prototype, 'info', { value: info });
    GPUBuffer.prototype.mapAsync = () => new Promise(() => {});";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_is_there_and_fails() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("failing-gpu", |browser| async move {
        for (seed, (script, reason)) in (1..).zip([
            (NO_ADAPTER, "swiftshader failed:"),
            (REFUSED, "swiftshader failed:"),
            (NO_DEVICE, "swiftshader failed: the browser gave no device within 10 s."),
            (LOST, "swiftshader failed:"),
            (SILENT, "WebGPU on a card failed: it did not answer within 20 s."),
        ]) {
            server.set_fault(Fault::OtherBrowser(script));
            browser.open(&format!("{address}/?backend=webgpu#class=4&seed={seed}")).await;
            browser.wait_for_explanation_of(4, seed).await;
            let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
            assert!(text.contains(reason), "{text}");
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_largest_seed_is_saved_to_the_last_digit() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("largest-seed", |browser| async move {
        browser.open(&format!("{address}/#/explain?class=6&seed={}", u64::MAX)).await;
        browser.wait_for_explanation_of(6, u64::MAX).await;
        let saved = browser.save_json(".save-json", &format!("gptnet-6-{}.json", u64::MAX)).await;
        // As JavaScript reads it, which knows no such number.
        let read = format!("return JSON.parse({}).seed", Value::from(saved.to_string()));
        assert_eq!(browser.run(&read).await, u64::MAX.to_string());
        assert_close("y", &saved["y"], &trainer_explains(6, u64::MAX, &["--output", "y"])["y"]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn truncated_weights_are_reported_and_a_retry_mends_it() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("truncated", |browser| async move {
        server.set_fault(Fault::TruncatedWeights);
        browser.open(&format!("{address}/#class=3&seed=1")).await;
        let trouble = browser.wait_for(".trouble").await;
        let text = trouble.text().await.unwrap();
        assert!(text.contains("gzipped file is damaged or was cut off"), "{text}");
        // Digits still grow.
        browser.click("[aria-label='Next sample']").await;
        browser.wait_for(r#"main[data-class="3"][data-seed="2"] .figure"#).await;

        server.set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(3, 2).await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_missing_worker_is_reported_and_a_retry_mends_it() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("no-worker", |browser| async move {
        server.set_fault(Fault::NoWorker);
        browser.open(&format!("{address}/#class=5&seed=1")).await;
        let text = browser.wait_for(".trouble").await.text().await.unwrap();
        assert!(text.contains("could not be loaded"), "{text}");
        server.set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(5, 1).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_keeps_the_page_from_starting_is_said_in_words() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("start", |browser| async move {
        for (fault, words) in [
            (Fault::StrictPolicy, ["forbids WebAssembly", "'wasm-unsafe-eval'"]),
            (Fault::PlainScripts, ["program could not be loaded", "text/javascript"]),
            (Fault::OtherBrowser("delete self.WebAssembly;"), ["does not have", "lockdown"]),
        ] {
            server.set_fault(fault);
            browser.open(&format!("{address}/")).await;
            let text = browser.wait_for(".stopped[role=alert]").await.text().await.unwrap();
            assert!(words.iter().all(|word| text.contains(word)), "{fault:?}: {text}");
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/index.html");
        let file = Url::from_file_path(file.canonicalize().unwrap()).unwrap();
        browser.open(file.as_str()).await;
        let text = browser.wait_for(".stopped[role=alert]").await.text().await.unwrap();
        assert!(text.contains("opened as a file") && text.contains("over HTTP"), "{text}");
        // Without its last slash the folder's page finds none of its files.
        server.set_fault(Fault::None);
        browser.open(&format!("{address}{SUBFOLDER}")).await;
        let text = browser.wait_for(".stuck").await.text().await.unwrap();
        assert!(text.contains("has to end in “/”"), "{text}");
        browser.open(&format!("{address}{SUBFOLDER}/#class=2&seed=1")).await;
        browser.wait_for_explanation_of(2, 1).await;
        assert_eq!(browser.run("return document.querySelectorAll('.stuck').length").await, 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_last_of_many_quick_choices_is_what_stays() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("quick", |browser| async move {
        browser.open(&format!("{address}/#class=8&seed=0")).await;
        browser.wait_for_explanation_of(8, 0).await;
        browser
            .run(
                "return (async () => {
                    for (let i = 0; i < 40; i++) {
                        document.querySelector(\"[aria-label='Next sample']\").click();
                        await new Promise((done) => setTimeout(done, 10));
                    }
                })()",
            )
            .await;
        browser.click(".classes button:nth-child(2)").await;
        let seed = browser.run("return document.querySelector('#seed').value").await;
        let seed: u64 = seed.as_str().unwrap().parse().unwrap();
        browser.wait_for_explanation_of(1, seed).await;
        let saved = browser.save_json(".save-json", &format!("gptnet-1-{seed}.json")).await;
        assert_same(&saved, &trainer_explains(1, seed, &["--output", "y"]));
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_phone_shows_it_all_and_a_strange_address_a_hint() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("phone", |browser| async move {
        browser.resize(390, 844).await;
        browser
            .open(&format!("{address}/#class=12&seed=1&layer=%3Cscript%3E&amp;target=9,9&x=1"))
            .await;
        browser.wait_for_explanation_of(9, 1).await;
        let hints = browser.wait_for(".hints").await.text().await.unwrap();
        for hint in ["class=12", "layer=<script>", "target=9,9", "x=1", "&amp;"] {
            assert!(hints.contains(hint), "{hint}: {hints}");
        }
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        assert_eq!(browser.console().await, [""; 0]);
        browser.open(&format!("{address}/#class=8&seed=4")).await;
        browser.wait_for_explanation_of(8, 4).await;
        browser.picture("explorer-phone.png").await;
    })
    .await;
}
