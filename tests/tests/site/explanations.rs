//! Every seed of a digit explained at once, and how the heatmaps are drawn.

use serde_json::{Value, json};

use super::browser::{Browser, in_browser};
use super::server::Site;
use super::trainer_explains;

/// Waits until the heatmaps of every seed are drawn.
async fn wait_for_all(browser: &Browser, class: u8, seed: u64) {
    browser.wait_for_explanation_of(class, seed).await;
    // They come in the order of the list.
    browser.wait_for(".generator:last-child .small:last-child .relevance").await;
}

async fn list(browser: &Browser, script: &str) -> Vec<String> {
    serde_json::from_value(browser.run(script).await).expect("a list of texts")
}

/// The numbers under the small heatmaps of one seed.
const SHARES: &str =
    "return [...document.querySelectorAll('.generator:nth-child(2) .small .number')]
    .map((number) => number.textContent.replaceAll('\u{a0}', ' '))";

/// The colours of the large heatmaps.
const COLOURS: &str = "return [...new Set([...document.querySelectorAll('.map .relevance path')]
    .map((path) => path.getAttribute('fill')))]";

/// Red, green, blue.
fn parts(colour: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour"))
}

/// Notes everything that the page and its worker say to each other, and every turn of the page's main thread.
const NOTE: &str = "
    window.noted = [];
    const note = (what) => window.noted.push(what);
    const turns = new MessageChannel();
    turns.port1.onmessage = () => { note('turn'); setTimeout(() => turns.port2.postMessage(0)); };
    turns.port2.postMessage(0);
    const { postMessage } = Worker.prototype;
    const heard = new WeakSet();
    Worker.prototype.postMessage = function (...message) {
        note('asked');
        if (!heard.has(this)) {
            heard.add(this);
            this.addEventListener('message', ({ data }) => {
                const [text, numbers] = Array.isArray(data) ? data : [data, []];
                note([Object.keys(JSON.parse(text))[0], text.length, numbers.length]);
            });
        }
        return postMessage.apply(this, message);
    };";

