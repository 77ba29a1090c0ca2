//! The site inside of another page.

use serde_json::json;

use super::browser::in_browser;

/// Which of some elements the page shows.
const SHOWN: &str =
    "return ['.top', '.copy', 'header', '.notes', '.status', '.export', 'main'].filter(part =>
    [...document.querySelectorAll(part)].some(element => element.offsetHeight > 1))";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn an_embedded_page_keeps_what_the_address_says_while_it_is_played_with() {
    in_browser("embed", |browser| async move {
        browser.open("?embed=1&hide=save,stage#/explain?class=6&seed=3").await;
        browser.wait_for_explanation_of(6, 3).await;
        assert_eq!(browser.run(SHOWN).await, json!([".status", "main"]));
        let hint = browser.text(".hints p").await;
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
        let address = browser.site().address();
        assert_eq!(link, format!("{address}/#/explain?class=8&seed=3&layer=stem"));
        browser.open(link.as_str().unwrap()).await;
        browser.wait_for_explanation_of(8, 3).await;
        let whole = json!([".top", ".copy", "header", ".notes", ".status", ".export", "main"]);
        assert_eq!(browser.run(SHOWN).await, whole);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn parts_of_the_explorer_are_hidden_one_by_one() {
    in_browser("hide", |browser| async move {
        let parts = ["bench", "answers", "heatmaps", "stream", "status"];
        let shown = format!(
            "return {}.filter((part) => document.querySelector('main .' + part).offsetHeight > 1)",
            json!(parts)
        );
        for hidden in parts {
            browser.open(&format!("?hide={hidden}#/explain?class=6&seed=3")).await;
            browser.wait_for_explanation_of(6, 3).await;
            let left: Vec<&str> = parts.into_iter().filter(|part| *part != hidden).collect();
            assert_eq!(browser.run(&shown).await, json!(left));
        }
        // A list of keys that is not to be seen takes none.
        browser.open("?hide=bench#/explain?class=6&seed=3").await;
        browser.wait_for_explanation_of(6, 3).await;
        browser.press(&["?"]).await;
        assert_eq!(browser.run("return document.querySelector('dialog[open]')").await, json!(null));
    })
    .await;
}

/// Lets the page copy into a variable: a browser without a head may have no clipboard.
pub const CLIPBOARD: &str = "Object.defineProperty(navigator, 'clipboard', { value:
    { writeText: async (text) => { window.copied = text; } } })";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn every_page_copies_its_link_embedded_or_not() {
    in_browser("copy-link", |browser| async move {
        let pages = [
            ("", ".front"),
            ("explain", "[data-seed]"),
            ("write", ".write"),
            ("grow", ".grow"),
            ("gallery", ".gallery"),
            ("network", ".network"),
            ("evaluate", ".evaluate"),
        ];
        for embed in ["", "?embed=1"] {
            browser.open(&format!("{embed}#/explain?class=6&seed=3")).await;
            browser.wait_for("main").await;
            browser.run(CLIPBOARD).await;
            for (page, main) in pages {
                browser.run(&format!("location.hash = '#/{page}'")).await;
                browser.wait_for(&format!("main{main}")).await;
                browser.click(".copy-link").await;
                let copied = "const buttons = document.querySelectorAll('.copy-link').length;
                    return [buttons, copied === location.href,
                        document.querySelector('.copy [role=status]').textContent]";
                browser.until(copied, |found| *found == json!([1, true, "Copied."])).await;
            }
        }
    })
    .await;
}
