//! Controls that are dragged, by pointers that the browser moves. Each drag is one step of the history.

use serde_json::json;
use shared::gpt_mnist::{MAX_ANGLE, ORIENTATIONS, sample};
use shared::pattern::Orientation;
use shared::pattern::presets::preset;

use super::browser::{Browser, Pointer, in_browser};
use super::explanations::wait_for_all;
use super::pluck::wait_for_edits;

/// Brings an element into the middle of the window.
pub async fn bring_into_view(browser: &Browser, css: &str) {
    let script = format!(
        "document.querySelector('{css}').scrollIntoView({{ block: 'center', behavior: 'instant' }})"
    );
    browser.run(&script).await;
}

/// Where something lies in the window, as a script says.
pub async fn place(browser: &Browser, script: &str) -> [f64; 2] {
    serde_json::from_value(browser.run(script).await).expect("a place")
}

/// Where an orientation lies on the compass rose of the explorer: up, and on clockwise.
async fn on_rose(browser: &Browser, orientation: usize) -> [f64; 2] {
    let script = format!(
        "const turn = {orientation} * Math.PI / 4;
        const place = new DOMPoint(30 * Math.sin(turn), -30 * Math.cos(turn));
        const {{ x, y }} = place.matrixTransform(document.querySelector('.rose').getScreenCTM());
        return [x, y]"
    );
    place(browser, &script).await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_arrow_of_a_seed_is_dragged_around_by_mouse_and_by_finger() {
    let seed = sample(8, 4).expect("a class").seeds[0];
    let turned = move |eighths: usize| (seed.orientation.channel() + eighths) % ORIENTATIONS;
    in_browser("drag-arrow", |browser| async move {
        browser.resize(1280, 900).await;
        for pointer in [Pointer::Mouse, Pointer::Finger] {
            browser.open("#/explain?class=8&seed=4&stroke=1").await;
            wait_for_all(&browser, 8, 4).await;
            wait_for_edits(&browser, 0, 0).await;
            bring_into_view(&browser, ".rose").await;
            let before = browser.history().await;
            // From the arrow itself, which turns nothing yet.
            let mut places = [[0.0; 2]; 4];
            for (eighths, place) in places.iter_mut().enumerate() {
                *place = on_rose(&browser, turned(eighths)).await;
            }
            browser.drag(pointer, places).await;
            // It holds the arrow no more.
            browser.point_at(on_rose(&browser, turned(5)).await).await;
            wait_for_edits(&browser, 0, 3).await;
            assert_eq!(browser.history().await, before + 1, "{pointer:?}");
            let link = browser.fragment().await;
            assert!(link.contains("&turn=1:3&"), "{pointer:?}: {link}");

            browser.run("history.back()").await;
            wait_for_edits(&browser, 0, 0).await;
            browser.run("history.forward()").await;
            wait_for_edits(&browser, 0, 3).await;
            browser.press(&["Ctrl+z"]).await;
            wait_for_edits(&browser, 0, 0).await;
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_slider_of_what_a_sample_draws_is_dragged_to_its_end() {
    in_browser("drag-slider", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open_digit(6, 3, "").await;
        browser.click(".dials summary").await;
        browser.wait_for(".dials[open] .dial:not(.set) #dial-angle").await;
        bring_into_view(&browser, "#dial-angle").await;
        let heard = "const slider = document.querySelector('#dial-angle');
            window.heard = [];
            for (const kind of ['input', 'change']) {
                slider.addEventListener(kind, () => heard.push(kind));
            }
            const { left, top, width, height } = slider.getBoundingClientRect();
            return [left, top + height / 2, width]";
        let edges = browser.run(heard).await;
        let [left, middle, width]: [f64; 3] = serde_json::from_value(edges).expect("numbers");
        let before = browser.history().await;
        let along = |share: f64| [left + share * width, middle];
        browser.drag(Pointer::Mouse, [0.5, 0.6, 0.7, 0.8, 0.9, 0.99].map(along)).await;
        let most = format!("{MAX_ANGLE:.1}");
        browser.wait_for(&format!(".dial.set #dial-angle[aria-valuetext='{most}']")).await;

        // It was a drag over several values.
        let heard = browser.run("return heard").await;
        let heard: Vec<String> = serde_json::from_value(heard).expect("kinds of events");
        let ends = heard.iter().filter(|kind| *kind == "change").count();
        assert!(heard.len() > 2 && ends == 1, "{heard:?}");
        assert_eq!(browser.history().await, before + 1);
        let link = browser.fragment().await;
        let set = format!("&angle={most}&");
        assert!(link.contains(&set), "{link}");
        browser.run("history.back()").await;
        browser.wait_for(".dial:not(.set) #dial-angle").await;
    })
    .await;
}

/// Where an orientation lies on the laboratory's dial, so many times as far from its middle as the dot that stands
/// for it.
async fn on_dial(browser: &Browser, orientation: usize, times: u32) -> [f64; 2] {
    let script = format!(
        "const middle = (element) => {{
            const {{ left, top, width, height }} = element.getBoundingClientRect();
            return [left + width / 2, top + height / 2];
        }};
        const [x, y] = middle(document.querySelector('.dial .hub'));
        const [to_x, to_y] = middle(document.querySelectorAll('.dial .stop')[{orientation}]);
        return [x + {times} * (to_x - x), y + {times} * (to_y - y)]"
    );
    place(browser, &script).await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_laboratorys_dial_turns_a_seed_as_long_as_the_pointer_is_down() {
    in_browser("drag-dial", |browser| async move {
        browser.resize(1280, 900).await;
        let at = |orientation: usize| format!("main.grow .dial[aria-valuenow='{orientation}']");
        browser.open("#/grow?preset=textbook-2&site=4,4").await;
        browser.wait_for(&at(0)).await;
        bring_into_view(&browser, ".dial").await;
        let before = browser.history().await;
        // Once it is down, it turns the seed from outside of the dial, too.
        let mut places = [[0.0; 2]; 4];
        for (place, (orientation, times)) in places.iter_mut().zip([(0, 1), (1, 1), (2, 1), (3, 3)])
        {
            *place = on_dial(&browser, orientation, times).await;
        }
        browser.drag(Pointer::Mouse, places).await;
        browser.wait_for(&at(3)).await;
        browser.point_at(on_dial(&browser, 1, 1).await).await;
        let mut turned = preset("textbook-2").expect("a preset");
        turned.seeds[0].orientation = Orientation::new(3);
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(turned));
        assert_eq!(browser.history().await, before + 1);
        browser.run("history.back()").await;
        browser.wait_for(&at(0)).await;
    })
    .await;
}

/// Where a cell lies on the laboratory's lattice of ten by ten.
pub async fn on_lattice(browser: &Browser, [column, row]: [u32; 2]) -> [f64; 2] {
    let script = format!(
        "const ground = document.querySelector('.field .ground');
        const {{ left, top, width, height }} = ground.getBoundingClientRect();
        return [left + {column}.5 / 10 * width, top + {row}.5 / 10 * height]"
    );
    place(browser, &script).await
}

/// What shows that the seed of the laboratory lies in a cell.
fn seed_at([column, row]: [u32; 2]) -> String {
    format!("main.grow .pin[transform='translate({column}.5 {row}.5)']")
}

/// Drags the only seed of a system, which may be chosen in the address, over the lattice.
async fn drag_seed(browser: &Browser, chosen: &str) {
    browser.resize(1280, 900).await;
    browser.open(&format!("#/grow?preset=textbook-2{chosen}")).await;
    browser.wait_for(&seed_at([4, 4])).await;
    bring_into_view(browser, ".field").await;
    let before = browser.history().await;
    let mut places = [[0.0; 2]; 4];
    for (place, cell) in places.iter_mut().zip([[4, 4], [5, 4], [6, 5], [7, 7]]) {
        *place = on_lattice(browser, cell).await;
    }
    browser.drag(Pointer::Mouse, places).await;
    browser.wait_for(&seed_at([7, 7])).await;
    browser.point_at(on_lattice(browser, [2, 2]).await).await;
    let mut moved = preset("textbook-2").expect("a preset");
    (moved.seeds[0].x, moved.seeds[0].y) = (7, 7);
    let saved = browser.save_json(".save-json", "pattern.json").await;
    assert_eq!(saved, json!(moved));
    assert_eq!(browser.history().await, before + 1);
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_chosen_seed_of_the_laboratory_is_dragged_over_the_lattice() {
    in_browser("drag-seed", |browser| async move {
        drag_seed(&browser, "&site=4,4").await;
        browser.run("history.back()").await;
        browser.wait_for(&seed_at([4, 4])).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_seed_that_is_pressed_and_dragged_on_is_put_back_at_once() {
    in_browser("drag-other-seed", |browser| async move {
        drag_seed(&browser, "").await;
        browser.click(".undo").await;
        browser.wait_for(&seed_at([4, 4])).await;
        browser.wait_for(".undo[disabled]").await;
        let saved = browser.save_json(".save-json", "pattern.json").await;
        assert_eq!(saved, json!(preset("textbook-2").expect("a preset")));
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_stream_over_growth_is_dragged_from_where_growth_stands() {
    in_browser("drag-stream", |browser| async move {
        browser.resize(1280, 900).await;
        for pointer in [Pointer::Mouse, Pointer::Finger] {
            browser.open("#/explain?class=8&seed=4&stroke=1&step=5").await;
            wait_for_all(&browser, 8, 4).await;
            bring_into_view(&browser, ".stream").await;
            let before = browser.history().await;
            let mut places = [[0.0; 2]; 4];
            for (place, step) in places.iter_mut().zip([5, 4, 3, 2]) {
                let script = format!(
                    "const {{ left, top, width, height }} =
                        document.querySelectorAll('.stream .touch')[{step}].getBoundingClientRect();
                    return [left + width / 2, top + height / 2]"
                );
                *place = self::place(&browser, &script).await;
            }
            browser.drag(pointer, places).await;
            browser.wait_for("#growth-step[aria-valuetext^='step 2 of']").await;
            let link = browser.fragment().await;
            assert!(link.contains("&step=2&"), "{pointer:?}: {link}");
            assert_eq!(browser.history().await, before + 1, "{pointer:?}");
        }
    })
    .await;
}
