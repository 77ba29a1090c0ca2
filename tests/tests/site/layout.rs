//! Every page on windows of all widths, and with less motion.

use serde_json::json;

use super::browser::in_browser;
use super::server::Site;

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

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn no_page_scrolls_sideways_on_windows_of_360_to_2560_pixels() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("layout", |browser| async move {
        let mut wrong = Vec::new();
        browser.prefer("light").await;
        for (page, shows) in PAGES {
            browser.resize(360, 800).await;
            browser.open(&format!("{address}/{page}")).await;
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
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn with_less_motion_nothing_moves_and_with_motion_growth_plays() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("motion", |browser| async move {
        let running = "return document.getAnimations()
            .filter(({ playState }) => playState === 'running')
            .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)";
        browser.prefer("light").await;
        browser.resize(1280, 900).await;
        for (page, shows) in PAGES {
            browser.open(&format!("{address}/{page}")).await;
            browser.wait_for(shows).await;
            assert_eq!(browser.run(running).await, json!([]), "{page}");
        }
        // What turns does so at once, and what grows is grown.
        browser.open(&format!("{address}/#/explain?class=6&seed=3")).await;
        browser.wait_for_explanation_of(6, 3).await;
        browser.run("document.querySelector('[data-frame=upright]').click()").await;
        browser.wait_for("[data-frame=upright][aria-pressed=true]").await;
        assert_eq!(browser.run(running).await, json!([]));
        let steps = shared::gpt_mnist::sample(6, 3).unwrap().steps.to_string();
        let step = "return document.querySelector('.player input').value";
        assert_eq!(browser.run(step).await, steps);

        // Whoever has not asked for less sees it grow.
        browser.allow_motion().await;
        browser.run("document.querySelector('.player .play').click()").await;
        for _ in 0..200 {
            let now = browser.run(step).await;
            if now != steps && now != "0" {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("nothing grows");
    })
    .await;
}
