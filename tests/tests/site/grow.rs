//! The laboratory: planted by keyboard, refused where it makes no sense, linked to and saved.

use serde_json::{Value, json};
use shared::gpt_mnist::{sample, system};
use shared::pattern::presets::preset;
use shared::pattern::{Code, Growth};

use super::browser::{Browser, Pointer, in_browser};
use super::drags::{bring_into_view, on_lattice};
use super::folder;

/// The title of the page while it shows the second of the textbook's examples.
const SEGMENT: &str = "2 · Segment · Grow · GPTNet Explorer";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_laboratory_grows_is_edited_by_keyboard_and_linked_to() {
    in_browser("grow", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/grow?preset=textbook-2&site=99,0").await;
        browser.wait_for("main.grow[data-seeds='1'][data-step='6']").await;
        let hints = browser.text(".hints").await;
        assert!(hints.contains("site=99,0"), "{hints}");
        assert_eq!(browser.run("return document.title").await, SEGMENT);
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(preset("textbook-2").unwrap()));

        browser.run("document.querySelector('.field').focus()").await;
        browser.press(&["ArrowRight", "Enter", "]"]).await;
        browser.wait_for("main[data-seeds='2']").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved["seeds"][1], json!({ "x": 5, "y": 5, "type": 2, "orientation": 1 }));
        browser.press(&["Ctrl+z", "Ctrl+z"]).await;
        browser.wait_for("main[data-seeds='1']").await;
        browser.press(&["Ctrl+y"]).await;
        browser.wait_for("main[data-seeds='2']").await;

        // A link opens the same system.
        let link = browser.run("return location.href").await;
        let link = link.as_str().unwrap().to_owned();
        assert!(link.contains("spec="), "{link}");
        browser.open(&link).await;
        browser.wait_for("main[data-seeds='2'] .inspect .says").await;
    })
    .await;
}

/// The seeds that the explorer's network names in what has grown, and the class.
async fn asked_of_the_explorers(browser: &Browser) -> String {
    browser.click("main.grow .ask[data-reader=grown]").await;
    browser.wait_for("main.write[data-reader=grown][aria-busy=false] .verdict").await;
    let said = browser.said("main.write .verdict").await;
    browser.run("history.back()").await;
    browser.wait_for("main.grow .ask").await;
    said
}

/// What the network for handwriting names in what has grown: the strokes, and the digit that they would be.
async fn asked(browser: &Browser) -> (Value, String) {
    browser.click("main.grow .ask[data-reader=handwriting]").await;
    browser.wait_for("main.write[aria-busy=false] .verdict").await;
    let strokes = "return [...document.querySelectorAll('.stroke')].map(({ dataset: d }) =>
        [d.row, d.column, d.type, d.orientation].map(Number))";
    let strokes = browser.run(strokes).await;
    let verdict = browser.text(".verdict").await;
    browser.run("history.back()").await;
    browser.wait_for("main.grow .ask").await;
    let (_, class) = verdict.split_once("it would be ").expect("a digit");
    let class = class.chars().find(char::is_ascii_digit).expect("a digit");
    (strokes, class.to_string())
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_seeds_of_a_digit_grow_into_something_else_by_other_laws_and_that_is_read() {
    let digit = sample(6, 6).unwrap();
    in_browser("grow-laws", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=6&seed=6").await;
        browser.click(".laboratory").await;
        let is_cell = |code: &&Code| !system().generators().is_empty(**code);
        let cells = digit.codes.iter().filter(is_cell).count();
        browser.wait_for(&format!("main.grow[data-cells='{cells}'][data-seeds='4']")).await;
        let (strokes, class) = asked(&browser).await;
        let said = asked_of_the_explorers(&browser).await;

        // What makes no sense is said at its field.
        let wrong = "const columns = document.querySelector('.rule .fields input');
            columns.value = 'many';
            columns.dispatchEvent(new Event('change', { bubbles: true }));";
        browser.run(wrong).await;
        browser.wait_for(".rule [aria-invalid=true]").await;
        let why = browser.described(".rule [aria-invalid=true]").await;
        assert!(why.contains("“many” is not a whole number"), "{why}");

        // The first bond of the textbook's A asks for a cell of type 3 instead of one like itself.
        let edit = "const bond = document.querySelector('.table [data-type=\"2\"] input');
            const was = bond.value;
            bond.value = 3;
            bond.dispatchEvent(new Event('change', { bubbles: true }));
            return was";
        assert_eq!(browser.run(edit).await, "2");
        browser.wait_for(&format!("main.grow[data-seeds='4']:not([data-cells='{cells}'])")).await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved["seeds"], json!(digit.seeds));
        let (others, other) = asked(&browser).await;
        assert_ne!(strokes, others);
        assert_ne!(class, other);
        assert_ne!(said, asked_of_the_explorers(&browser).await);
    })
    .await;
}

