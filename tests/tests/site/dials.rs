//! The sliders of the explorer: what a sample draws, set by keyboard, linked to, and read as the trainer reads it.

use serde_json::{Value, json};

use super::assert_same;
use super::browser::in_browser;
use super::pluck::trainer_explains_image;

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_a_sample_draws_is_set_by_sliders_and_linked_to() {
    in_browser("dials", |browser| async move {
        browser.open_digit(6, 3, "").await;
        let drawn = browser.save_json(".save-json", "gptnet-6-3.json").await;
        assert_eq!(drawn["set"], json!({}));
        browser.click(".dials summary").await;
        for dial in ["right", "p"] {
            browser.run(&format!("document.querySelector('#dial-{dial}').focus()")).await;
            browser.press(&["ArrowRight"]).await;
            browser.wait_for(&format!(".dial.set #dial-{dial}")).await;
            browser.wait_for("main[aria-busy=false]").await;
        }
        let hash = browser.fragment().await;
        let set = browser.save_json(".save-json", "gptnet-6-3.json").await;
        let pairs = set["set"].as_object().unwrap();
        assert_eq!(pairs.len(), 2, "{set}");
        for (key, value) in pairs {
            assert!(hash.contains(&format!("&{key}={}", value.as_str().unwrap())), "{hash}");
        }
        // The whole digit moved right, and a stroke of it once more.
        let x = |file: &Value| -> Vec<i64> {
            file["seeds"].as_array().unwrap().iter().map(|s| s["x"].as_i64().unwrap()).collect()
        };
        let moved: Vec<i64> = x(&set).iter().zip(x(&drawn)).map(|(now, then)| now - then).collect();
        assert_eq!(moved, [1, 2, 2, 2]);
        assert_same(&set, &trainer_explains_image(&set));

        // The laboratory grows the same digit, and can be asked about each of its cells.
        let link = browser.run("return document.querySelector('.laboratory').hash").await;
        browser.open(link.as_str().unwrap()).await;
        browser.wait_for("main .inspect").await;
        let seeds = browser.run("return document.querySelectorAll('g.pin').length").await;
        assert_eq!(seeds, 4);
        browser.run("history.back()").await;
        browser.wait_for(".dial.set #dial-p").await;

        browser.run("history.back()").await;
        browser.wait_for(".dial:not(.set) #dial-p").await;
        browser.open(&hash).await;
        browser.wait_for(".dials[open] .dial.set #dial-p").await;
        browser.click(".dials button").await;
        browser.wait_for(".dials[open] button[disabled]").await;
        browser.wait_for("main[aria-busy=false]").await;
        let again = browser.save_json(".save-json", "gptnet-6-3.json").await;
        assert_eq!(again["image"], drawn["image"]);
        browser.open("#/explain?class=6&seed=3&angle=50").await;
        browser.wait_for(".dials[open] .hint p").await;
        let said = browser.described("#dial-angle").await;
        assert!(said.contains("angle=50, which is not a number from -10.0 to 10.0"), "{said}");
        assert_eq!(browser.said(".hints").await, "");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_step_of_growth_is_linked_to_and_a_drag_of_it_is_one_step_back() {
    let steps = shared::gpt_mnist::sample(6, 3).expect("a class").steps;
    in_browser("step", |browser| async move {
        let at = |step: u32| format!("#growth-step[aria-valuetext='step {step} of {steps}']");
        browser.open("#/explain?class=6&seed=3&step=2").await;
        browser.wait_for(&at(2)).await;
        let before = browser.history().await;
        let drag = [(2, "pointerdown"), (3, "input"), (4, "input"), (5, "input"), (5, "change")];
        // Keys go step by step, which is none.
        let keys = [(6, "input"), (6, "change"), (5, "input"), (5, "change")];
        for (value, event) in drag.into_iter().chain(keys) {
            let drag = format!(
                "const slider = document.querySelector('#growth-step');
                slider.value = {value};
                slider.dispatchEvent(new Event('{event}', {{ bubbles: true }}));"
            );
            browser.run(&drag).await;
            browser.wait_for(&at(value)).await;
        }
        assert_eq!(browser.history().await, before + 1);
        browser.press(&[","]).await;
        browser.wait_for(&at(4)).await;
        let link = "#/explain?class=6&seed=3&step=4&layer=stem";
        assert_eq!(browser.fragment().await, link);
        assert_eq!(browser.history().await, before + 1);
        browser.run("history.back()").await;
        browser.wait_for(&at(2)).await;

        // Another digit is shown as it is in the end.
        browser.click(".classes button:nth-child(9)").await;
        browser.wait_for_explanation_of(8, 3).await;
        let link = "#/explain?class=8&seed=3&layer=stem";
        assert_eq!(browser.fragment().await, link);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_number_that_is_none_is_put_back_and_the_reason_said() {
    in_browser("typed", |browser| async move {
        browser.resize(1280, 900).await;
        let typed = |css: &str, text: &str| {
            format!(
                "const field = document.querySelector('{css}'); field.value = '{text}'; \
                 field.dispatchEvent(new Event('change', {{ bubbles: true }})); return field.value"
            )
        };
        for (page, css, hint) in [
            ("#/explain?class=3&seed=1", "#seed", "#hint-seed"),
            ("#/evaluate?methods=gradient&n=4&seed=1", "#samples", "#hint-n"),
        ] {
            browser.open(page).await;
            browser.wait_for(css).await;
            let before =
                browser.run(&format!("return document.querySelector('{css}').value")).await;
            assert_eq!(browser.run(&typed(css, "-7")).await, before);
            let said = browser.text(&format!("{hint} p")).await;
            let stays = format!("It stays {}.", before.as_str().unwrap());
            assert!(said.contains("-7") && said.ends_with(&stays), "{said}");
            assert!(browser.fragment().await.contains(page));
            // It goes with the next number that is one.
            browser.run(&typed(css, "5")).await;
            browser.wait_for(&format!("{hint}:not(:has(p))")).await;
            assert_eq!(browser.run(&typed(css, "5")).await, "5");
        }
    })
    .await;
}
