//! The laboratory: planted by keyboard, refused where it makes no sense, linked to and saved.

use serde_json::json;
use shared::pattern::presets::preset;

use super::browser::in_browser;
use super::server::Site;

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_laboratory_grows_is_edited_by_keyboard_and_linked_to() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("grow", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open(&format!("{address}/#/grow?preset=textbook-2&site=99,0")).await;
        browser.wait_for("main.grow[data-seeds='1'][data-step='6']").await;
        let hints = browser.wait_for(".hints").await.text().await.unwrap();
        assert!(hints.contains("site=99,0"), "{hints}");
        assert_eq!(browser.run("return document.title").await, "Grow · GPTNet Explorer");
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(preset("textbook-2").unwrap()));

        browser.run("document.querySelector('.field').focus()").await;
        browser.press(&["ArrowRight", "Enter", "]"]).await;
        browser.wait_for("main[data-seeds='2']").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved["seeds"][1], json!({ "x": 5, "y": 5, "type": 2, "orientation": 1 }));
        browser.press(&["Ctrl+z", "Ctrl+z"]).await;
        browser.wait_for("main[data-seeds='1']").await;
        browser.press(&["Ctrl+y"]).await;
        browser.wait_for("main[data-seeds='2']").await;

        // A link opens the same system.
        let link = browser.run("return location.href").await;
        let link = link.as_str().unwrap().to_owned();
        assert!(link.contains("spec="), "{link}");
        browser.open(&link).await;
        browser.wait_for("main[data-seeds='2'] .inspect .says").await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