/// Chooses one of several options, as by hand.
pub async fn choose(browser: &Browser, field: &str, option: &str) {
    let script = format!(
        "const field = document.querySelector({});
        field.value = {};
        field.dispatchEvent(new Event('change', {{ bubbles: true }}))",
        Value::from(field),
        Value::from(option)
    );
    browser.run(&script).await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn files_rules_and_presets_are_taken_and_what_is_no_pattern_is_refused() {
    let tree = preset("textbook-9").unwrap();
    let folder = folder();
    let [pattern, other] = ["tree.json", "other.json"].map(|name| folder.path().join(name));
    std::fs::write(&pattern, json!(tree).to_string()).expect("a writable folder");
    std::fs::write(&other, "{ \"steps\": \"many\" }").expect("a writable folder");
    in_browser("grow-files", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/grow?preset=textbook-2").await;
        browser.choose_file(".open-json", &pattern).await;
        browser.wait_for("[data-preset=textbook-9][aria-pressed=true]").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(tree));

        // What is no pattern is refused in words, and nothing changes.
        let shown = browser.fragment().await;
        browser.choose_file(".open-json", &other).await;
        browser.wait_for("#why-file p").await;
        assert_eq!(browser.fragment().await, shown);
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(tree));

        choose(&browser, "#growth", "revised").await;
        browser.wait_for("[data-preset=textbook-9][aria-pressed=false]").await;
        let mut revised = tree;
        revised.growth = Growth::Revised;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(revised));
        // The field says which law is in force, whatever was chosen by hand.
        let law = "return document.querySelector('#growth').value";
        assert_eq!(browser.run(law).await, "revised");
        browser.click(".undo").await;
        browser.wait_for("[data-preset=textbook-9][aria-pressed=true]").await;
        assert_eq!(browser.run(law).await, "textbook");
        choose(&browser, "#growth", "maximum").await;
        browser.wait_for("#why-rule p").await;
        assert_eq!(browser.run(law).await, "textbook");

        browser.click("[data-preset=maximum]").await;
        browser.wait_for("[data-preset=maximum][aria-pressed=true]").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(preset("maximum").unwrap()));
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_click_plants_a_seed_in_one_step_which_is_undone_and_done_again() {
    in_browser("grow-click", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/grow?preset=textbook-2").await;
        browser.wait_for("main.grow[data-seeds='1']").await;
        bring_into_view(&browser, ".field").await;
        let steps = browser.history().await;
        let cell = on_lattice(&browser, [2, 1]).await;
        browser.drag(Pointer::Mouse, [cell, cell]).await;
        browser.wait_for("main.grow[data-seeds='2']").await;
        assert_eq!(browser.history().await, steps + 1);
        let planted = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(planted["seeds"][1], json!({ "x": 2, "y": 1, "type": 2, "orientation": 0 }));
        browser.click(".undo").await;
        browser.wait_for("main.grow[data-seeds='1']").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(preset("textbook-2").unwrap()));
        browser.click(".redo").await;
        browser.wait_for("main.grow[data-seeds='2']").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, planted);
    })
    .await;
}
