//! The site in WebKitGTK, whose engine is Safari's, as far as its driver goes: it does not tell what the console says.

use super::browser::in_webkit;
use super::firefox::{draw_and_evaluate, explain_and_pluck, grow_and_count, look_inside};

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn a_digit_is_explained_as_the_trainer_does_and_plucked() {
    in_webkit("webkit-explain", |browser| async move {
        explain_and_pluck(&browser).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn pages_without_a_worker_grow_and_count() {
    in_webkit("webkit-grow", |browser| async move {
        grow_and_count(&browser).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn a_drawing_is_read_and_an_evaluation_runs() {
    in_webkit("webkit-write", |browser| async move {
        draw_and_evaluate(&browser).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and WebKitGTK; run by `cargo xtask test`"]
async fn maps_are_those_of_the_network_ours_or_the_visitors() {
    in_webkit("webkit-network", |browser| async move {
        look_inside(&browser).await;
    })
    .await;
}
