//! One focus: the pointer and the keyboard set it, and every figure of the explorer obeys.

use serde_json::json;
use shared::gpt_mnist::{SIZE, Sample, Site as Place};
use shared::grown::tilted;
use shared::pattern::develop_with_lineage;

use super::browser::{Browser, in_browser};
use super::explanations::wait_for_all;

/// What the figures show of the focus: framed cells of the stage, framed pixels of the image and of the heatmaps, large
/// and small, edges on the large ones, the seeds of the list, and the text.
const SHOWN: &str = "
    const all = (css, read) => [...new Set([...document.querySelectorAll(css)].map(read))];
    const at = (frame) => [...frame.querySelectorAll('rect')].map((rect) =>
        `${rect.getAttribute('y')},${rect.getAttribute('x')}`)[0];
    const on = (label) => `[data-label^=\"${label}\"] .pixel`;
    return {
        stage: all(on('The true configuration'), at),
        read: all(on('The predicted configuration'), at),
        image: all(on('The image'), at),
        maps: all('.map .pixel', at),
        small: all('.strip .pixel', at),
        edges: all('.map .edge', (edge) => edge.dataset.stroke),
        seeds: all('.generator.focus', (seed) => `${seed.dataset.row},${seed.dataset.column}`),
        faded: all('[data-label=\"The true configuration\"] [fill-opacity=\"0.18\"]', () => true).length,
        text: all('.biography', (text) => text.textContent),
    };";

/// Where the middle of a cell lies in the window, on the lattice of a label.
async fn middle(browser: &Browser, label: &str, [row, column]: [usize; 2]) -> [f64; 2] {
    let script = format!(
        "const lattice = document.querySelector('.lattice[data-label^=\"{label}\"]');
        lattice.scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const {{ left, top, width }} = lattice.getBoundingClientRect();
        return [left, top, width];"
    );
    let place: [f64; 3] = serde_json::from_value(browser.run(&script).await).unwrap();
    let along = |cell: usize| (cell as f64 + 1.0) / (SIZE as f64 + 1.0) * place[2];
    [place[0] + along(column), place[1] + along(row)]
}

/// A cell that grew from one stroke only, in the middle of others of it, away from the seeds' arrows.
fn cell_of(sample: &Sample, stroke: u32) -> [usize; 2] {
    let spec = sample.spec();
    let system = spec.system().unwrap();
    let (_, lineage) = develop_with_lineage(&system, &spec.seeds, spec.steps).unwrap();
    let far = |site: Place| {
        spec.seeds.iter().all(|seed| {
            let seed = Place::of(seed);
            seed.row().abs_diff(site.row()).max(seed.column().abs_diff(site.column())) > 3
        })
    };
    let own = |site: &Place| lineage.seeds(site.index()) == [stroke] && far(*site);
    let site = Place::all().find(own).expect("a cell of the stroke");
    [site.row(), site.column()]
}

fn written([row, column]: [usize; 2]) -> String {
    format!("{row},{column}")
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_pointer_and_the_keyboard_set_one_focus_that_every_figure_obeys() {
    in_browser("focus", |browser| async move {
        browser.resize(1280, 900).await;
        browser.prefer("light").await;
        browser.open("#/explain?class=9&seed=35&frame=upright").await;
        wait_for_all(&browser, 9, 35).await;
        let sample = shared::gpt_mnist::sample(9, 35).unwrap();
        let stroke = 1;
        let cell = cell_of(&sample, stroke);
        let seed = Place::of(&sample.seeds[stroke as usize]);
        let (number, seed) = ((stroke + 1).to_string(), written([seed.row(), seed.column()]));

        // A stroke of the stage: its maps, its seed, its mask and its pixel.
        browser.point_at(middle(&browser, "The true configuration", cell).await).await;
        let on_stage = browser.until(SHOWN, |shown| shown["stage"] == json!([written(cell)])).await;
        assert_eq!(on_stage["read"], json!([written(cell)]));
        let (row, column) = tilted((cell[0] as f64, cell[1] as f64), sample.angle);
        let pixel = [row.round() as usize, column.round() as usize];
        for figure in ["image", "maps", "small"] {
            assert_eq!(on_stage[figure], json!([written(pixel)]), "{figure}: {on_stage}");
        }
        assert_eq!(on_stage["edges"], json!([number]));
        assert_eq!(on_stage["seeds"], json!([seed]));
        assert_eq!(on_stage["faded"], 1);
        let text = on_stage["text"][0].as_str().unwrap();
        assert!(text.starts_with("Grown in step ") && text.contains(&format!("for stroke {number}")), "{text}");

        // The same pixel of a heatmap, which is turned upright, too: the same on the stage, but for the rounding.
        browser.point_at(middle(&browser, "Heatmap: gradient", cell).await).await;
        let on_map = browser.until(SHOWN, |shown| shown["maps"] == json!([written(pixel)])).await;
        assert_eq!(on_map["edges"], json!([number]));
        assert_eq!(on_map["seeds"], json!([seed]));
        assert_eq!((&on_map["image"], &on_map["stage"]), (&on_map["maps"], &on_map["read"]));
        assert_eq!(browser.run("return document.querySelector('.small .number').textContent.match(/^[+−-]\\d/) !== null").await, true);

        // The keyboard moves the same pixel, from one side to the other and back.
        browser.run("document.querySelector('.map[data-method=gradient]').focus()").await;
        let beside = written([pixel[0], pixel[1] + 1]);
        browser.press(&["ArrowRight"]).await;
        browser.until(SHOWN, |shown| shown["maps"] == json!([beside])).await;
        browser.press(&["ArrowLeft"]).await;
        let by_keys = browser.until(SHOWN, |shown| shown["maps"] == json!([written(pixel)])).await;
        assert_eq!(by_keys, on_map);

        // An arrow of the list and of the stage: nothing is framed, its ring and its stroke are.
        browser.point_at([2.0, 2.0]).await;
        browser.until(SHOWN, |shown| shown["edges"] == json!([])).await;
        let generator = format!("[data-row='{}'][data-column='{}']", seed.split(',').next().unwrap(), seed.split(',').next_back().unwrap());
        browser.run(&format!("document.querySelector(\"{generator} .answer\").focus()")).await;
        let of_seed = browser.until(SHOWN, |shown| shown["seeds"] == json!([seed])).await;
        assert_eq!((&of_seed["edges"], &of_seed["maps"]), (&json!([number]), &json!([])));
        assert_eq!(of_seed["text"], json!([format!("The seed of stroke {number} was laid here.")]));
        browser.run("document.activeElement.blur()").await;
        browser.until(SHOWN, |shown| shown["edges"] == json!([])).await;

        // Without a pointer it is the stroke that arrow keys choose.
        browser.press(&["ArrowRight", "ArrowRight"]).await;
        let chosen = browser.until(SHOWN, |shown| shown["seeds"] == json!([seed])).await;
        assert_eq!(chosen["edges"], json!([number]));
        assert_eq!(browser.attribute(".bench", "data-chosen").await, number);

        // As the network sees the digit, what grew is turned, and the heatmaps are not.
        browser.click("[data-frame=tilted]").await;
        browser.wait_for("[data-frame=tilted][aria-pressed=true]").await;
        browser.point_at(middle(&browser, "The true configuration", pixel).await).await;
        browser.until(SHOWN, |shown| shown["stage"] == on_map["stage"]).await;
        browser.point_at([2.0, 2.0]).await;
        browser.point_at(middle(&browser, "Heatmap: gradient", pixel).await).await;
        browser.until(SHOWN, |shown| shown["maps"] == on_map["maps"]).await;
    })
    .await;
}
