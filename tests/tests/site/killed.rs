//! Workers that the browser ends in the middle of their work, without a word.

use serde_json::Value;

use super::browser::{Browser, in_browser};
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
    let said = browser.text(".trouble").await;
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
    in_browser("killed", |browser| async move {
        kill_and_mend(&browser).await;

        // A worker that the page itself ends is not missed. The next one is killed in the middle of an evaluation, which
        // begins again.
        browser.run("location.hash = '#/evaluate?methods=gradient&n=20'").await;
        browser.click(".run .go").await;
        let script = format!(
            "const done = () => document.querySelector('.run [data-done]').dataset.done;
            while (done() === '0') await new Promise((next) => setTimeout(next, 5));
            const noted = [document.querySelectorAll('.trouble').length, +done()];
            {KILL};
            return noted"
        );
        let noted = browser.until(&script, Value::is_array).await;
        let [troubles, done]: [u32; 2] = serde_json::from_value(noted).expect("numbers");
        assert_eq!(troubles, 0);
        assert!((1..20).contains(&done), "{done} samples before the end");
        mend(&browser).await;
        browser.wait_for("main.evaluate[aria-busy=false] .run [data-done='20']").await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);
    })
    .await;
}

/// Kills the explorer's worker while it reads, and the next one while it has nothing to do.
pub async fn kill_and_mend(browser: &Browser) {
    // From a page without a worker, so that it can be held.
    browser.open("#/grow").await;
    browser.wait_for("main.grow").await;
    browser.run(HOLD).await;
    browser.run("location.hash = '#/explain?class=6&seed=3&layer=stem'").await;
    browser.wait_for_explanation_of(6, 3).await;

    // In the middle of a reading: what was asked last is answered by the next one.
    let script = format!(
        "document.querySelector(\"[aria-label='Next sample']\").click();
        return new Promise((done) => setTimeout(done)).then(() => {{
            const busy = document.querySelector('main').getAttribute('aria-busy');
            {KILL};
            return busy;
        }})"
    );
    assert_eq!(browser.run(&script).await, "true");
    mend(browser).await;
    browser.wait_for_explanation_of(6, 4).await;
    let saved = browser.save_json(".save-json", "gptnet-6-4.json").await;
    assert_same(&saved, &trainer_explains(6, 4, "stem", &["--output", "y"]));

    // It is missed while it has nothing to do, too.
    browser.run(KILL).await;
    mend(browser).await;
    browser.wait_for("[data-backend]").await;
}
