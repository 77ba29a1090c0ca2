//! The list of keys, on every page that has some.

use super::browser::in_browser;

/// Every page with keys, and one that only it has.
const PAGES: [(&str, &str); 4] = [
    ("#/", "pull out the stroke that you point at"),
    ("#/explain?class=6&seed=3", "turn its seed"),
    ("#/write", "undo what was done to the strokes"),
    ("#/grow?preset=textbook-2", "plant a seed there"),
];

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_question_mark_lists_the_keys_and_other_keys_wait_until_the_list_is_closed() {
    in_browser("help", |browser| async move {
        for (page, says) in PAGES {
            browser.open(page).await;
            // The button comes with the strokes, where a network has to name them.
            browser.wait_for(".keys").await;
            let last = browser.attribute("#growth-step", "max").await;
            let last: u32 = last.parse().expect("a step");
            let at = |step: u32| format!("#growth-step[aria-valuetext^='step {step} of']");
            browser.press(&["?"]).await;
            let list = browser.text("dialog.help[open]").await;
            assert!(list.contains(says) && list.contains("show this"), "{page}: {list}");
            browser.press(&[","]).await;
            browser.click("dialog.help button").await;
            browser.wait_for("dialog.help:not([open])").await;
            browser.wait_for(&at(last)).await;
            browser.press(&[","]).await;
            browser.wait_for(&at(last - 1)).await;
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn pages_on_which_nothing_grows_list_their_keys_too() {
    in_browser("help-else", |browser| async move {
        for (page, says) in [
            ("#/network?class=3&seed=1", "enlarge the map before, or the next"),
            ("#/write?reader=grown", "undo what was done to the drawing"),
        ] {
            browser.open(page).await;
            browser.wait_for(".keys").await;
            browser.press(&["?"]).await;
            let list = browser.text("dialog.help[open]").await;
            assert!(list.contains(says) && list.contains("show this"), "{page}: {list}");
            browser.click("dialog.help button").await;
            browser.wait_for("dialog.help:not([open])").await;
        }
        browser.open("#/network?class=3&seed=1").await;
        browser.wait_for(".enlarged[data-channel='0'] [data-greatest]").await;
        browser.press(&["ArrowLeft", "ArrowRight", "ArrowRight"]).await;
        browser.wait_for(".enlarged[data-channel='2']").await;
        browser.press(&["ArrowLeft"]).await;
        browser.wait_for(".enlarged[data-channel='1']").await;
    })
    .await;
}
