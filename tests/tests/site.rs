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
use std::sync::Arc;

use browser::{Browser, in_browser};
use serde_json::Value;
use server::{Fault, Site};

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
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("slow", |browser| async move {
        server.set_fault(Fault::OtherBrowser(SLOW_WEIGHTS));
        browser.open(&format!("{address}/?backend=cpu#/explain?class=3&seed=1")).await;
        let left = browser.wait_for(".status .left").await.text().await.unwrap();
        assert!(left.contains("left"), "{left}");
        browser.click(".do-without").await;
        let text = browser.wait_for(".trouble").await.text().await.unwrap();
        assert!(text.contains("Reason: you cancelled the download."), "{text}");
        server.set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(3, 1).await;
        assert_eq!(browser.console().await, [""; 0]);
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
        for hint in ["layer=<script>", "target=9,9", "x=1", "&amp;"] {
            assert!(hints.contains(hint), "{hint}: {hints}");
        }
        // What is about the class stands at the classes alone.
        let at_classes = browser.described(".classes").await;
        assert!(at_classes.contains("class=12") && !hints.contains("class=12"), "{at_classes}");
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        assert_eq!(browser.console().await, [""; 0]);
        browser.open(&format!("{address}/#class=8&seed=4")).await;
        browser.wait_for_explanation_of(8, 4).await;
        browser.picture("explorer-phone.png").await;
    })
    .await;
}
