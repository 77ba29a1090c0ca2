//! A phone held upright: what the network sees and reads is on the first screen, and stays in view beside the heatmaps.

use serde_json::Value;

use crate::browser::{Browser, in_browser};
use crate::explanations::wait_for_all;

const HEIGHT: f64 = 844.0;

/// Where the stage, the first heatmap and what has the focus lie: top and bottom within the window.
const PLACES: &str = "return Object.fromEntries(
    [['stage', '.pinned'], ['map', '.method .map .lattice'], ['focus', ':focus']].map(([name, css]) => {
        const box = document.querySelector(css)?.getBoundingClientRect();
        return [name, box ? [box.top, box.bottom] : null];
    }))";

fn ends(places: &Value, name: &str) -> (f64, f64) {
    let end = |i: usize| places[name][i].as_f64().unwrap_or_else(|| panic!("no {name}: {places}"));
    (end(0), end(1))
}

/// Asserts that the stage is in view, with nothing on it, and leaves room, and returns where it ends.
async fn stage_end(browser: &Browser, places: &Value) -> f64 {
    let (top, bottom) = ends(places, "stage");
    assert!(top >= 0.0 && bottom - top <= 0.45 * HEIGHT, "{places}");
    let on_top = format!(
        "return document.elementFromPoint(100, {}).closest('.pinned') !== null",
        (top + bottom) / 2.0
    );
    assert_eq!(browser.run(&on_top).await, true);
    bottom
}

/// Asserts that the stage and the whole first heatmap are in view.
async fn assert_both_in_view(browser: &Browser) {
    let places = browser.run(PLACES).await;
    let stage_end = stage_end(browser, &places).await;
    let (top, bottom) = ends(&places, "map");
    assert!(top >= stage_end && bottom <= HEIGHT, "{places}");
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_stage_stays_in_view_while_heatmaps_scroll() {
    in_browser("phone-stage", |browser| async move {
        browser.resize(390, HEIGHT as u32).await;
        browser.prefer("light").await;
        browser.open("#/explain?class=6&seed=6").await;
        wait_for_all(&browser, 6, 6).await;
        let explains = "main[aria-busy=false] .map .marker";

        // The first screen shows the picture and the arrows, before anything is scrolled.
        let places = browser.run(PLACES).await;
        assert!(stage_end(&browser, &places).await <= HEIGHT, "{places}");
        let seen = "return ['The image', 'The predicted configuration'].every((label) => {
            const { bottom, width } =
                document.querySelector(`.pinned [data-label^=\"${label}\"]`).getBoundingClientRect();
            return bottom <= innerHeight && width > 150;
        })";
        assert_eq!(browser.run(seen).await, true);

        // From the figure, where no heatmap is in view yet.
        browser.run("document.querySelector('.figure .panel').scrollIntoView()").await;
        browser.click(".pinned .pick:nth-of-type(2)").await;
        browser.wait_for(explains).await;
        assert_both_in_view(&browser).await;

        // From the last of the heatmaps.
        let last = "[...document.querySelectorAll('.method')].pop().scrollIntoView()";
        browser.run(last).await;
        stage_end(&browser, &browser.run(PLACES).await).await;
        browser.click(".pinned .pick:nth-of-type(3)").await;
        browser.wait_for(explains).await;
        stage_end(&browser, &browser.run(PLACES).await).await;

        // From what follows them.
        browser.run("document.querySelector('.export').scrollIntoView()").await;
        browser.click(".pinned .pick:nth-of-type(2)").await;
        browser.wait_for(explains).await;
        assert_both_in_view(&browser).await;

        // The focus of the keyboard does not lie below it.
        browser.run("document.querySelector('.generator .answer').focus()").await;
        let places = browser.run(PLACES).await;
        let (top, bottom) = ends(&places, "focus");
        let end = stage_end(&browser, &places).await;
        assert!(top >= end && bottom <= HEIGHT, "{places}");

        // A phone on its side has no room for it.
        browser.resize(844, 390).await;
        let position = "return getComputedStyle(document.querySelector('.pinned')).position";
        assert_eq!(browser.run(position).await, "static");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_strokes_of_a_drawing_stay_in_view_while_their_heatmaps_scroll() {
    in_browser("phone-write", |browser| async move {
        browser.resize(390, HEIGHT as u32).await;
        browser.prefer("light").await;
        browser.open("#/write").await;
        let explains = "main.write[aria-busy=false] .map .marker";
        browser.wait_for(explains).await;
        for from in [".method", ".export"] {
            browser.run(&format!("document.querySelector('{from}').scrollIntoView()")).await;
            stage_end(&browser, &browser.run(PLACES).await).await;
            browser.click(".pinned .pick:nth-of-type(2)").await;
            browser.wait_for(explains).await;
            assert_both_in_view(&browser).await;
        }
        browser.picture("write-phone-pinned.png").await;
        browser.resize(844, 390).await;
        let position = "return getComputedStyle(document.querySelector('.pinned')).position";
        assert_eq!(browser.run(position).await, "static");
    })
    .await;
}
