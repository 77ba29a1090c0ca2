//! Strokes taken away on the page for drawings, by keyboard alone, against the same natively.

use serde_json::{Value, json};
use shared::decode::{self, Way};
use shared::evaluation::removed::{cleared, left};
use shared::fit::Model;
use shared::gpt_mnist::Seed;
use shared::model::{CpuEngine, Network};
use shared::output::{Output, Target};

use super::assert_close;
use super::browser::{Browser, in_browser};
use super::write::{digit, handwriting, wait_for_drawing};

/// What is said about strokes in an image, with all of them and without some.
struct Said {
    /// The probability of every class.
    classes: [Vec<f32>; 2],
    /// The logits of every stroke's type and orientation, in the pass that names it.
    logits: Vec<[[f32; 2]; 2]>,
}

/// What the network says where the rest grows again, or stays as it is.
async fn without(
    network: &Network<CpuEngine>,
    image: &[f32],
    seeds: &[Seed],
    removed: &[usize],
    regrown: bool,
) -> Said {
    let model = Model::handwriting();
    let pictures = if regrown {
        [model.canvas(seeds), model.canvas(&left(seeds, removed))]
    } else {
        let (_, lineage) = model.grow(seeds).expect("strokes of the system");
        [image.to_vec(), cleared(image, &lineage, removed)]
    };
    let mut logits = Vec::new();
    for (stroke, seed) in seeds.iter().enumerate() {
        let laid = &seeds[..stroke];
        let canvases = [model.canvas(laid), model.canvas(&left(laid, removed))];
        let mut both = [[0.0; 2]; 2];
        for (index, (picture, canvas)) in pictures.iter().zip(&canvases).enumerate() {
            let input = [&picture[..], canvas].concat();
            let reading = network.read(&[&input]).await.expect("a reading").remove(0);
            for (head, output) in Output::SITES.into_iter().enumerate() {
                let target = Target::of_seed(output, seed).expect("a target");
                both[head][index] = reading.logit(&target);
            }
        }
        logits.push(both);
    }
    let mut classes = Vec::new();
    for picture in &pictures {
        let reading = network.read(&[picture]).await.expect("a reading").remove(0);
        classes.push(reading.class_probabilities());
    }
    let classes = classes.try_into().expect("two pictures");
    Said { classes, logits }
}

/// What the page saved of what it was told, against the same natively.
fn assert_said(saved: &Value, said: &Said) {
    let removed = &saved["removed"];
    for (index, when) in ["before", "now"].into_iter().enumerate() {
        assert_close(when, &removed["classes"][when], &json!(said.classes[index]));
        let strokes = removed["strokes"].as_array().expect("a list");
        for (head, name) in ["is_here", "points"].into_iter().enumerate() {
            let found = strokes.iter().map(|stroke| stroke[name]["logit"][when].clone());
            let expected: Vec<f32> = said.logits.iter().map(|both| both[head][index]).collect();
            assert_close(name, &Value::Array(found.collect()), &json!(expected));
        }
    }
}

/// Waits until everything has been said without the strokes of these numbers.
async fn wait_for_strokes(browser: &Browser, without: &str, way: &str) {
    let bench = format!(".bench[data-without='{without}'][data-way={way}]");
    browser.wait_for(&format!("main.write[aria-busy=false] {bench}")).await;
}

