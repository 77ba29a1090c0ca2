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
    in_browser("truncated", |browser| async move {
        browser.site().set_fault(Fault::CutOff(Files("gptnet-web", ".gz")));
        browser.open("#/explain?class=3&seed=1").await;
        let text = browser.text(".trouble").await;
        assert!(text.contains("gzipped file is damaged or was cut off"), "{text}");
        // Digits still grow.
        browser.click("[aria-label='Next sample']").await;
        browser.wait_for(r#"main[data-class="3"][data-seed="2"] .figure"#).await;

        browser.site().set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(3, 2).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn weights_that_a_cache_has_kept_half_of_come_anew_by_themselves() {
    in_browser("halved", mend_weights).await;
}

/// Opens the explorer where half of the weights come, which the browser keeps, and again where all would.
pub async fn mend_weights(browser: Browser) {
    browser.site().set_fault(Fault::CutOff(Files("gptnet-web", ".gz")));
    browser.open("#/explain?class=3&seed=1").await;
    browser.wait_for(".trouble").await;
    browser.site().set_fault(Fault::None);
    browser.open_digit(3, 1, "").await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_missing_worker_is_reported_and_a_retry_mends_it() {
    in_browser("no-worker", |browser| async move {
        browser.site().set_fault(Fault::NoWorker);
        browser.open("#/explain?class=5&seed=1").await;
        let text = browser.text(".trouble").await;
        assert!(text.contains("could not be loaded"), "{text}");
        browser.site().set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(5, 1).await;
        // It has said what did not come.
        browser.console().await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_keeps_the_page_from_starting_is_said_in_words() {
    in_browser("start", |browser| async move {
        for (fault, words) in [
            (Fault::StrictPolicy, ["forbids WebAssembly", "'wasm-unsafe-eval'"]),
            (Fault::PlainScripts, ["program could not be loaded", "text/javascript"]),
            (Fault::OtherBrowser("delete self.WebAssembly;"), ["does not have", "lockdown"]),
        ] {
            browser.site().set_fault(fault);
            browser.open("").await;
            let text = browser.text(".stopped[role=alert]").await;
            assert!(words.iter().all(|word| text.contains(word)), "{fault:?}: {text}");
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/index.html");
        let file = Url::from_file_path(file.canonicalize().unwrap()).unwrap();
        browser.open(file.as_str()).await;
        let text = browser.text(".stopped[role=alert]").await;
        assert!(text.contains("opened as a file") && text.contains("over HTTP"), "{text}");
        // Without its last slash the folder's page finds none of its files.
        browser.site().set_fault(Fault::None);
        browser.open(SUBFOLDER).await;
        let text = browser.text(".stuck").await;
        assert!(text.contains("has to end in “/”"), "{text}");
        browser.open(&format!("{SUBFOLDER}/#/explain?class=2&seed=1")).await;
        browser.wait_for_explanation_of(2, 1).await;
        assert_eq!(browser.run("return document.querySelectorAll('.stuck').length").await, 0);
        // The browser has said it in its own words.
        browser.console().await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_came_instead_of_weights_is_named_and_a_retry_mends_it() {
    in_browser("foreign-weights", |browser| async move {
        for (files, other, name, page, ready) in [
            (Files("gptnet-web", ".gz"), HTML, "an HTML or XML page", "explain", "main[data-seed]"),
            (Files("handwriting-web", ".gz"), POINTER, "a Git LFS pointer", "write", "main"),
        ] {
            browser.site().set_fault(Fault::Instead(files, other));
            browser.open(&format!("#/{page}")).await;
            let text = browser.text(".trouble").await;
            assert!(text.contains(name), "{text}");
            browser.site().set_fault(Fault::None);
            browser.click(".trouble button").await;
            browser.wait_for(&format!("{ready}[aria-busy=false]")).await;
            browser.wait_for("[data-backend=cpu]").await;
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn weights_of_another_network_are_refused_by_every_page() {
    in_browser("other-weights", |browser| async move {
        browser.site().set_fault(Fault::OtherWeights);
        for page in ["explain", "write?reader=grown", "evaluate", "network"] {
            browser.open(&format!("#/{page}")).await;
            let text = browser.text(".trouble").await;
            let said = "a network for \"handwriting\", and the digits here are of \"gpt-mnist\"";
            assert!(text.contains(said), "{page}: {text}");
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_program_that_came_wrong_is_fetched_anew() {
    in_browser("program", |browser| async move {
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
            // Of a site on another port the browser keeps nothing yet.
            mend_program(&browser.on(Arc::new(Site::serve())), fault, words).await;
        }
        // The browser has said it in its own words.
        browser.console().await;
    })
    .await;
}

/// Has the page fail, and again from the browser's cache, and start after another try.
pub async fn mend_program(browser: &Browser, fault: Fault, words: [&str; 2]) {
    browser.site().set_fault(fault);
    browser.open("#/grow").await;
    let text = browser.text(".stopped[role=alert]").await;
    assert!(words.iter().all(|word| text.contains(word)), "{fault:?}: {text}");
    browser.site().set_fault(Fault::None);
    browser.open("#/grow").await;
    browser.click(".stopped button").await;
    browser.wait_for("main.grow").await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_worker_that_came_wrong_is_fetched_anew() {
    in_browser("worker", |browser| async move {
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
            // Of a site on another port the browser keeps nothing yet.
            let browser = browser.on(Arc::new(Site::serve()));
            browser.site().set_fault(fault);
            browser.open("#/explain?class=5&seed=1").await;
            let text = browser.text(".trouble").await;
            assert!(text.contains(words), "{fault:?}: {text}");
            // Nor does the service worker keep such a release. From now on it asks the server for nothing.
            browser.wait_for(".not-kept").await;
            browser.site().set_fault(Fault::None);
            browser.click(".trouble button").await;
            browser.wait_for_explanation_of(5, 1).await;
        }
        // The browser has said it in its own words.
        browser.console().await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_worker_that_panics_is_broken_and_the_next_one_does_the_work() {
    in_browser("panic", |browser| async move {
        browser.site().set_fault(Fault::OtherBrowser(NO_CLOCK));
        browser.open("#/explain?class=5&seed=1").await;
        let text = browser.text(".trouble").await;
        let said = "The worker stopped. Reason: every browser with WebAssembly has a clock";
        assert!(text.contains(said), "{text}");
        browser.site().set_fault(Fault::None);
        browser.click(".trouble button").await;
        browser.wait_for_explanation_of(5, 1).await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);
        // A panic is said there, too.
        browser.console().await;
    })
    .await;
}

/// Takes the clock away from workers, on which they rely as soon as they read.
const NO_CLOCK: &str = "
    if (!self.document) Object.defineProperty(self, 'performance', { value: undefined });
";
