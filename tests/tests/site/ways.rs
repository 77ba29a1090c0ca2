//! The four ways to read a drawing, each against `trainer fit`.

use std::process::Command;

use serde_json::Value;

use super::browser::{Browser, in_browser};
use super::{assert_close, folder};

/// What the trainer finds in an image, with the page's budget and price where it is searched.
fn trainer_finds(image: &Value, way: &str) -> Value {
    let folder = folder();
    let file = folder.path().join("image.json");
    std::fs::write(&file, image.to_string()).expect("a writable folder");
    let weights = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/handwriting-web.safetensors");
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.args(["fit", "--image"]).arg(file);
    match way {
        "search" => command.args(["--growths", "200", "--price", "0.027"]),
        _ => command.args(["--weights", weights, "--way", way]),
    };
    let output = command.output().expect("the trainer runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("valid JSON")
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_drawing_is_read_in_every_way_as_the_trainer_reads_it() {
    in_browser("ways", |browser| async move {
        let mut different = read_in_every_way(&browser, &["2", "8"]).await;
        // The ways differ, or nothing was compared.
        different.sort_unstable();
        different.dedup();
        assert!(different.len() > 4, "{different:?}");
    })
    .await;
}

/// Has real digits read in every way, and the trainer read them, too. What was found is returned.
pub async fn read_in_every_way(browser: &Browser, digits: &[&str]) -> Vec<String> {
    browser.open("#/write").await;
    let mut all = Vec::new();
    for digit in digits {
        browser.click(&format!("[data-digit='{digit}']")).await;
        browser.wait_for("main[data-drawing='1']").await;
        let script = "return new URLSearchParams(location.hash.split('?')[1]).get('drawing')";
        let drawing = browser.run(script).await;
        let drawing = drawing.as_str().expect("a drawing").to_owned();
        for way in ["one-pass", "iterated", "revised", "proposals", "search"] {
            // The first is a link.
            if way == "one-pass" {
                browser.open(&format!("#/write?way={way}&stroke=1&drawing={drawing}")).await;
            } else {
                browser.click(&format!(".ways [data-way={way}]")).await;
            }
            let is_chosen = format!(":has(.ways .chosen [data-way={way}])");
            let main = format!("main[data-drawing='0'][aria-busy=false]{is_chosen}");
            browser.wait_for(&format!("{main} .save-json")).await;
            let saved = browser.save_json(".save-json", "handwriting.json").await;
            assert_eq!(saved["way"], way);
            if way == "one-pass" {
                // Whoever chooses another way can choose again before that has been read.
                browser
                    .run(
                        "window.lost = 0;
                        new MutationObserver(() => {
                            lost += document.querySelector('section.ways') ? 0 : 1;
                        }).observe(document.body, { childList: true, subtree: true });",
                    )
                    .await;
            }
            let found = trainer_finds(&saved["image"], way);
            for key in ["seeds", "growths"] {
                assert_eq!(saved[key], found[key], "{digit} {way}: {key}");
            }
            assert_close("iou", &saved["iou"], &found["iou"]);
            if way != "search" {
                assert_eq!(saved["passes"], found["passes"], "{digit} {way}");
                let probabilities: Vec<f64> =
                    serde_json::from_value(saved["probabilities"].clone()).expect("numbers");
                let likeliest =
                    (0..10).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
                assert_eq!(found["class"], likeliest.expect("ten classes"), "{digit} {way}");
            }
            assert!(found["seeds"].as_array().is_some_and(|seeds| !seeds.is_empty()));
            all.push(found["seeds"].to_string());
        }
        assert_eq!(browser.run("return window.lost").await, 0);
    }
    all
}
