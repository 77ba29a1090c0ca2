//! Workers that the browser ends in the middle of their work, without a word.

use super::browser::{Browser, in_browser};
use super::server::Site;
use super::{assert_same, trainer_explains};

/// Keeps hold of the workers that the page starts from now on.
const HOLD: &str = "
    window.workers = [];
    const Started = window.Worker;
    window.Worker = class extends Started {
        constructor(...all) {
            super(...all);
            window.workers.push(this);
        }
    };";

/// Ends the newest of them, of which no event tells anybody.
const KILL: &str = "window.workers.at(-1).terminate()";

/// Asserts that the page says that its worker is gone, and lets it try again.
async fn mend(browser: &Browser) {
    let said = browser.wait_for(".trouble").await.text().await.unwrap();
    assert!(
        said.contains("The worker stopped.") && said.contains("the browser has ended it"),
        "{said}"
    );
    // Not at the edge, where the bar of the evaluation would cover it.
    browser.run("document.querySelector('.trouble').scrollIntoView({ block: 'center' })").await;
    browser.click(".trouble button").await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_worker_that_is_killed_is_missed_and_the_next_one_does_the_work() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("killed", |browser| async move {
        kill_and_mend(&browser, &address).await;

        // A worker that the page itself ends is not missed.
        browser.run("location.hash = '#/evaluate?methods=gradient&n=20'").await;
        browser.click(".run .go").await;
        browser.wait_for(".run [data-done]:not([data-done='0'])").await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);

        // In the middle of an evaluation, which begins again.
        browser.run(KILL).await;
        mend(&browser).await;
        browser.wait_for("main.evaluate[aria-busy=false] .run [data-done='20']").await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

/// Kills the explorer's worker while it reads, and the next one while it has nothing to do.
pub async fn kill_and_mend(browser: &Browser, address: &str) {
    // From a page without a worker, so that it can be held.
    browser.open(&format!("{address}/#/grow")).await;
    browser.wait_for("main.grow").await;
    browser.run(HOLD).await;
    browser.run("location.hash = '#/explain?class=6&seed=3&layer=stem'").await;
    browser.wait_for_explanation_of(6, 3).await;

    // In the middle of a reading: what was asked last is answered by the next one.
    browser
        .run(&format!(
            "document.querySelector(\"[aria-label='Next sample']\").click();
             return new Promise((done) => setTimeout(done)).then(() => {{ {KILL}; }})"
        ))
        .await;
    mend(browser).await;
    browser.wait_for_explanation_of(6, 4).await;
    let saved = browser.save_json(".save-json", "gptnet-6-4.json").await;
    assert_same(&saved, &trainer_explains(6, 4, &["--output", "y"]));

    // It is missed while it has nothing to do, too.
    browser.run(KILL).await;
    mend(browser).await;
    browser.wait_for("[data-backend]").await;
}
