//! Files that do not come, or come as something else, and a next try that mends it.

use std::path::Path;
use std::sync::Arc;

use url::Url;

use super::browser::{Browser, in_browser};
use super::server::{Fault, Files, SUBFOLDER, Site};

/// What a server sends that has its page for every address.
const HTML: &str = "<!doctype html><title>Welcome</title>";
/// What Git leaves where large files were not fetched.
const POINTER: &str =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f\n";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn truncated_weights_are_reported_and_a_retry_mends_it() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("truncated", |browser| async move {
        server.set_fault(Fault::CutOff(Files("gptnet-web", ".gz")));
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
async fn weights_that_a_cache_has_kept_half_of_come_anew_by_themselves() {
    let site = Arc::new(Site::serve());
    in_browser("halved", |browser| mend_weights(browser, site)).await;
}

/// Opens the explorer where half of the weights come, which the browser keeps, and again where all would.
pub async fn mend_weights(browser: Browser, site: Arc<Site>) {
    let page = format!("{}/#/explain?class=3&seed=1", site.address());
    site.set_fault(Fault::CutOff(Files("gptnet-web", ".gz")));
    browser.open(&page).await;
    browser.wait_for(".trouble").await;
    site.set_fault(Fault::None);
    browser.open(&page).await;
    browser.wait_for_explanation_of(3, 1).await;
    assert_eq!(browser.console().await, [""; 0]);
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
async fn what_came_instead_of_weights_is_named_and_a_retry_mends_it() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("foreign-weights", |browser| async move {
        for (files, other, name, page, ready) in [
            (Files("gptnet-web", ".gz"), HTML, "an HTML or XML page", "explain", "main[data-seed]"),
            (Files("handwriting-web", ".gz"), POINTER, "a Git LFS pointer", "write", "main"),
        ] {
            server.set_fault(Fault::Instead(files, other));
            browser.open(&format!("{address}/#/{page}")).await;
            let text = browser.wait_for(".trouble").await.text().await.unwrap();
            assert!(text.contains(name), "{text}");
            server.set_fault(Fault::None);
            browser.click(".trouble button").await;
            browser.wait_for(&format!("{ready}[aria-busy=false]")).await;
            browser.wait_for("[data-backend=cpu]").await;
        }
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn weights_of_another_network_are_refused_by_every_page() {
    let site = Site::serve();
    site.set_fault(Fault::OtherWeights);
    let address = site.address().to_owned();
    in_browser("other-weights", |browser| async move {
        for page in ["explain", "write?reader=grown", "evaluate", "network"] {
            browser.open(&format!("{address}/#/{page}")).await;
            let text = browser.wait_for(".trouble").await.text().await.unwrap();
            let said = "a network for \"handwriting\", and the digits here are of \"gpt-mnist\"";
            assert!(text.contains(said), "{page}: {text}");
        }
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_program_that_came_wrong_is_fetched_anew() {
    let (code, program) = (Files("explorer", ".js"), Files("explorer", "_bg.wasm"));
    for (fault, words) in [
        (Fault::CutOff(code), ["program could not be loaded", "come incomplete"]),
        (
            Fault::Instead(code, HTML),
            ["program could not be loaded", "an HTML page came instead of"],
        ),
        (Fault::Instead(code, ""), ["program could not be", ".js came empty"]),
        (Fault::CutOff(program), ["program could not be started", "come incomplete"]),
        (
            Fault::Instead(program, HTML),
            ["program could not be started", "an HTML page came instead of"],
        ),
    ] {
        let site = Arc::new(Site::serve());
        in_browser("program", move |browser| mend_program(browser, site, fault, words)).await;
    }
}

/// Has the page fail, and again from the browser's cache, and start after another try.
pub async fn mend_program(
    browser: Browser,
    site: Arc<Site>,
    fault: Fault,
    words: [&'static str; 2],
) {
    site.set_fault(fault);
    browser.open(&format!("{}/#/grow", site.address())).await;
    let text = browser.wait_for(".stopped[role=alert]").await.text().await.unwrap();
    assert!(words.iter().all(|word| text.contains(word)), "{fault:?}: {text}");
    site.set_fault(Fault::None);
    browser.open(&format!("{}/#/grow", site.address())).await;
    browser.click(".stopped button").await;
    browser.wait_for("main.grow").await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_worker_that_came_wrong_is_fetched_anew() {
    let worker = |end| Files("workers-", end);
    for (fault, words) in [
        (Fault::CutOff(worker("/worker.js")), "its files could not be loaded"),
        (Fault::CutOff(worker("/worker_bg.wasm")), "its files could not be loaded"),
        (
            Fault::Instead(worker("/worker-start.js"), HTML),
            "an HTML page came instead of worker-start.js",
        ),
        (Fault::Instead(worker("/worker.js"), HTML), "an HTML page came instead of worker.js"),
        (
            Fault::Instead(worker("/worker_bg.wasm"), HTML),
            "an HTML page came instead of worker_bg.wasm",
        ),
    ] {
        let site = Arc::new(Site::serve());
        in_browser("worker", move |browser| async move {
            site.set_fault(fault);
            browser.open(&format!("{}/#/explain?class=5&seed=1", site.address())).await;
            let text = browser.wait_for(".trouble").await.text().await.unwrap();
            assert!(text.contains(words), "{fault:?}: {text}");
            // Nor does the service worker keep such a release. From now on it asks the server for nothing.
            browser.wait_for(".not-kept").await;
            site.set_fault(Fault::None);
            browser.click(".trouble button").await;
            browser.wait_for_explanation_of(5, 1).await;
        })
        .await;
    }
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_worker_that_panics_is_broken_and_the_next_one_does_the_work() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("panic", |browser| async move {
        server.set_fault(Fault::OtherBrowser(NO_CLOCK));
        browser.open(&format!("{address}/#/explain?class=5&seed=1")).await;
        let text = browser.wait_for(".trouble").await.text().await.unwrap();
        let said = "The worker stopped. Reason: every browser with WebAssembly has a clock";
        assert!(text.contains(said), "{text}");
        server.set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(5, 1).await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);
    })
    .await;
}

/// Takes the clock away from workers, on which they rely as soon as they read.
const NO_CLOCK: &str = "
    if (!self.document) Object.defineProperty(self, 'performance', { value: undefined });
";
