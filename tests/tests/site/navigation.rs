//! What all pages have in common: the links from one to the other, and what is dragged onto them.

use serde_json::json;

use super::browser::in_browser;

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_link_to_the_open_page_leaves_it_as_it_is() {
    in_browser("navigation", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open_digit(3, 1, "").await;
        // From now on the link has an address of its own, of when the page was left.
        browser.click(".top .pages a[href^='#/gallery']").await;
        browser.wait_for("main.gallery").await;
        browser.click(".top .pages a[href^='#/explain']").await;
        browser.wait_for_explanation_of(3, 1).await;
        browser.click(".classes button:nth-child(7)").await;
        browser.wait_for_explanation_of(6, 1).await;
        let (steps, shown) = (browser.history().await, browser.fragment().await);
        browser.click(".top .pages a[aria-current=page]").await;
        browser.wait_for_explanation_of(6, 1).await;
        assert_eq!((browser.history().await, browser.fragment().await), (steps, shown));
    })
    .await;
}

/// Drags a text over the page, and a file, and says of each whether the page takes it for itself.
const DRAGGED: &str = "
    const is_taken = (dataTransfer) => !document.querySelector('main').dispatchEvent(
        new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    const [text, file] = [new DataTransfer(), new DataTransfer()];
    text.setData('text/plain', 'a word');
    file.items.add(new File(['a word'], 'word.txt'));
    return [is_taken(text), is_taken(file)];";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn pages_take_files_that_are_dragged_onto_them_and_no_texts() {
    in_browser("dragged", |browser| async move {
        browser.open("").await;
        for (page, main) in [("", "front"), ("grow", "grow"), ("write", "write")] {
            browser.run(&format!("location.hash = '#/{page}'")).await;
            browser.wait_for(&format!("main.{main}")).await;
            assert_eq!(browser.run(DRAGGED).await, json!([false, true]), "{main}");
        }
    })
    .await;
}
