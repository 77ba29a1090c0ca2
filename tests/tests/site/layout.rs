//! Every page on windows of all widths, and with less motion.

use serde_json::{Value, json};

use super::browser::in_browser;

/// Every page, in a state that shows much, and what is to be seen then.
const PAGES: [(&str, &str); 9] = [
    ("#/?act=test&without=2", "main[data-act=test] .verdict"),
    ("#/explain?class=9&seed=35&target=1,12,15&output=y_s", "main[aria-busy=false] .strip"),
    (
        "#/explain?class=6&seed=3&without=2&turn=3:1&random=1",
        "main[aria-busy=false] .forget .named",
    ),
    ("#/write?without=2", "main[aria-busy=false] .lost [data-cost]"),
    ("#/write?reader=grown", "main[aria-busy=false] .verdict"),
    ("#/grow?preset=textbook-4&site=5,5", ".inspect"),
    ("#/gallery", ".frequency[data-digits='2400']"),
    ("#/network", "main.network[aria-busy=false] .small-maps"),
    ("#/evaluate", "main .run"),
];

/// What moves on the page.
const RUNNING: &str = "return document.getAnimations()
    .filter(({ playState }) => playState === 'running')
    .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn no_page_scrolls_sideways_on_windows_of_360_to_2560_pixels_or_moves_with_less_motion() {
    in_browser("layout", |browser| async move {
        let mut wrong = Vec::new();
        browser.prefer("light").await;
        for (page, shows) in PAGES {
            browser.resize(360, 800).await;
            browser.open(page).await;
            browser.wait_for(shows).await;
            for width in [360, 390, 600, 768, 1024, 1280, 1920, 2560] {
                browser.resize(width, 800).await;
                // A scrollbar at the side takes some of the width.
                let script = "const { scrollWidth, clientWidth } = document.documentElement;
                    return [scrollWidth, clientWidth]";
                let [is, room]: [u32; 2] =
                    serde_json::from_value(browser.run(script).await).unwrap();
                if is > room || room + 20 < width {
                    wrong.push(format!("{page} on {width} pixels: {is} wide, for {room}"));
                }
                if width == 1280 {
                    assert_eq!(browser.run(RUNNING).await, json!([]), "{page}");
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Notes every step of growth that is shown from now on.
const NOTE_STEPS: &str = "
    window.steps = [];
    const slider = document.querySelector('.player input');
    new MutationObserver(() => window.steps.push(slider.getAttribute('aria-valuetext')))
        .observe(slider, { attributes: true });";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn with_less_motion_what_grows_is_grown_and_with_motion_it_plays() {
    in_browser("motion", |browser| async move {
        browser.prefer("light").await;
        browser.resize(1280, 900).await;
        // What turns does so at once, and what grows is grown.
        browser.open_digit(6, 3, "").await;
        browser.run("document.querySelector('[data-frame=upright]').click()").await;
        browser.wait_for("[data-frame=upright][aria-pressed=true]").await;
        assert_eq!(browser.run(RUNNING).await, json!([]));
        let steps = shared::gpt_mnist::sample(6, 3).unwrap().steps;
        let step = "return document.querySelector('.player input').value";
        assert_eq!(browser.run(step).await, steps.to_string());

        // Whoever has not asked for less sees it grow.
        browser.allow_motion().await;
        browser.run(NOTE_STEPS).await;
        browser.run("document.querySelector('.player .play').click()").await;
        let middle: Vec<String> =
            (1..steps).map(|step| format!("step {step} of {steps}")).collect();
        let grows = |shown: &Value| {
            let shown = shown.as_array().expect("a list");
            shown.iter().any(|step| middle.iter().any(|middle| step == middle.as_str()))
        };
        browser.until("return steps", grows).await;
    })
    .await;
}