/// Waits until the address says this before the drawing.
async fn wait_for_address(browser: &Browser, said: &str) {
    let begins = format!("{said}&drawing=");
    let is_said = |hash: &Value| hash.as_str().is_some_and(|hash| hash.starts_with(&begins));
    browser.until("return location.hash", is_said).await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn strokes_of_a_drawing_are_taken_away_by_keyboard_alone_and_announced() {
    let (network, image) = (Network::new(&handwriting(), CpuEngine::new()), digit(9));
    let model = Model::handwriting();
    let decoded = network.decode(&model, &[&image], Way::Iterated, decode::options()).await;
    let seeds = decoded.expect("a reading").remove(0).fitted.seeds;
    assert!(seeds.len() > 3);
    let regrown = without(&network, &image, &seeds, &[1], true).await;
    let cleared = without(&network, &image, &seeds, &[1, 2], false).await;
    in_browser("write-pluck", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        browser.click("[data-digit='9']").await;
        wait_for_drawing(&browser, 1).await;
        browser.run("document.activeElement.blur()").await;

        // Each way's budget stands beside what it took.
        let spent = browser.said(".ways tr.chosen").await;
        assert!(spent.contains(&format!("{} of 24", seeds.len())), "{spent}");
        let budget = browser.said(".ways .budget").await;
        assert!(budget.contains("25 passes") && budget.contains("at most 24 strokes"), "{budget}");

        browser.press(&["ArrowRight", "Delete"]).await;
        wait_for_strokes(&browser, "2", "regrow").await;
        let saved = browser.save_json(".save-json", "handwriting.json").await;
        assert_eq!(saved["seeds"], json!(seeds));
        assert_said(&saved, &regrown);
        let said = browser.said(".said[aria-live=polite]").await;
        let class = browser.said(".bench .headline b").await;
        let expected = format!("Without stroke 2 the network says {class}");
        assert!(said.starts_with(&expected) && said.contains("Stroke 2 is chosen"), "{said}");
        // What the first stroke lost stands beside the share of each of its heatmaps.
        let row = "document.querySelector('.lost [data-output=y_s] [data-stroke=\"1\"]')";
        let cost =
            browser.run(&format!("return +{row}.querySelector('[data-cost]').dataset.cost")).await;
        let [before, now] = regrown.logits[0][1];
        assert!(
            (cost.as_f64().expect("a number") - f64::from(before - now)).abs() < 1e-3,
            "{cost}"
        );
        let shares = format!(
            "return [...{row}.querySelectorAll('.share')].map((cell) => cell.dataset.method)"
        );
        let shares = browser.run(&shares).await;
        assert_eq!(shares, json!(["guided-backprop", "grad-cam", "lrp-z-plus"]));
        // The edge of what is gone is dashed, and the map of a stroke has the edge of the stroke.
        browser.wait_for(".panel .outline.pulled[data-stroke='2'] .edge").await;
        let edges = browser.run("return document.querySelectorAll('.row .map .edge').length").await;
        assert_eq!(edges, 6);
        let scores = browser.said(".row .scores").await;
        assert!(scores.contains("of the red"), "{scores}");
        browser.picture("write-pluck.png").await;

        browser.resize(1280, 900).await;
        browser.run("document.activeElement.blur()").await;
        browser.press(&["ArrowRight", "Delete"]).await;
        wait_for_strokes(&browser, "2,3", "regrow").await;
        browser.click(".bench [data-way=clear]").await;
        wait_for_strokes(&browser, "2,3", "clear").await;
        let saved = browser.save_json(".save-json", "handwriting.json").await;
        assert_said(&saved, &cleared);
        browser.run("document.activeElement.blur()").await;

        // Growth stands still where the address says, and the link shows the same.
        browser.press(&[",", ",", "."]).await;
        let shown = "#/write?way=iterated&stroke=3&without=2,3&rest=clear";
        wait_for_address(&browser, &format!("{shown}&step=9")).await;
        let link = browser.run("return location.href").await;
        browser.open(link.as_str().expect("a link")).await;
        wait_for_strokes(&browser, "2,3", "clear").await;
        let step = "return document.querySelector('.player [type=range]').value";
        assert_eq!(browser.run(step).await, "9");
        let again = browser.save_json(".save-json", "handwriting.json").await;
        assert_said(&again, &cleared);
        // The space bar would press the button that saved.
        browser.run("document.activeElement.blur()").await;
        browser.press(&[" "]).await;
        wait_for_address(&browser, shown).await;

        // Without a past all strokes come back at once.
        browser.run("document.activeElement.blur()").await;
        browser.press(&["Ctrl+z"]).await;
        wait_for_strokes(&browser, "", "clear").await;
        browser.press(&["ArrowLeft", "Delete"]).await;
        wait_for_strokes(&browser, "2", "clear").await;
        browser.run("history.back()").await;
        wait_for_strokes(&browser, "", "clear").await;
        browser.run("history.forward()").await;
        wait_for_strokes(&browser, "2", "clear").await;

        // At the paper it is the drawing that is taken back, and its strokes go with it.
        browser.click("[data-digit='1']").await;
        wait_for_drawing(&browser, 1).await;
        browser.press(&["Delete"]).await;
        wait_for_strokes(&browser, "1", "clear").await;
        browser.press(&["Ctrl+z"]).await;
        wait_for_drawing(&browser, 2).await;
        wait_for_strokes(&browser, "", "clear").await;
        wait_for_address(&browser, "#/write?way=iterated&stroke=1&rest=clear").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn an_address_that_names_strokes_that_there_are_not_says_so() {
    in_browser("write-without", |browser| async move {
        browser.resize(390, 844).await;
        let query = "way=one-pass&stroke=1&without=1,99&rest=stay&step=12";
        browser.open(&format!("#/write?{query}")).await;
        wait_for_strokes(&browser, "1", "regrow").await;
        let hints = browser.said(".hints").await;
        for said in ["rest=stay", "step=12", "takes stroke 99 away"] {
            assert!(hints.contains(said), "{hints}");
        }
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        browser.picture("write-pluck-phone.png").await;
    })
    .await;
}
