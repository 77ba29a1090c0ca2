//! The site in WebKitGTK, whose engine is Safari's, as far as its driver goes: it does not tell what the console says.

use super::browser::in_webkit;
use super::firefox::{explain_and_pluck, grow_and_count};
use super::server::Site;

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn a_digit_is_explained_as_the_trainer_does_and_plucked() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_webkit("webkit-explain", |browser| async move {
        explain_and_pluck(&browser, &address).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn pages_without_a_worker_grow_and_count() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_webkit("webkit-grow", |browser| async move {
        grow_and_count(&browser, &address).await;
    })
    .await;
}
