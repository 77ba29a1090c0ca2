//! The site inside of another page.

use serde_json::json;

use super::browser::in_browser;
use super::server::Site;

/// Which of some elements the page shows.
const SHOWN: &str =
    "return ['.top', 'header', '.notes', '.status', '.export', 'main'].filter(part =>
    [...document.querySelectorAll(part)].some(element => element.offsetHeight > 1))";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn an_embedded_page_keeps_what_the_address_says_while_it_is_played_with() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("embed", |browser| async move {
        browser.open(&format!("{address}/?embed=1&hide=save,stage#/explain?class=6&seed=3")).await;
        browser.wait_for_explanation_of(6, 3).await;
        assert_eq!(browser.run(SHOWN).await, json!([".status", "main"]));
        let hint = browser.wait_for(".hints p").await.text().await.unwrap();
        assert!(hint.contains("hides \u{201c}stage\u{201d}"), "{hint}");
        browser.click(".classes button:nth-child(9)").await;
        browser.wait_for_explanation_of(8, 3).await;
        let search = browser.run("return location.search").await;
        assert_eq!(search, "?embed=1&hide=save,stage");

        // The whole site is one link away, as it was left.
        let link = "const link = document.querySelector('.whole a');
            link.addEventListener('click', event => event.preventDefault());
            link.click();
            return link.href";
        let link = browser.run(link).await;
        assert_eq!(link, format!("{address}/#/explain?class=8&seed=3&layer=stem"));
        browser.open(link.as_str().unwrap()).await;
        browser.wait_for_explanation_of(8, 3).await;
        let whole = json!([".top", "header", ".notes", ".status", ".export", "main"]);
        assert_eq!(browser.run(SHOWN).await, whole);
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
