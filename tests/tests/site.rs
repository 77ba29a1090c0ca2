//! The built site in a real browser, against `trainer explain`.
//!
//! Needs `dist/` and chromedriver: `cargo xtask test` sees to both. With `SITE_SCREENSHOTS=FOLDER`
//! it leaves pictures of the page there.

#[path = "site/accessibility.rs"]
mod accessibility;
#[path = "site/bet.rs"]
mod bet;
#[path = "site/browser.rs"]
mod browser;
#[path = "site/dials.rs"]
mod dials;
#[path = "site/drags.rs"]
mod drags;
#[path = "site/driver.rs"]
mod driver;
#[path = "site/embed.rs"]
mod embed;
#[path = "site/evaluate.rs"]
mod evaluate;
#[path = "site/explanations.rs"]
mod explanations;
#[path = "site/failures.rs"]
mod failures;
#[path = "site/firefox.rs"]
mod firefox;
#[path = "site/focus.rs"]
mod focus;
#[path = "site/front.rs"]
mod front;
#[path = "site/gallery.rs"]
mod gallery;
#[path = "site/gpu.rs"]
mod gpu;
#[path = "site/grow.rs"]
mod grow;
#[path = "site/installable.rs"]
mod installable;
#[path = "site/keys.rs"]
mod keys;
#[path = "site/killed.rs"]
mod killed;
#[path = "site/layout.rs"]
mod layout;
#[path = "site/navigation.rs"]
mod navigation;
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
#[path = "site/starting.rs"]
mod starting;
#[path = "site/ways.rs"]
mod ways;
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

use browser::{Browser, in_browser};
use serde_json::Value;
use server::Fault;
use tempfile::{TempDir, tempdir_in};

/// Both sides compute in `f32` on Burn's CPU backend, but add up in another order.
const TOLERANCE: f64 = 1e-4;

/// A folder for a test's own files, which goes away with it.
fn folder() -> TempDir {
    tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder")
}

/// What `trainer explain` prints for a sample, with Grad-CAM at a layer.
fn trainer_explains(class: u8, seed: u64, layer: &str, arguments: &[&str]) -> Value {
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let output = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["explain", "--format", "json", "--weights"])
        .arg(weights)
        .args(["--class", &class.to_string(), "--seed", &seed.to_string()])
        .args(["--method", "guided-backprop,deconvolution,grad-cam,gradient", "--layer", layer])
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
    in_browser("six", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=2&seed=3").await;
        browser.click(".classes button:nth-child(7)").await;
        browser.wait_for_explanation_of(6, 3).await;

        let trainer = trainer_explains(6, 3, "stem", &["--output", "y"]);
        let class = browser.attribute(".answers", "data-predicted").await;
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
        let arguments = ["--output", "y_s", "--target", &target];
        assert_same(&saved, &trainer_explains(6, 3, "stem", &arguments));
        assert_eq!(
            browser.fragment().await,
            format!("#/explain?class=6&seed=3&output=y_s&target={target}&layer=stem")
        );
        browser.picture("explorer-seed.png").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_largest_seed_is_saved_to_the_last_digit() {
    in_browser("largest-seed", |browser| async move {
        browser.open_digit(6, u64::MAX, "").await;
        let saved = browser.save_json(".save-json", &format!("gptnet-6-{}.json", u64::MAX)).await;
        // As JavaScript reads it, which knows no such number.
        let read = format!("return JSON.parse({}).seed", Value::from(saved.to_string()));
        assert_eq!(browser.run(&read).await, u64::MAX.to_string());
        let trainer = trainer_explains(6, u64::MAX, "stem", &["--output", "y"]);
        assert_close("y", &saved["y"], &trainer["y"]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn grad_cam_looks_at_the_layer_that_is_chosen() {
    in_browser("layer", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open_digit(6, 3, "").await;
        choose_layer(&browser, "l2").await;
        let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
        assert_same(&saved, &trainer_explains(6, 3, "l2", &["--output", "y"]));

        // It stays for what else is explained, until another is chosen.
        browser.click(".generator .answer[data-output=y_s]").await;
        browser.wait_for("main[aria-busy=false] .answer[data-output=y_s][aria-pressed=true]").await;
        let target = "return new URLSearchParams(location.hash.split('?')[1]).get('target')";
        let target = browser.run(target).await;
        let arguments = ["--output", "y_s", "--target", target.as_str().expect("a target")];
        for layer in ["l2", "eb1"] {
            choose_layer(&browser, layer).await;
            let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
            assert_same(&saved, &trainer_explains(6, 3, layer, &arguments));
        }

        // The class does not depend on a block that leads to the seeds alone.
        browser.click(".bars [aria-label^='6:']").await;
        browser.wait_for_words(".methods", "The class does not depend on this layer.").await;
    })
    .await;
}

/// Chooses the layer of Grad-CAM, and waits until the address says it.
async fn choose_layer(browser: &Browser, layer: &str) {
    let choose = format!(
        "const layers = document.querySelector(\"[aria-label='Layer of Grad-CAM']\");
        layers.value = '{layer}';
        layers.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    browser.run(&choose).await;
    let end = format!("&layer={layer}");
    let says = |fragment: &Value| fragment.as_str().is_some_and(|said| said.ends_with(&end));
    browser.until("return location.hash", says).await;
    browser.wait_for("main[aria-busy=false]").await;
}

/// The worker gets its weights in pieces, seven a second.
const SLOW_WEIGHTS: &str = "
    if (!self.document) {
        const ask = fetch;
        self.fetch = async (what, how) => {
            const answer = await ask(what, how);
            if (!String(what).includes('safetensors')) return answer;
            let bytes = new Uint8Array(await answer.arrayBuffer());
            const pull = async (sink) => {
                await new Promise((next) => setTimeout(next, 150));
                if (bytes.length === 0) return sink.close();
                sink.enqueue(bytes.subarray(0, 100_000));
                bytes = bytes.subarray(100_000);
            };
            return new Response(new ReadableStream({ pull }), { headers: answer.headers });
        };
    }";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_slow_download_says_how_long_it_takes_and_can_be_cancelled() {
    in_browser("slow", |browser| async move {
        browser.site().set_fault(Fault::OtherBrowser(SLOW_WEIGHTS));
        browser.open("?backend=cpu#/explain?class=3&seed=1").await;
        let left = browser.text(".status .left").await;
        assert!(left.contains("left"), "{left}");
        browser.click(".do-without").await;
        let text = browser.text(".trouble").await;
        assert!(text.contains("Reason: you cancelled the download."), "{text}");
        browser.site().set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(3, 1).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_last_of_many_quick_choices_is_what_stays() {
    in_browser("quick", |browser| async move {
        browser.open_digit(8, 0, "").await;
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
        assert_same(&saved, &trainer_explains(1, seed, "stem", &["--output", "y"]));
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_phone_shows_it_all_and_a_strange_address_a_hint() {
    in_browser("phone", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#class=12&seed=1&layer=%3Cscript%3E&amp;target=9,9&x=1").await;
        browser.wait_for_explanation_of(9, 1).await;
        let hints = browser.text(".hints").await;
        for hint in ["layer=<script>", "target=9,9", "x=1", "&amp;"] {
            assert!(hints.contains(hint), "{hint}: {hints}");
        }
        // What is about the class stands at the classes alone.
        let at_classes = browser.described(".classes").await;
        assert!(at_classes.contains("class=12") && !hints.contains("class=12"), "{at_classes}");
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        browser.open_digit(8, 4, "").await;
        browser.picture("explorer-phone.png").await;
    })
    .await;
}
