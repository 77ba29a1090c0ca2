//! Every page by the rules of axe-core (`tests/axe`), light and dark, on a desktop and a phone.

use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::{Browser, in_browser};
use super::server::Fault;

const AXE: &str = include_str!("../../axe/axe.min.js");

/// Its SHA-256.
const AXE_HASH: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// A state of the site: its address, what is done there, and what is to be seen then.
struct State {
    address: &'static str,
    steps: &'static [Step],
    shows: &'static str,
    /// Whether it is looked at light and dark, wide and narrow, each with each.
    everywhere: bool,
}

/// Something done to a page, as soon as it can be.
#[derive(Debug)]
enum Step {
    /// An element is clicked on.
    Click(&'static str),
    /// A file of this repository is opened as weights.
    Weights(&'static str),
}

use Step::{Click, Weights};

const fn open(address: &'static str, shows: &'static str) -> State {
    after(address, &[], shows)
}

const fn after(address: &'static str, steps: &'static [Step], shows: &'static str) -> State {
    State { address, steps, shows, everywhere: false }
}

const fn everywhere(state: State) -> State {
    State { everywhere: true, ..state }
}

/// An evaluation of all kinds, as short as can be.
const EVALUATION: &str = "#/evaluate?methods=gradient&n=1&sections=scores,flipping,randomization";

const STATES: [State; 30] = [
    open("#/", "main.front[data-act=grow] .stage"),
    open("#/?act=read", "main[data-act=read] .named"),
    everywhere(open("#/?act=test&without=2", "main[data-act=test] .verdict")),
    open("?embed=1#/", ".whole"),
    open("#/?digit=x", ".digits + .hint p"),
    open("#/explain?class=3&seed=1", "main[aria-busy=false] .answers"),
    open(
        "#/explain?class=6&seed=3&scale=shared&opacity=40&frame=upright",
        ".generator:last-child .small:last-child .relevance",
    ),
    open("#/explain?class=6&seed=3&random=2", "main[aria-busy=false] .forget .named"),
    everywhere(open(
        "#/explain?class=3&seed=1&without=2&stroke=2",
        "main[aria-busy=false] .changes",
    )),
    after("#/explain?class=6&seed=6&stroke=1", &[Click(".start-bet")], ".bet[data-open=true]"),
    after(
        "#/explain?class=6&seed=6&stroke=1",
        &[
            Click(".start-bet"),
            Click("main[aria-busy=false] .bet[data-open=true] [data-guess='1']"),
        ],
        ".bet[data-open=false]",
    ),
    after("#/explain?class=3&seed=1", &[Click(".keys")], "dialog.help[open]"),
    after("#/", &[Click(".keys")], "dialog.help[open]"),
    after("#/grow", &[Click(".keys")], "dialog.help[open]"),
    open("#/explain?class=6&seed=3&p=2", "main[aria-busy=false] .dials[open] .dial.set"),
    open("#/explain?class=12&seed=x&angle=50", "main[aria-busy=false] .dials[open] .hint p"),
    open("#/network?reader=handwriting", "main.network[aria-busy=false] .small-maps"),
    after("#/network", &[Weights("Cargo.toml")], ".refusal:not(:empty)"),
    after(
        "#/network",
        &[Weights("weights/gptnet-web.safetensors")],
        "main.network[aria-busy=false]:has(.own-weights .back) .small-maps",
    ),
    open("#/write?reader=grown", "main[data-reader=grown][aria-busy=false] .verdict"),
    after(
        "#/write",
        &[Click("[data-digit='2']")],
        "main[data-drawing='1'][aria-busy=false] .strokes",
    ),
    open("#/write?without=2&rest=clear&step=3", "main[aria-busy=false] .lost [data-cost]"),
    after("#/write", &[Click(".keys")], "dialog.help[open]"),
    after("#/write", &[Click(".clear")], ".empty"),
    open("#/grow", "main.grow[data-step]"),
    everywhere(open("#/grow?preset=textbook-4&site=5,5", ".inspect")),
    open("#/gallery", ".frequency[data-digits='2400']"),
    open("#/gallery?class=7", ".frequency[data-digits='240']"),
    after(EVALUATION, &[Click(".run .go")], ".run [data-done]:not([data-done='0'])"),
    // One that takes longer is paused.
    after(
        "#/evaluate?methods=gradient&n=1000",
        &[Click(".run .go"), Click(".run:has([data-done]:not([data-done='0'])) .go")],
        "main.evaluate[aria-busy=false] .run [data-done]:not([data-done='0'])",
    ),
];

/// No weights have come yet.
const WITHOUT_WEIGHTS: State = open("#/explain?class=3&seed=1", ".trouble");

/// A scheme of colours, and how many pixels a page is wide.
type Look = (&'static str, u32);

/// The looks of most states.
const USUAL: [Look; 2] = [("light", 1280), ("dark", 390)];

/// Every scheme in every width.
const ALL: [Look; 4] = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)];

/// What axe finds on the page: rule, words, elements.
async fn violations(browser: &Browser) -> Value {
    if browser.run("return !self.axe").await == true {
        browser.run(AXE).await;
    }
    let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    let options = json!({
        "runOnly": tags,
        "rules": { "target-size": { "enabled": true } },
        "resultTypes": ["violations"],
    });
    let script = format!(
        "return axe.run(document, {options}).then(({{ violations }}) => violations.map(
             ({{ id, help, nodes }}) => [id, help, ...nodes.map(({{ target }}) => target.join(' '))]))"
    );
    browser.run(&script).await
}

/// Brings a page, which loads in the first of some looks, into a state, and says what axe finds there in each of them.
async fn look(browser: &Browser, state: &State, looks: &[Look]) -> Vec<String> {
    let State { address, steps, shows, .. } = state;
    let mut found = Vec::new();
    for (index, &(scheme, width)) in looks.iter().enumerate() {
        browser.prefer(scheme).await;
        browser.resize(width, 900).await;
        if index == 0 {
            browser.open(address).await;
            take(browser, steps).await;
        }
        browser.wait_for(shows).await;
        let violations = violations(browser).await;
        for violation in violations.as_array().expect("a list") {
            found.push(format!("{scheme}, {width} pixels: {address} {steps:?}: {violation}"));
        }
    }
    found
}

/// Takes the steps to a state.
async fn take(browser: &Browser, steps: &[Step]) {
    for step in steps {
        match step {
            Click(css) => browser.click(css).await,
            Weights(file) => {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
                browser.choose_file("#weights", &root.join(file)).await;
            }
        }
    }
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn axe_finds_nothing_on_any_page_light_or_dark() {
    let hash: String = Sha256::digest(AXE).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, AXE_HASH, "another axe.min.js than was put there");
    in_browser("accessibility", |browser| async move {
        // As long as the browser has not kept them.
        browser.site().set_fault(Fault::NoWeights);
        let mut found = look(&browser, &WITHOUT_WEIGHTS, &USUAL).await;
        browser.site().set_fault(Fault::None);
        // It said that they were missing.
        browser.console().await;
        for (index, state) in STATES.iter().enumerate() {
            let mut looks = if state.everywhere { ALL.to_vec() } else { USUAL.to_vec() };
            // Every second page is loaded by a phone.
            if index % 2 == 1 {
                looks.reverse();
            }
            found.extend(look(&browser, state, &looks).await);
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        // It would find something.
        browser
            .run("document.querySelector('main').append(document.createElement('button'))")
            .await;
        let violations = violations(&browser).await;
        assert_eq!(violations[0][0], "button-name", "{violations}");
    })
    .await;
}