/// The main thread does not compute: it has turns of its own between every question and its answer, and what comes
/// back is not text that would have to be read. How long its tasks are is measured by `bench/browser_main_thread.mjs`.
#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_page_goes_on_while_its_worker_explains_all_components() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("components", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open(&format!("{address}/?backend=cpu#/explain?class=6&seed=3")).await;
        wait_for_all(&browser, 6, 3).await;
        browser.run(NOTE).await;
        for (class, seed) in [(9, 35), (8, 4), (4, 9)] {
            let seeds = shared::gpt_mnist::sample(class, seed).unwrap().seeds.len();
            browser.run("window.noted.length = 0").await;
            let fragment = format!("#/explain?class={class}&seed={seed}");
            browser.run(&format!("location.hash = '{fragment}'")).await;
            wait_for_all(&browser, class, seed).await;

            let noted = browser.run("return window.noted").await;
            let noted = noted.as_array().unwrap();
            let mut turns = 0;
            let mut explained = 0;
            for event in noted {
                match event {
                    Value::String(what) if what == "turn" => turns += 1,
                    Value::String(_) => turns = 0,
                    answer if answer[0] == "Explained" => {
                        assert!(turns > 0, "no turn before answer {explained}: {noted:?}");
                        let [text, numbers] = [&answer[1], &answer[2]].map(|n| n.as_u64().unwrap());
                        assert!(text < 4000 && numbers > 10_000, "{answer}");
                        (turns, explained) = (0, explained + 1);
                    }
                    _ => {}
                }
            }
            // The class and every seed.
            assert_eq!(explained, 1 + seeds, "{noted:?}");
        }
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn every_seed_has_its_heatmaps_and_one_of_them_stands_large_as_the_reader_likes() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("strips", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open(&format!("{address}/#/explain?class=6&seed=3")).await;
        wait_for_all(&browser, 6, 3).await;
        let small = "return document.querySelectorAll('.strip .small').length";
        assert_eq!(browser.run(small).await, 4 * 4);
        let shares = list(&browser, SHARES).await;
        assert!(shares.iter().all(|share| share.ends_with(" %")), "{shares:?}");

        // Pressed, they stand large, with the same share in their scores.
        browser.click(".generator:nth-child(2) .strip").await;
        browser.wait_for("main[aria-busy=false] .generator:nth-child(2) .strip[aria-pressed=true]").await;
        browser.wait_for(".map .marker").await;
        let scores = list(&browser, "return [...document.querySelectorAll('.scores')].map((it) => it.textContent.replaceAll('\u{a0}', ' '))").await;
        for (share, score) in shares.iter().zip([&scores[0], &scores[1], &scores[2], &scores[3]]) {
            assert!(score.starts_with(&format!("{share} of the red lies on stroke 2")), "{score}, {share}");
        }
        // They explain the direction, as the trainer does.
        let output = browser.run("return new URLSearchParams(location.hash).get('output')").await;
        let target = browser.run("return new URLSearchParams(location.hash).get('target')").await;
        let target = target.as_str().unwrap();
        let trainer = trainer_explains(6, 3, &["--output", output.as_str().unwrap(), "--target", target]);
        let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
        super::assert_same(&saved, &trainer);

        // Where it is asked why a seed is there, the small ones are about that.
        browser.click(".generator:nth-child(2) .answer[data-output=y_g]").await;
        wait_for_all(&browser, 6, 3).await;
        assert_ne!(list(&browser, SHARES).await, shares);
        browser.click(".generator:nth-child(2) .strip").await;
        browser.wait_for("main[aria-busy=false] .generator:nth-child(2) .answer[data-output=y_g][aria-pressed=true]").await;

        // One sign only.
        browser.click("[data-look=sign-for]").await;
        browser.wait_for("[data-look=sign-for][aria-pressed=true]").await;
        let colours = list(&browser, COLOURS).await;
        let is_red = |colour: &String| parts(colour)[0] > parts(colour)[2];
        assert!(!colours.is_empty() && colours.iter().all(is_red), "{colours:?}");
        browser.click("[data-look=sign-against]").await;
        browser.wait_for("[data-look=sign-against][aria-pressed=true]").await;
        let colours = list(&browser, COLOURS).await;
        assert!(!colours.is_empty() && !colours.iter().any(is_red), "{colours:?}");
        browser.click("[data-look=sign-both]").await;
        browser.wait_for("[data-look=sign-both][aria-pressed=true]").await;

        // On one scale, only the strongest map of a method has the strongest colour.
        let strongest = "return [...document.querySelectorAll('.generator')].filter((seed) =>
            seed.querySelector('.small [fill=\"#b2182b\"], .small [fill=\"#2166ac\"]')).length";
        assert_eq!(browser.run(strongest).await, 4);
        browser.click("[data-look=scale-shared]").await;
        browser.wait_for("[data-look=scale-shared][aria-pressed=true]").await;
        let first_only = "return [...document.querySelectorAll('.generator .small:first-child')].filter((small) =>
            small.querySelector('[fill=\"#b2182b\"], [fill=\"#2166ac\"]')).length";
        assert_eq!(browser.run(first_only).await, 1);

        // The picture shows through; a drag of the slider is one step of history.
        let steps = browser.run("return history.length").await.as_u64().unwrap();
        browser
            .run(
                "const slider = document.querySelector('#opacity');
                for (const value of [80, 60, 40]) {
                    slider.value = value;
                    slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
                }
                slider.dispatchEvent(new Event('change', { bubbles: true }));",
            )
            .await;
        browser.wait_for(".map .relevance[opacity='0.40']").await;
        assert_eq!(browser.run("return history.length").await, steps + 1);
        // Strokes lie as the picture does, and the address says all of it.
        browser.click("[data-frame=tilted]").await;
        browser.wait_for(".pinned .turned[transform^='rotate(']:not([transform^='rotate(-0']):not([transform^='rotate(0'])").await;
        let link = browser.run("return location.hash").await;
        let link = link.as_str().unwrap();
        assert!(link.ends_with("&scale=shared&opacity=40&frame=tilted"), "{link}");
        browser.open(&format!("{address}/{link}")).await;
        wait_for_all(&browser, 6, 3).await;
        browser.wait_for(".map .relevance[opacity='0.40']").await;
        let pressed = list(&browser, "return [...document.querySelectorAll(':is(.look, .frames) [aria-pressed=true]')].map((it) => it.textContent)").await;
        assert_eq!(json!(pressed), json!(["tilted, as in the picture", "both", "one a method"]));
        browser.picture("explorer-look.png").await;

        browser.open(&format!("{address}/#/explain?sign=green&opacity=101")).await;
        browser.wait_for_explanation_of(6, 3).await;
        let hints = browser.wait_for(".hints").await.text().await.unwrap();
        assert!(hints.contains("sign=green, which is not both, for or against"), "{hints}");
        assert!(hints.contains("opacity=101"), "{hints}");
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
