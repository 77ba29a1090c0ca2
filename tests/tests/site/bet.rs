//! A bet on what heatmaps explain: until it is made, nothing that can be copied or followed says what it is about.

use serde_json::json;
use shared::output::{Output, Target};

use super::browser::in_browser;
use super::embed::CLIPBOARD;

/// What the address says of the page, by the words for it.
const WORDS: &str = "return [...new URLSearchParams(location.hash.split('?')[1]).keys()].sort()";

/// Links to the explorer that name a stroke, or an answer about one.
const TELLING: &str = "return [...document.querySelectorAll('a[href]')].map(({ href }) => href)
    .filter((href) => /#\\/explain.*[?&](output|target|stroke)=/.test(href))";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_address_says_what_is_bet_on_only_when_the_bet_is_made() {
    let sample = shared::gpt_mnist::sample(6, 6).expect("a class");
    in_browser("bet-address", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=6&seed=6&stroke=1").await;
        browser.wait_for(&format!(".stream[data-stages='{}']", sample.steps + 1)).await;
        browser.click(".start-bet").await;
        browser.wait_for("main[aria-busy=false] .bet[data-open=true]").await;
        let blind = "#/explain?class=6&seed=6&layer=stem";
        assert_eq!(browser.fragment().await, blind);
        browser.run(CLIPBOARD).await;
        browser.click(".copy-link").await;
        browser.wait_for(".copy [role=status]:not(:empty)").await;
        let link = format!("{}/{blind}", browser.site().address());
        assert_eq!(browser.run("return copied").await, link);
        assert_eq!(browser.run(TELLING).await, json!([]));

        // What may be done meanwhile, it says; keys for a stroke reach none.
        browser.click("[data-look=sign-for]").await;
        browser.wait_for("[data-look=sign-for][aria-pressed=true]").await;
        browser.press(&["Delete", "]", ","]).await;
        let (step, steps) = (sample.steps - 1, sample.steps);
        browser.wait_for(&format!("#growth-step[aria-valuetext='step {step} of {steps}']")).await;
        browser.wait_for(".bench[data-without='0']:not([data-chosen])").await;
        browser.wait_for(".bet[data-open=true]").await;
        let words = json!(["class", "layer", "seed", "sign", "step"]);
        assert_eq!(browser.run(WORDS).await, words);

        browser.click("[data-guess='1']").await;
        browser.wait_for(".bet[data-open=false]").await;
        let said = browser.said(".bet .headline").await;
        let (_, stroke) = said.split_once("why seed ").expect("the answer");
        let (stroke, _) = stroke.split_once(' ').expect("its number");
        let stroke: usize = stroke.parse().expect("a number");
        let target = Target::of_seed(Output::Ys, &sample.seeds[stroke - 1]).expect("a target");
        let at = target.site().expect("a seed has a place");
        let target = format!("{},{},{}", target.channel(), at.row(), at.column());
        let link = browser.fragment().await;
        let answer = format!("&output=y_s&target={target}&");
        assert!(link.contains(&answer), "{link}, of stroke {stroke}");
    })
    .await;
}
