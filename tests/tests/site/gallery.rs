//! The gallery, against the samples themselves.

use std::collections::BTreeSet;

use serde_json::json;
use shared::gpt_mnist::{CLASSES, sample};

use super::browser::{Browser, in_browser};

/// Digits of each class whose generators are counted.
const COUNTED: u64 = 240;

/// The generators of the digits of a class that are counted.
fn generators(class: u8) -> BTreeSet<(u64, usize)> {
    let seeds = (0..COUNTED).map(|n| n * CLASSES as u64 + u64::from(class));
    let digits = seeds.map(|seed| sample(class, seed).expect("a class"));
    digits.flat_map(|d| (0..d.seeds.len()).map(move |index| (d.seed, index))).collect()
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn generators_are_counted_and_a_tile_opens_on_every_page() {
    in_browser("gallery", |browser| async move {
        browser.resize(1440, 900).await;
        browser.open("#/gallery").await;
        browser.wait_for("main.gallery[data-class=all]").await;
        assert_eq!(browser.run("return document.title").await, "Gallery · GPTNet Explorer");
        assert_eq!(browser.run("return document.querySelectorAll('.tile').length").await, 100);
        browser.wait_for(".frequency[data-digits='2400']").await;
        browser.picture("gallery.png").await;

        // The first is for all classes.
        browser.click("[aria-label=Class] button:nth-child(9)").await;
        browser.wait_for("main[data-class='7'] .frequency[data-digits='240']").await;
        let counted = "return +document.querySelector('.frequency').dataset.generators";
        assert_eq!(browser.run(counted).await, json!(generators(7).len()));
        browser.click("[aria-label='Samples after']").await;
        let tile = ".tile[data-class='7'][data-seed='61']";
        browser.wait_for(tile).await;
        let dots = format!("return document.querySelectorAll(\"{tile} circle\").length");
        let seeds = sample(7, 61).expect("a class").seeds.len();
        assert_eq!(browser.run(&dots).await, json!(seeds));
        browser.click(".with-seeds").await;
        browser.wait_for(".with-seeds[aria-pressed=false]").await;
        assert_eq!(browser.run(&dots).await, 0);
        open_a_tile(&browser).await;
    })
    .await;
}

/// Opens a digit on every page, from the gallery of sevens from the seed 60 on, without their seeds.
pub async fn open_a_tile(browser: &Browser) {
    let tile = ".tile[data-class='7'][data-seed='61']";
    browser.click(tile).await;
    browser.wait_for_explanation_of(7, 61).await;
    browser.run("history.back()").await;
    browser.wait_for("main.gallery[data-seed='60'] .with-seeds[aria-pressed=false]").await;
    let seeds = sample(7, 61).expect("a class").seeds.len();
    for (page, shows) in [
        ("Grow", format!("main.grow[data-seeds='{seeds}'][data-show=lineage]")),
        ("Network", "main.network[data-class='7'][data-seed='61']".to_owned()),
        ("Write", "main.write[data-reader=handwriting]".to_owned()),
    ] {
        browser.click(&format!("[data-opens={page}]")).await;
        browser.wait_for(&format!("[data-opens={page}][aria-pressed=true]")).await;
        browser.click(tile).await;
        browser.wait_for(&shows).await;
        browser.run("history.back()").await;
        browser.wait_for(&format!("main.gallery [data-opens={page}][aria-pressed=true]")).await;
    }
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn back_undoes_a_choice_and_forward_brings_it_again() {
    in_browser("gallery-back", |browser| async move {
        // The address does not say all that the page would write.
        browser.open("#/gallery").await;
        browser.wait_for("main.gallery[data-class=all]").await;
        let before = browser.history().await;
        browser.click("[aria-label=Class] button:nth-child(9)").await;
        browser.wait_for("main.gallery[data-class='7']").await;
        assert_eq!(browser.history().await, before + 1);
        browser.run("history.back()").await;
        browser.wait_for("main.gallery[data-class=all]").await;
        browser.run("history.forward()").await;
        browser.wait_for("main.gallery[data-class='7']").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_phone_shows_the_gallery_whole_and_a_strange_address_a_hint() {
    in_browser("gallery-phone", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/gallery?class=12&seed=18446744073709551615").await;
        let hints = browser.text(".choices .hint p").await;
        assert!(hints.contains("class=12"), "{hints}");
        // One digit of each class has the largest seed of all, and none comes after.
        assert_eq!(browser.run("return document.querySelectorAll('.tile').length").await, 10);
        browser.wait_for("[aria-label='Samples after'][disabled]").await;
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);
    })
    .await;
}
