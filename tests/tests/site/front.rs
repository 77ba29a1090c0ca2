//! The front door: alive without weights, played with by keyboard, linked to.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use shared::opening::{Answer, Opening};

use super::browser::{Browser, Pointer, in_browser};
use super::drags::{bring_into_view, place};
use super::server::Fault;

/// What the page says about its digits.
fn openings() -> Vec<Opening> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/opening.json");
    serde_json::from_slice(&std::fs::read(file).expect("the shipped answers")).expect("answers")
}

/// What the network says about the digit of a class without one stroke, counted from 1.
fn without(class: u8, stroke: usize) -> Answer {
    let mut openings = openings().into_iter();
    let opening = openings.find(|opening| opening.class == class).expect("a digit");
    opening.answers[(opening.answers.len() - 1) & !(1 << (stroke - 1))].clone()
}

/// What is on the stage: class, act, step and the bits of what is pulled out.
async fn state(browser: &Browser) -> Value {
    browser.run("return { ...document.querySelector('main').dataset }").await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_front_door_is_alive_without_weights_and_asks_for_none() {
    in_browser("front", |browser| async move {
        browser.site().set_fault(Fault::NoWeights);
        browser.resize(1280, 900).await;
        browser.open("").await;
        // Without motion the digit is grown from the start, and still steps.
        browser.wait_for("main.front[data-class='9'][data-act=grow] .stage").await;
        let grown = state(&browser).await;
        assert_ne!(grown["step"], "0");
        assert_eq!(browser.run("return document.title").await, "GPTNet Explorer");
        browser.press(&[","]).await;
        browser.wait_for("main[data-step='7']").await;
        browser.picture("front-grow.png").await;

        browser.resize(1280, 900).await;
        browser.click("button[data-act=read]").await;
        browser.wait_for("main[data-act=read] .named").await;
        let said = browser.said(".headline").await;
        assert!(said.contains("It says 9") && said.contains("All five seeds right"), "{said}");
        let said = browser.said("main").await;
        assert!(said.contains("no network has been loaded for them"), "{said}");
        browser.picture("front-read.png").await;

        browser.resize(1280, 900).await;
        browser.click("button[data-act=test]").await;
        browser.click("[data-stroke='2']").await;
        let class = without(9, 2).class();
        assert_ne!(class, 9, "a stroke that the 9 hangs on");
        browser.wait_for(&format!(".verdict[data-class='{class}']")).await;
        let share = openings()[0].maps[0].shares[1];
        let shown = browser.attribute("[data-method=guided-backprop]", "data-share").await;
        assert_eq!(shown, format!("{share:.4}"));
        browser.picture("front-test.png").await;

        // What plays does so because it was asked to; nothing else moves.
        assert_eq!(browser.run("return document.getAnimations().length").await, 0);
        let asked = browser.site().requests();
        let wrong = |path: &&String| path.contains(".safetensors") || path.starts_with("worker");
        assert_eq!(asked.iter().find(wrong), None, "{asked:?}");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn strokes_are_pulled_and_put_back_by_keyboard_and_announced() {
    in_browser("pluck", |browser| async move {
        browser.open("#/?act=test").await;
        browser.wait_for("main[data-act=test] .pluck").await;
        browser.run("document.querySelector('[data-stroke=\"2\"]').focus()").await;
        browser.press(&["Delete"]).await;
        browser.wait_for("main[data-without='2']").await;
        let said = browser.said(".said[aria-live=polite]").await;
        let expected = format!("Pulled out: 2; the network says {}", without(9, 2).class());
        assert!(said.starts_with(&expected), "{said}");
        assert_eq!(browser.fragment().await, "#/?act=test&without=2");
        browser.press(&["Ctrl+z"]).await;
        browser.wait_for("main[data-without='0']").await;
        let said = browser.said(".said").await;
        assert!(said.starts_with("All strokes are there; the network says 9"), "{said}");

        // A choice is a step back, stepping through the growth is none.
        browser.press(&[",", ",", ","]).await;
        browser.wait_for("main[data-step='5']").await;
        browser.run("history.back()").await;
        browser.wait_for("main[data-without='2']").await;
        browser.run("history.back()").await;
        browser.wait_for("main[data-without='0']").await;
    })
    .await;
}

/// A place on a stroke of the stage, counted from 1, on which nothing else lies.
async fn on_stroke(browser: &Browser, stroke: usize) -> [f64; 2] {
    let script = format!(
        "const outline = document.querySelectorAll('.stage .outline')[{stroke} - 1];
        const cells = outline.querySelector('.touch'), box = cells.getBBox();
        for (let row = box.y + 0.5; row < box.y + box.height; row++) {{
            for (let column = box.x + 0.5; column < box.x + box.width; column++) {{
                const cell = new DOMPoint(column, row);
                const {{ x, y }} = cell.matrixTransform(cells.getScreenCTM());
                const is_free = outline.contains(document.elementFromPoint(x, y));
                if (cells.isPointInFill(cell) && is_free) return [x, y];
            }}
        }}"
    );
    place(browser, &script).await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn another_digit_and_a_map_are_chosen_and_strokes_pulled_by_pointer() {
    in_browser("front-pointer", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/?act=test").await;
        browser.click(".digits [data-class='5']").await;
        browser.wait_for("main.front[data-class='5'][data-act=test]").await;
        browser.wait_for(".digits [data-class='5'][aria-pressed=true]").await;
        let map = ".map-share[data-method=grad-cam]";
        browser.click(map).await;
        browser.wait_for(&format!("{map}[aria-pressed=true]")).await;
        let label = browser.attribute(".stage", "aria-label").await;
        assert!(label.starts_with("The heatmap of the 5 by "), "{label}");
        assert_eq!(browser.fragment().await, "#/?digit=5&act=test&map=grad-cam");
        // Pressed again, it is taken off.
        browser.click(map).await;
        browser.wait_for(&format!("{map}[aria-pressed=false]")).await;
        assert_eq!(browser.attribute(".stage", "aria-label").await, "The strokes of the 5");

        bring_into_view(&browser, ".stage").await;
        let stroke = on_stroke(&browser, 2).await;
        browser.drag(Pointer::Mouse, [stroke, stroke]).await;
        browser.wait_for("main[data-without='2']").await;
        let class = without(5, 2).class();
        browser.wait_for(&format!(".verdict[data-class='{class}']")).await;
        browser.click(".take-back").await;
        browser.wait_for("main[data-without='0'] .take-back[disabled]").await;

        browser.click("[data-stroke='1']").await;
        browser.wait_for("main[data-without='1']").await;
        browser.click(".put-back").await;
        browser.wait_for("main[data-without='0'] .put-back[disabled]").await;
        browser.click(".take-back").await;
        browser.wait_for("main[data-without='1']").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn nothing_moves_any_more_when_less_motion_is_asked_for_on_the_open_page() {
    in_browser("calm", |browser| async move {
        browser.allow_motion().await;
        browser.open("#/?act=test").await;
        browser.wait_for("main[data-act=test][data-step='8']").await;
        let appearing = "const { animationName, animationDuration } =
            getComputedStyle(document.querySelector('.stage .fresh'));
            return [animationName, animationDuration]";
        assert_eq!(browser.run(appearing).await, json!(["uncover", "0.12s"]));
        browser.prefer("light").await;
        assert_eq!(browser.run(appearing).await[0], "none");
        browser.click("[data-stroke='2']").await;
        browser.wait_for("main[data-without='2']").await;
        assert_eq!(state(&browser).await["step"], "8");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn growth_stands_still_where_nobody_sees_it() {
    in_browser("unseen", |browser| async move {
        browser.allow_motion().await;
        browser.open("#/").await;
        let away = "document.querySelector('.stage').style.translate = '0 -9000px'";
        let hidden =
            "Object.defineProperty(document, 'hidden', { configurable: true, value: true })";
        let back = "delete document.hidden; document.querySelector('.stage').style.translate = ''";
        for hide in [away, hidden] {
            browser.wait_for("main[data-step='8']").await;
            browser.run(hide).await;
            browser.click(".play").await;
            tokio::time::sleep(Duration::from_millis(600)).await;
            assert_eq!(state(&browser).await["step"], "0", "{hide}");
            browser.run(back).await;
        }
        browser.wait_for("main[data-step='8']").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn links_old_and_new_and_broken_open_what_they_name() {
    in_browser("links", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/?digit=5&act=test&without=1,3&map=lrp-z-plus&step=x").await;
        browser.wait_for("main.front[data-class='5'][data-without='5']").await;
        browser.wait_for("[data-method=lrp-z-plus][aria-pressed=true]").await;
        let hints = browser.said(".hints").await;
        assert!(hints.contains("step=x"), "{hints}");
        let width = browser.run("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 390);
        browser.picture("front-phone.png").await;

        // Words of the text set the stage.
        browser.resize(390, 844).await;
        assert_eq!(
            browser.run("return document.title").await,
            "5 without its first and third strokes · GPTNet Explorer"
        );
        browser.run("document.querySelector('.phrase').click()").await;
        browser.wait_for("main[data-class='9'][data-act=grow][data-step='0']").await;
        assert_eq!(browser.run("return document.title").await, "9 · GPTNet Explorer");

        browser.open("#/nowhere").await;
        browser.wait_for("main.front[data-class='9']").await;
        assert!(browser.said(".hints").await.contains("/nowhere"));

        for old_and_new in ["#class=3&seed=1", "#/explain?class=3&seed=1"] {
            browser.open(old_and_new).await;
            browser.wait_for_explanation_of(3, 1).await;
            let title = "3 (seed 1) · Explore · GPTNet Explorer";
            assert_eq!(browser.run("return document.title").await, title);
        }
        // There and back: each page is as it was left.
        browser.click("nav a:first-child").await;
        browser.wait_for("main.front").await;
        assert_eq!(browser.run("return document.title").await, "GPTNet Explorer");
        browser.click("nav a:nth-child(2)").await;
        browser.wait_for_explanation_of(3, 1).await;
        assert_eq!(state(&browser).await["class"], json!("3"));
    })
    .await;
}
