//! Every page by the rules of axe-core (`tests/axe`), light and dark, on a desktop and a phone.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::{Browser, in_browser};
use super::server::Site;

const AXE: &str = include_str!("../../axe/axe.min.js");

/// Its SHA-256.
const AXE_HASH: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// A state of the site: its address, what is clicked on there, and what is to be seen then.
struct State {
    address: &'static str,
    click: Option<&'static str>,
    shows: &'static str,
}

const fn open(address: &'static str, shows: &'static str) -> State {
    State { address, click: None, shows }
}

const fn click(address: &'static str, on: &'static str, shows: &'static str) -> State {
    State { address, click: Some(on), shows }
}

/// An evaluation of all kinds, as short as can be.
const EVALUATION: &str = "#/evaluate?methods=gradient&n=1&sections=scores,flipping,randomization";

const STATES: [State; 22] = [
    open("#/", "main.front[data-act=grow] .stage"),
    open("#/?act=read", "main[data-act=read] .named"),
    open("#/?act=test&without=2", "main[data-act=test] .verdict"),
    open("?embed=1#/", ".whole"),
    open("#/?digit=x", ".hints"),
    open("#/explain?class=3&seed=1", "main[aria-busy=false] .answers"),
    open(
        "#/explain?class=6&seed=3&scale=shared&opacity=40&frame=upright",
        ".generator:last-child .small:last-child .relevance",
    ),
    open("#/explain?class=6&seed=3&random=2", "main[aria-busy=false] .forget .named"),
    open("#/explain?class=3&seed=1&without=2&stroke=2", "main[aria-busy=false] .changes"),
    click("#/explain?class=6&seed=6&stroke=1", ".start-bet", ".bet[data-open=true]"),
    click("#/explain?class=3&seed=1", ".keys", "dialog.help[open]"),
    open("#/explain?class=6&seed=3&p=2", "main[aria-busy=false] .dials[open] .dial.set"),
    open("#/network?reader=handwriting", "main.network[aria-busy=false] .small-maps"),
    open("#/write?reader=grown", "main[data-reader=grown][aria-busy=false] .verdict"),
    click("#/write", "[data-digit='2']", "main[data-drawing='1'][aria-busy=false] .strokes"),
    open("#/write?without=2&rest=clear&step=3", "main[aria-busy=false] .lost [data-cost]"),
    click("#/write", ".clear", ".empty"),
    open("#/grow", "main.grow[data-step]"),
    open("#/grow?preset=textbook-4&site=5,5", ".inspect"),
    open("#/gallery", ".frequency[data-digits='2400']"),
    open("#/gallery?class=7", ".frequency[data-digits='240']"),
    click(EVALUATION, ".run .go", ".run [data-done]:not([data-done='0'])"),
];

/// What axe finds on the page: rule, words, elements.
async fn violations(browser: &Browser) -> Value {
    let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    let options = json!({
        "runOnly": tags,
        "rules": { "target-size": { "enabled": true } },
        "resultTypes": ["violations"],
    });
    let script = format!(
        "{AXE}
         return axe.run(document, {options}).then(({{ violations }}) => violations.map(
             ({{ id, help, nodes }}) => [id, help, ...nodes.map(({{ target }}) => target.join(' '))]))"
    );
    browser.run(&script).await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn axe_finds_nothing_on_any_page_light_or_dark() {
    let hash: String = Sha256::digest(AXE).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, AXE_HASH, "another axe.min.js than was put there");
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("accessibility", |browser| async move {
        let mut found = Vec::new();
        for (scheme, width) in [("light", 1280), ("dark", 390)] {
            browser.prefer(scheme).await;
            browser.resize(width, 900).await;
            for State { address: state, click, shows } in STATES {
                browser.open(&format!("{address}/{state}")).await;
                if let Some(css) = click {
                    browser.click(css).await;
                }
                browser.wait_for(shows).await;
                let violations = violations(&browser).await;
                for violation in violations.as_array().expect("a list") {
                    found.push(format!("{state} {click:?}, {scheme}, {width} pixels: {violation}"));
                }
            }
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
