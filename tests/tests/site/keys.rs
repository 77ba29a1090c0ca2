//! The list of keys, on every page that has some.

use super::browser::in_browser;
use super::server::Site;

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
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("help", |browser| async move {
        for (page, says) in PAGES {
            browser.open(&format!("{address}/{page}")).await;
            // The button comes with the strokes, where a network has to name them.
            browser.wait_for(".keys").await;
            let slider = browser.wait_for("#growth-step").await;
            let last = slider.attr("max").await.unwrap().expect("a last step");
            let last: u32 = last.parse().expect("a step");
            let at = |step: u32| format!("#growth-step[aria-valuetext^='step {step} of']");
            browser.press(&["?"]).await;
            let list = browser.wait_for("dialog.help[open]").await.text().await.unwrap();
            assert!(list.contains(says) && list.contains("show this"), "{page}: {list}");
            browser.press(&[","]).await;
            browser.click("dialog.help button").await;
            browser.wait_for("dialog.help:not([open])").await;
            browser.wait_for(&at(last)).await;
            browser.press(&[","]).await;
            browser.wait_for(&at(last - 1)).await;
        }
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn pages_on_which_nothing_grows_list_their_keys_too() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("help-else", |browser| async move {
        for (page, says) in [
            ("#/network?class=3&seed=1", "enlarge the map before, or the next"),
            ("#/write?reader=grown", "undo what was done to the drawing"),
        ] {
            browser.open(&format!("{address}/{page}")).await;
            browser.wait_for(".keys").await;
            browser.press(&["?"]).await;
            let list = browser.wait_for("dialog.help[open]").await.text().await.unwrap();
            assert!(list.contains(says) && list.contains("show this"), "{page}: {list}");
            browser.click("dialog.help button").await;
            browser.wait_for("dialog.help:not([open])").await;
        }
        browser.open(&format!("{address}/#/network?class=3&seed=1")).await;
        browser.wait_for(".enlarged[data-channel='0'] [data-greatest]").await;
        browser.press(&["ArrowLeft", "ArrowRight", "ArrowRight"]).await;
        browser.wait_for(".enlarged[data-channel='2']").await;
        browser.press(&["ArrowLeft"]).await;
        browser.wait_for(".enlarged[data-channel='1']").await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
