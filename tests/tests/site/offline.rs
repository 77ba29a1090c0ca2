//! The site without a network after a first visit, and when it has been built anew.

use serde_json::{Value, json};

use super::browser::{Browser, in_browser};
use super::server::{Fault, SUBFOLDER};

/// Waits until a script on the page gives a value.
pub async fn wait_until(browser: &Browser, script: &str, value: Value) {
    browser.until(script, |found| *found == value).await;
}

/// Waits until the page's files are kept.
pub async fn wait_until_kept(browser: &Browser) {
    let is_kept = "await navigator.serviceWorker.ready;
        return navigator.serviceWorker.controller !== null";
    wait_until(browser, is_kept, json!(true)).await;
}

/// The weights that are kept, without their versions.
const KEPT_WEIGHTS: &str = "
    const cache = await caches.open('gptnet-weights');
    return (await cache.keys()).map(({ url }) => new URL(url).pathname);";

/// How many releases are kept.
const RELEASES: &str = "
    return (await caches.keys()).filter((name) => name.startsWith('gptnet-explorer ')).length;";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn after_a_first_visit_it_works_without_a_network() {
    in_browser("offline", first_visit).await;
}

/// Visits the site in a folder, and again when it cannot be reached.
pub async fn first_visit(browser: Browser) {
    browser.open(&format!("{SUBFOLDER}/#/explain?class=3&seed=1")).await;
    browser.wait_for_explanation_of(3, 1).await;
    wait_until_kept(&browser).await;
    // Only what was used: not the weights of handwriting.
    let weights = format!("{SUBFOLDER}/gptnet-web.safetensors.gz");
    wait_until(&browser, KEPT_WEIGHTS, json!([weights])).await;

    browser.site().set_fault(Fault::Unreachable);
    for number in [1, 2] {
        browser.open(&format!("{SUBFOLDER}/?embed=0#/explain?class=4&seed={number}")).await;
        browser.wait_for_explanation_of(4, number).await;
    }
    browser.open(&format!("{SUBFOLDER}/")).await;
    browser.wait_for("main.front .stage").await;
    assert_eq!(browser.run("return document.querySelectorAll('.new-version').length").await, 0);
    assert_eq!(browser.console().await, [""; 0]);

    browser.open(&format!("{SUBFOLDER}/#/write")).await;
    let text = browser.text(".trouble").await;
    assert!(text.contains("handwriting-web.safetensors.gz"), "{text}");
    browser.site().set_fault(Fault::None);
    browser.click(".trouble button").await;
    browser.wait_for("main[aria-busy=false]").await;
    let both = json!([weights, format!("{SUBFOLDER}/handwriting-web.safetensors.gz")]);
    wait_until(&browser, KEPT_WEIGHTS, both).await;
    // It has said what did not come.
    browser.console().await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_new_build_is_offered_and_the_old_tab_lives() {
    in_browser("release", |browser| async move {
        browser.open("#/grow").await;
        wait_until_kept(&browser).await;

        // From now on the server has no file of the old workers.
        browser.site().set_fault(Fault::NextRelease);
        let old = browser.new_tab().await;
        browser.open("#/grow").await;
        browser.wait_for("html:not([data-release]) .new-version").await;
        browser.picture("new-version.png").await;
        browser.click(".new-version button").await;
        browser.wait_for("html[data-release=next] main").await;
        assert_eq!(browser.run("return document.querySelectorAll('.new-version').length").await, 0);
        browser.open_digit(2, 1, "").await;
        browser.close_tab().await;

        browser.switch_to(old).await;
        browser.wait_for("html:not([data-release]) .new-version").await;
        browser.click("nav a:nth-child(2)").await;
        browser.wait_for_explanation_of(9, 35).await;
        wait_until(&browser, RELEASES, json!(2)).await;
        browser.click(".new-version button").await;
        browser.wait_for("html[data-release=next]").await;
        browser.wait_for_explanation_of(9, 35).await;
        // Nobody needs the old one any more.
        wait_until(&browser, RELEASES, json!(1)).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_page_that_is_being_worked_on_is_not_kept() {
    in_browser("worked-on", |browser| async move {
        browser.site().set_fault(Fault::TrunkServe);
        browser.open_digit(3, 1, "").await;
        let registered = "return (await navigator.serviceWorker.getRegistrations()).length";
        wait_until(&browser, registered, json!(0)).await;
        let asked = browser.site().requests();
        assert!(asked.iter().any(|path| path == "offline.js"), "{asked:?}");
        assert!(!asked.iter().any(|path| path == "service-worker.js"), "{asked:?}");
    })
    .await;
}
