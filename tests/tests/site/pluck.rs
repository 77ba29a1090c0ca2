//! Strokes taken away and seeds turned on the explorer's page, by keyboard alone, against the trainer.

use std::path::Path;
use std::process::Command;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use shared::gpt_mnist::{SITES, rotate, system};
use shared::pattern::develop;

use super::browser::{Browser, in_browser};
use super::{assert_close, assert_same, folder, numbers};

/// Waits until everything about a state has been said: the strokes that are taken away, the eighths by which
/// the chosen one is turned.
pub async fn wait_for_edits(browser: &Browser, without: u32, turned: u8) {
    let bench = format!(".bench[data-without='{without}'] .turn[data-turned='{turned}']");
    let state = format!("main[aria-busy=false] {bench}");
    browser.wait_for(&state).await;
}

/// The probabilities of logits.
fn softmax(logits: &[f64]) -> Vec<f64> {
    let powers: Vec<f64> = logits.iter().map(|logit| logit.exp()).collect();
    powers.iter().map(|power| power / powers.iter().sum::<f64>()).collect()
}

/// What `trainer explain` says about the image of a file that the page saved.
pub fn trainer_explains_image(saved: &Value) -> Value {
    let folder = folder();
    let file = folder.path().join("image.json");
    std::fs::write(&file, saved["image"].to_string()).expect("a writable folder");
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let output = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["explain", "--format", "json", "--weights"])
        .arg(weights)
        .arg("--image")
        .arg(file)
        .args(["--method", "guided-backprop,deconvolution,grad-cam,gradient", "--layer", "stem"])
        .args(["--output", "y"])
        .output()
        .expect("the trainer runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("valid JSON")
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn strokes_are_taken_away_and_turned_by_keyboard_alone_and_announced() {
    in_browser("edits", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open_digit(9, 35, "").await;
        let whole = browser.save_json(".save-json", "gptnet-9-35.json").await;
        browser.run("document.activeElement.blur()").await;

        browser.press(&["ArrowRight", "ArrowRight", "Delete"]).await;
        wait_for_edits(&browser, 0b10, 0).await;
        let said = browser.said(".said[aria-live=polite]").await;
        let class = browser.said(".headline b").await;
        let expected = format!("Without stroke 2 the network says {class}");
        assert!(class != "9" && said.starts_with(&expected), "{said}");
        assert!(said.contains("it was a 9") && said.contains("Stroke 2 is chosen"), "{said}");
        // The cost stands beside the share of each of the four heatmaps.
        let cost = browser.run("return +document.querySelector('.cost b').dataset.cost").await;
        let plucked = browser.save_json(".save-json", "gptnet-9-35-edited.json").await;
        let logit = |file: &Value| file["y"][9].as_f64().unwrap();
        let expected = logit(&whole) - logit(&plucked);
        assert!((cost.as_f64().unwrap() - expected).abs() < 1e-3, "{cost}, {expected}");
        let shares = browser
            .run("return [...document.querySelectorAll('.bench .map-share')].map((row) => row.dataset.method)")
            .await;
        assert_eq!(shares, json!(["guided-backprop", "deconvolution", "gradient", "grad-cam"]));
        assert_same(&plucked, &trainer_explains_image(&plucked));
        browser.picture("explorer-pluck.png").await;

        browser.resize(1280, 900).await;
        browser.run("document.activeElement.blur()").await;
        browser.press(&["ArrowRight", "]", "]"]).await;
        wait_for_edits(&browser, 0b10, 2).await;
        let said = browser.said(".said").await;
        assert!(said.starts_with("Without stroke 2 and with seed 3 turned the network"), "{said}");
        browser.press(&["["]).await;
        wait_for_edits(&browser, 0b10, 1).await;
        let turned = browser.save_json(".save-json", "gptnet-9-35-edited.json").await;
        assert_same(&turned, &trainer_explains_image(&turned));
        browser.run("document.activeElement.blur()").await;

        browser.press(&["Ctrl+z", "Ctrl+z", "Ctrl+z"]).await;
        wait_for_edits(&browser, 0b10, 0).await;
        browser.press(&["Ctrl+z"]).await;
        wait_for_edits(&browser, 0, 0).await;
        let said = browser.said(".said").await;
        assert!(said.starts_with("As it grew, the network says 9"), "{said}");
        let again = browser.save_json(".save-json", "gptnet-9-35.json").await;
        assert_close("y", &again["y"], &whole["y"]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn three_choices_are_three_steps_back_and_links_open_what_was_done() {
    in_browser("steps", |browser| async move {
        browser.open("#/explain?class=8&seed=4&stroke=1").await;
        wait_for_edits(&browser, 0, 0).await;
        browser.click(".take").await;
        wait_for_edits(&browser, 0b1, 0).await;
        browser.click("[data-way=clear]").await;
        browser.wait_for(".bench[data-way=clear]").await;
        browser.click("[aria-label='Turn right']").await;
        wait_for_edits(&browser, 0b1, 1).await;
        let link = browser.run("return location.href").await;
        let query = "class=8&seed=4&without=1&way=clear&turn=1:1&stroke=1&layer=stem";
        assert!(link.as_str().unwrap().ends_with(query), "{link}");

        browser.run("history.back()").await;
        wait_for_edits(&browser, 0b1, 0).await;
        browser.run("history.back()").await;
        browser.wait_for(".bench[data-way=regrow][data-without='1']").await;
        browser.run("history.back()").await;
        wait_for_edits(&browser, 0, 0).await;
        browser.run("history.go(3)").await;
        wait_for_edits(&browser, 0b1, 1).await;

        browser.open(link.as_str().unwrap()).await;
        wait_for_edits(&browser, 0b1, 1).await;
        browser.wait_for("[data-stroke='1'].taken").await;
        // Undo goes on from where the browser's history has led, and takes back nothing twice.
        browser.click(".take").await;
        wait_for_edits(&browser, 0, 1).await;
        browser.run("history.back()").await;
        wait_for_edits(&browser, 0b1, 1).await;
        browser.click(".take-back").await;
        wait_for_edits(&browser, 0, 0).await;
        browser.wait_for(".take-back:disabled").await;
        browser.open_digit(8, 4, "&without=9&turn=1:9").await;
        let hints = browser.said(".hints").await;
        assert!(hints.contains("without=9") && hints.contains("turn=1:9"), "{hints}");
    })
    .await;
}

/// Clearing leaves the others' cells alone; regrowing may give them the room. Where the two pictures are the
/// same, the network says the same; somewhere they are not.
#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn regrown_and_cleared_pictures_differ_where_others_have_grown_into_the_room() {
    in_browser("pluck-ways", |browser| async move {
        let mut rng = ChaCha8Rng::seed_from_u64(12);
        let mut differ = 0;
        for number in 0..6 {
            let (class, seed): (u8, u64) = (rng.random_range(2..10), rng.random_range(0..1000));
            let sample = shared::gpt_mnist::sample(class, seed).unwrap();
            let stroke = rng.random_range(0..sample.seeds.len());
            let digit = format!("class={class}&seed={seed}");
            let link = format!("#/explain?{digit}&without={0}&way=regrow&stroke={0}", stroke + 1);
            if number == 0 {
                browser.open(&link).await;
            } else {
                browser.run(&format!("location.hash = '{link}'")).await;
            }
            let mut saved = Vec::new();
            for way in ["regrow", "clear"] {
                if way == "clear" {
                    browser.click(".bench button[data-way=clear]").await;
                }
                let main = format!("main[data-class='{class}'][data-seed='{seed}']");
                let bench = format!("[data-without='{}'][data-way={way}]", 1 << stroke);
                browser.wait_for(&format!("{main}[aria-busy=false] .bench{bench}")).await;
                let name = format!("gptnet-{class}-{seed}-edited.json");
                saved.push(browser.save_json(".save-json", &name).await);
            }
            let without = sample.keeping(!(1 << stroke));
            let cleared = shared::evaluation::scoring::cleared(&sample, 1 << stroke);
            assert_close("regrown", &saved[0]["image"], &json!(without.image));
            assert_close("cleared", &saved[1]["image"], &json!(cleared));
            if without.image == cleared {
                assert_close("y", &saved[0]["y"], &saved[1]["y"]);
            } else {
                differ += 1;
                assert_ne!(saved[0]["y"], saved[1]["y"], "{class} {seed} without {stroke}");
            }
        }
        assert!(differ > 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_dialog_lists_the_keys_and_gives_the_focus_back() {
    in_browser("keys", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/explain?class=3&seed=1&without=2&stroke=2").await;
        wait_for_edits(&browser, 0b10, 0).await;
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        browser.picture("explorer-pluck-phone.png").await;

        browser.resize(390, 844).await;
        browser.run("document.querySelector('.keys').focus()").await;
        browser.press(&["?"]).await;
        browser.wait_for("dialog.help[open]").await;
        assert!(browser.said("dialog.help").await.contains("turn its seed"));
        // It has all keys while it is open.
        browser.press(&["Delete"]).await;
        browser.click("dialog.help > button").await;
        browser.wait_for("dialog.help:not([open])").await;
        browser.wait_for(".bench[data-without='2']").await;
        let focus = browser.run("return document.activeElement.className").await;
        assert_eq!(focus, "keys");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_digit_is_read_at_every_step_of_its_growth_and_bet_on() {
    in_browser("bet", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=6&seed=6&stroke=1").await;
        let sample = shared::gpt_mnist::sample(6, 6).unwrap();
        let steps = sample.steps;
        browser.wait_for(&format!(".stream[data-stages='{}']", steps + 1)).await;
        let mut saved = browser.save_json(".save-json", "gptnet-6-6.json").await;
        let read = saved["growth"].as_array().expect("a list of steps").clone();
        assert_eq!(read.len(), steps as usize + 1);
        for (step, probabilities) in (0..).zip(&read) {
            let grown = develop(system(), &sample.seeds, step).unwrap();
            let ink = (0..SITES).map(|site| f32::from(u8::from(grown.is_occupied(site))));
            saved["image"] = json!(rotate(&ink.collect::<Vec<_>>(), sample.angle));
            let y = &trainer_explains_image(&saved)["y"];
            assert_close("probabilities", probabilities, &json!(softmax(&numbers(y))));
        }
        let now = browser.said(".stream .now").await;
        assert!(now.starts_with(&format!("After step {steps}: 6, ")), "{now}");
        browser.press(&[",", ","]).await;
        let now = browser.said(".stream .now").await;
        assert!(now.starts_with(&format!("After step {}: ", steps - 2)), "{now}");

        browser.click(".start-bet").await;
        browser.wait_for("main[aria-busy=false] .bet[data-open=true]").await;
        // Nothing tells which it is.
        let told = "return document.querySelectorAll('.marker, .edge, .answers').length";
        assert_eq!(browser.run(told).await, 0);
        browser.picture("explorer-bet.png").await;
        browser.resize(1280, 900).await;
        browser.click("[data-guess='1']").await;
        browser.wait_for(".bet[data-open=false]").await;
        let rows = browser.run("return document.querySelectorAll('.bet tbody tr').length").await;
        assert_eq!(rows, 4);
        let stroke = browser.said(".bet .headline").await;
        let right = stroke.contains("why seed 1 points");
        assert!(stroke.starts_with(if right { "Right." } else { "Wrong." }), "{stroke}");
        assert_ne!(browser.run(told).await, 0);
        browser.picture("explorer-bet-made.png").await;
        browser.resize(1280, 900).await;
        browser.click(".end-bet").await;
        browser.wait_for(".answers").await;
    })
    .await;
}
