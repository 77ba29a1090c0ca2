//! The site in Firefox: every page, and what is done most on each.

use shared::model::Weights;

use super::browser::{Browser, in_firefox};
use super::explanations::forget;
use super::failures::{mend_program, mend_weights};
use super::gallery::open_a_tile;
use super::killed::kill_and_mend;
use super::network::{assert_greatest, greatest, peaks, shipped, stage, written};
use super::server::{Fault, Files};
use super::ways::read_in_every_way;
use super::write::open_pictures;
use super::{assert_same, folder, offline, trainer_explains};

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_digit_is_explained_as_the_trainer_does_and_plucked() {
    in_firefox("firefox-explain", |browser| async move {
        explain_and_pluck(&browser).await;
    })
    .await;
}

/// Explains a digit, saves the numbers, takes a stroke away and puts it back.
pub async fn explain_and_pluck(browser: &Browser) {
    browser.resize(1280, 900).await;
    browser.open_digit(6, 3, "").await;
    let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
    assert_same(&saved, &trainer_explains(6, 3, "stem", &["--output", "y"]));

    browser.click(".generator .answer[data-output=y_s]").await;
    browser.wait_for("main[aria-busy=false] .answer[data-output=y_s][aria-pressed=true]").await;
    browser.press(&["ArrowRight", "Delete"]).await;
    browser.wait_for("main[aria-busy=false] .bench:not([data-without='0']) .changes").await;
    browser.press(&["Ctrl+z"]).await;
    browser.wait_for("main[aria-busy=false] .bench[data-without='0']").await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn pages_without_a_worker_grow_and_count() {
    in_firefox("firefox-grow", |browser| async move {
        grow_and_count(&browser).await;
    })
    .await;
}

/// Takes a stroke away at the front door, plants a seed in the laboratory, and waits for the gallery's count.
pub async fn grow_and_count(browser: &Browser) {
    browser.resize(1280, 900).await;
    browser.open("").await;
    browser.click("button[data-act=test]").await;
    browser.click("[data-stroke='2']").await;
    browser.wait_for("main[data-without='2'] .verdict").await;

    browser.open("#/grow?preset=textbook-2&site=99,0").await;
    browser.wait_for("main.grow[data-seeds='1']").await;
    browser.run("document.querySelector('.field').focus()").await;
    browser.press(&["ArrowRight", "Enter"]).await;
    browser.wait_for("main[data-seeds='2']").await;

    browser.open("#/gallery").await;
    browser.wait_for(".frequency[data-digits='2400']").await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_drawing_is_read_and_an_evaluation_runs() {
    in_firefox("firefox-write", |browser| async move {
        draw_and_evaluate(&browser).await;
        assert_eq!(browser.console().await, [""; 0]);
        // It is here that something would have been found.
        browser.run("console.error('wrong')").await;
        assert_eq!(browser.console().await.len(), 1);
    })
    .await;
}

/// Has a drawing read, by search and by the network stroke by stroke, and begins an evaluation.
pub async fn draw_and_evaluate(browser: &Browser) {
    for way in ["search", "iterated"] {
        browser.open(&format!("#/write?way={way}")).await;
        browser.click(".clear").await;
        browser.wait_for(".empty").await;
        draw_a_line(browser).await;
        browser.wait_for("main[data-drawing='2'][aria-busy=false] .stroke").await;
    }
    browser.open("#/evaluate").await;
    browser.click(".run .go").await;
    browser.wait_for(".run [data-done]:not([data-done='0'])").await;
}

/// Draws a line downwards with the pointer.
async fn draw_a_line(browser: &Browser) {
    let script = "
        const pad = document.querySelector('.pad'), box = pad.getBoundingClientRect();
        const send = (type, x, y) => pad.dispatchEvent(new PointerEvent(type, {
            bubbles: true, isPrimary: true, pointerId: 1,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
        send('pointerdown', 0.5, 0.2);
        for (let y = 0.2; y <= 0.8; y += 0.05) send('pointermove', 0.5, y);
        send('pointerup', 0.5, 0.8);";
    browser.run(script).await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn weights_that_a_cache_has_kept_half_of_come_anew_by_themselves() {
    in_firefox("firefox-halved", mend_weights).await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn after_a_first_visit_it_works_without_a_network() {
    in_firefox("firefox-offline", offline::first_visit).await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn maps_are_those_of_the_network_ours_or_the_visitors() {
    in_firefox("firefox-network", |browser| async move {
        look_inside(&browser).await;
    })
    .await;
}

/// Looks at what a stage makes of a digit, by the site's weights and by a file.
pub async fn look_inside(browser: &Browser) {
    let (folder, l2) = (folder(), stage("l2"));
    let random = written(folder.path(), "random.safetensors", &Weights::random(7));
    for (weights, mine) in [(&shipped(), false), (&random, true)] {
        let (channel, value) = greatest(&peaks(weights, 3, 8, &l2).await);
        let view = format!("#/network?class=3&seed=8&block=l2&channel={channel}");
        if mine {
            browser.choose_file("#weights", weights).await;
            browser.wait_for(".own-weights .back").await;
            browser.run(&format!("location.hash = {view:?}")).await;
        } else {
            browser.open(&view).await;
        }
        browser.wait_for("main.network[data-block=l2][aria-busy=false] .small-map").await;
        browser.wait_for(&format!(".enlarged[data-channel='{channel}'] [data-greatest]")).await;
        assert_greatest(browser, value).await;
    }
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn it_forgets_and_stands_in_another_page() {
    in_firefox("firefox-forget", |browser| async move {
        forget(&browser, &[8]).await;
        stand_in_another_page(&browser).await;
    })
    .await;
}

/// Plays with an embedded page, and follows its link to the whole site.
pub async fn stand_in_another_page(browser: &Browser) {
    browser.open("?embed=1#/explain?class=6&seed=3").await;
    browser.wait_for_explanation_of(6, 3).await;
    let has_head = "return document.querySelector('header').offsetHeight > 1";
    assert_eq!(browser.run(has_head).await, false);
    browser.click(".classes button:nth-child(9)").await;
    browser.wait_for_explanation_of(8, 3).await;
    assert_eq!(browser.run("return location.search").await, "?embed=1");
    // It is made when it is followed.
    let link = "const link = document.querySelector('.whole a');
        link.addEventListener('click', event => event.preventDefault());
        link.click();
        return link.href";
    let link = browser.run(link).await;
    browser.open(link.as_str().expect("an address")).await;
    browser.wait_for_explanation_of(8, 3).await;
    assert_eq!(browser.run(has_head).await, true);
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_program_that_came_wrong_is_fetched_anew() {
    in_firefox("firefox-program", |browser| async move {
        let fault = Fault::CutOff(Files("explorer", "_bg.wasm"));
        mend_program(&browser, fault, ["could not be started", "come incomplete"]).await;
        // The browser may have said it in its own words.
        browser.console().await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_picture_is_taken_as_a_drawing_and_what_is_none_is_said() {
    in_firefox("firefox-opened", |browser| async move {
        open_pictures(&browser).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_drawing_is_read_in_every_way_as_the_trainer_reads_it() {
    in_firefox("firefox-ways", |browser| async move {
        read_in_every_way(&browser, &["8"]).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_worker_that_is_killed_is_missed_and_the_next_one_does_the_work() {
    in_firefox("firefox-killed", |browser| async move {
        kill_and_mend(&browser).await;
        assert_eq!(browser.run("return document.querySelectorAll('.trouble').length").await, 0);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and Firefox; run by `cargo xtask test`"]
async fn a_tile_of_the_gallery_opens_on_every_page() {
    in_firefox("firefox-gallery", |browser| async move {
        browser.open("#/gallery?class=7&seed=60&seeds=hidden").await;
        open_a_tile(&browser).await;
    })
    .await;
}
