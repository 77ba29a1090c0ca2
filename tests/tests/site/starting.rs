//! An address that changes while the page is still starting: the later one wins, and Back leads to the first.

use super::browser::in_browser;
use super::server::Fault;

/// Holds the page's program back until it is let go. By then the browser has the page: before that, a new fragment would
/// take the place of the first in the history.
const HELD_PROGRAM: &str = "
    if (self.document) {
        const ask = fetch, held = new Promise((go) => { self.letGo = go; });
        self.fetch = async (what, how) => {
            if (String(what).endsWith('_bg.wasm')) await held;
            return ask(what, how);
        };
    }
";

/// Holds the weights back until the page lets them go.
const HELD_WEIGHTS: &str = "
    if (self.document) {
        navigator.locks.request('weights', () => new Promise((go) => { self.letGo = go; }));
    } else {
        const ask = fetch;
        self.fetch = async (what, how) => {
            if (String(what).includes('safetensors')) {
                await navigator.locks.request('weights', () => {});
            }
            return ask(what, how);
        };
    }
";

/// A fragment, and what is to be seen of it.
type Shown = (&'static str, &'static str);

const FRONT: Shown = ("", "main.front[data-class='9'][data-act=grow]");
const FIVE: Shown = ("#/?digit=5&act=test", "main.front[data-class='5'][data-act=test]");
const THREES: Shown = ("#/gallery?class=3&seed=0", "main.gallery[data-class='3']");
const SEVENS: Shown = ("#/gallery?class=7&seed=0", "main.gallery[data-class='7']");
const SEGMENT: Shown = ("#/grow?preset=textbook-2", "main.grow[data-seeds='1'][data-step='6']");

/// What the address says at first and later: on the same page, and on another.
const CHANGES: [[Shown; 2]; 4] =
    [[FRONT, FIVE], [THREES, SEVENS], [THREES, SEGMENT], [SEGMENT, FRONT]];

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn an_address_that_changes_before_the_program_runs_or_as_it_has_drawn_wins() {
    in_browser("starting", |browser| async move {
        browser.site().set_fault(Fault::OtherBrowser(HELD_PROGRAM));
        for [(first, shows_first), (later, shows_later)] in CHANGES {
            let before_it_runs = format!("location.hash = '{later}'");
            // Before the browser does anything else.
            let as_it_has_drawn = format!(
                "new MutationObserver((_, drawing) => {{
                    if (!document.querySelector('main')) return;
                    drawing.disconnect();
                    {before_it_runs};
                }}).observe(document, {{ childList: true, subtree: true }})"
            );
            for change in [&before_it_runs, &as_it_has_drawn] {
                browser.open(first).await;
                browser.wait_for(".loading").await;
                let before = browser.history().await;
                browser.run(change).await;
                browser.run("letGo()").await;
                browser.wait_for(shows_later).await;
                assert_eq!(browser.history().await, before + 1, "{change}");
                browser.run("history.back()").await;
                browser.wait_for(shows_first).await;
                browser.run("history.forward()").await;
                browser.wait_for(shows_later).await;
            }
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn an_address_that_changes_while_the_first_answers_load_is_answered() {
    in_browser("loading", |browser| async move {
        browser.site().set_fault(Fault::OtherBrowser(HELD_WEIGHTS));
        browser.open("?backend=cpu#/explain?class=3&seed=1").await;
        browser.wait_for("main[data-class='3'][data-seed='1'][aria-busy=true] .figure").await;
        let before = browser.history().await;
        browser.run("location.hash = '#/explain?class=6&seed=3'").await;
        browser.wait_for("main[data-class='6'][data-seed='3'][aria-busy=true] .figure").await;
        assert_eq!(browser.history().await, before + 1);

        // To another page and back, whose worker waits for the same weights.
        browser.run("location.hash = '#/grow?preset=textbook-2'").await;
        browser.wait_for(SEGMENT.1).await;
        browser.run("history.back()").await;
        browser.wait_for("main[data-class='6'][data-seed='3'][aria-busy=true] .figure").await;

        browser.run("letGo()").await;
        browser.wait_for_explanation_of(6, 3).await;
        browser.wait_for(".answers[data-predicted='6']").await;
        assert_eq!(browser.fragment().await, "#/explain?class=6&seed=3&layer=stem");
        browser.run("history.back()").await;
        browser.wait_for_explanation_of(3, 1).await;
        browser.wait_for(".answers[data-predicted='3']").await;
    })
    .await;
}
