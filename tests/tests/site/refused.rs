//! Browsers that keep nothing of the site.

use super::browser::in_browser;
use super::server::Fault;

/// Takes away whatever could keep something, from a page and from a worker, as a browser does that blocks all cookies.
const REFUSAL: &str = "
    const refuse = () => { throw new DOMException('storage is refused', 'SecurityError'); };
    for (const name of ['caches', 'localStorage', 'sessionStorage', 'indexedDB']) {
        if (name in self) Object.defineProperty(self, name, { get: refuse });
    }
    if (self.ServiceWorkerContainer) {
        ServiceWorkerContainer.prototype.register = async () => refuse();
    }
";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn where_storage_is_refused_the_page_works_and_says_what_that_means() {
    in_browser("refused", |browser| async move {
        browser.site().set_fault(Fault::OtherBrowser(REFUSAL));
        for visit in [1, 2] {
            browser.open_digit(3, visit, "").await;
            let said = browser.text(".not-kept").await;
            for part in ["keeps nothing of this site", "storage is refused", "without a network"] {
                assert!(said.contains(part), "{part}: {said}");
            }
            assert_eq!(
                browser.run("return document.querySelectorAll('.not-kept').length").await,
                1
            );
        }
        // An embedded figure does not say it: it has a page around it.
        browser.open("?embed=1#/explain?class=3&seed=3").await;
        browser.wait_for_explanation_of(3, 3).await;
        let shown = "return document.querySelector('.not-kept')?.checkVisibility() ?? false";
        assert_eq!(browser.run(shown).await, false);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn where_there_is_no_room_the_page_works_and_says_what_that_means() {
    in_browser("no-room", |browser| async move {
        browser.limit_storage(1).await;
        browser.open_digit(5, 1, "").await;
        let said = browser.text(".not-kept").await;
        assert!(said.contains("it has refused the storage"), "{said}");
        let releases = "return caches.keys().then((names) =>
            names.filter((name) => name.startsWith('gptnet-explorer ')).length)";
        assert_eq!(browser.run(releases).await, 0, "no release is half-kept");
        // The browser says it, too.
        browser.console().await;
    })
    .await;
}
