//! The page for drawings, against what the network says natively.

use std::path::Path;

use serde_json::{Value, json};
use shared::attribution::{Explanation, Method, Parameters};
use shared::decode::{self, Decoded, Strokes, Way};
use shared::fit::Model;
use shared::gpt_mnist::{Fitted, SIZE, Seed, fitted};
use shared::handwriting::framed;
use shared::model::architecture::Architecture;
use shared::model::stages::Stage;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};
use trainer::idx;

use super::browser::{Browser, Pointer, in_browser};
use super::drags::bring_into_view;
use super::evaluate::shipped;
use super::{assert_close, folder, numbers};

/// What the network reads in an image, and why.
struct Expected {
    image: Vec<f32>,
    decoded: Decoded,
    explanations: Vec<Explanation>,
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The first development digit of a class in the page's sixteen shades, as the network sees it.
pub fn digit(class: usize) -> Vec<f32> {
    let file = |kind| repository().join(format!("data/mnist-development-{kind}-ubyte.gz"));
    let digits = idx::read(&file("images-idx3"), &file("labels-idx1")).expect("the digits");
    assert_eq!(usize::from(digits[class].label), class);
    let shades: Vec<f32> =
        digits[class].image.iter().map(|value| (value * 15.0).round() / 15.0).collect();
    framed(&shades)
}

/// The weights that read handwriting.
pub fn handwriting() -> Weights {
    let file = repository().join("weights/handwriting-web.safetensors");
    let weights = std::fs::read(file).expect("the weights of handwriting");
    Weights::from_safetensors(&weights).expect("valid weights")
}

async fn expected(image: Vec<f32>, way: Way) -> Expected {
    let (network, model) = (Network::new(&handwriting(), CpuEngine::new()), Model::handwriting());
    let decoded = network
        .decode(&model, &[&image], way, decode::options())
        .await
        .expect("a reading")
        .remove(0);
    let methods = [Method::GuidedBackprop, Method::GradCam(Layer::Eb1), Method::LrpZPlus];
    let (seeds, parameters) = (&decoded.fitted.seeds, Parameters::default());
    let strokes = Strokes { image: &image, seeds, way };
    let mut explanations = Vec::new();
    for output in Output::SITES {
        let explained =
            network.explain_strokes(&model, strokes, output, &methods, &parameters).await;
        explanations.extend(explained.expect("explanations"));
    }
    Expected { image, decoded, explanations }
}

/// What the page saved, against the same natively.
fn assert_same(saved: &Value, expected: &Expected) {
    let Expected { image, decoded, explanations } = expected;
    assert_close("image", &saved["image"], &json!(image));
    assert_eq!(saved["seeds"], json!(decoded.fitted.seeds));
    assert_eq!(saved["passes"], json!(decoded.passes));
    assert_close("iou", &saved["iou"], &json!(decoded.fitted.iou));
    let probabilities = decoded.reading.class_probabilities();
    assert_close("probabilities", &saved["probabilities"], &json!(probabilities));

    let found = saved["explanations"].as_array().expect("a list");
    assert_eq!(found.len(), explanations.len());
    let strokes = decoded.fitted.seeds.len();
    for (index, expected) in explanations.iter().enumerate() {
        let (stroke, method) = (index / 3 % strokes, expected.method.name());
        let of = |map: &&Value| {
            map["stroke"] == stroke
                && map["output"] == expected.output.name()
                && map["method"] == method
        };
        let found = found.iter().find(of).expect("every stroke by every method");
        let name = format!("stroke {stroke} {} {method}", expected.output);
        let heatmap = expected.heatmap.resized(SIZE, SIZE);
        assert_close(&name, &found["relevance"], &json!(heatmap.values()));
        match expected.canvas_share() {
            Some(share) if share > 0.0 => {
                assert_close(&name, &found["canvas_share"], &json!(share))
            }
            share => assert_eq!(found["canvas_share"], json!(share), "{name}"),
        }
    }
}

/// Waits until the page has read and explained its drawing of a number, in the way that is chosen.
pub async fn wait_for_drawing(browser: &Browser, number: u32) {
    let main = format!(r#"main[data-drawing="{number}"][aria-busy="false"]"#);
    browser.wait_for(&main).await;
}

/// The strokes that the page lists: row, column, type, orientation.
async fn listed_strokes(browser: &Browser) -> Value {
    let script = "return [...document.querySelectorAll('.stroke')].map(({ dataset: d }) =>
        ({ x: +d.column, y: +d.row, type: +d.type, orientation: +d.orientation }))";
    browser.run(script).await
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_real_digit_is_read_as_strokes_that_grow_and_are_explained() {
    let expected = expected(digit(2), Way::Proposals).await;
    assert!(!expected.decoded.fitted.seeds.is_empty());
    in_browser("write", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        browser.click("[data-digit='2']").await;
        browser.click("[data-way=proposals]").await;
        wait_for_drawing(&browser, 1).await;
        let title = "A real 2 · Write · GPTNet Explorer";
        assert_eq!(browser.run("return document.title").await, title);
        assert_eq!(listed_strokes(&browser).await, json!(expected.decoded.fitted.seeds));
        let iou = browser.run("return document.querySelector('.verdict').dataset.iou").await;
        let iou: f64 = iou.as_str().expect("a number").parse().expect("a number");
        assert_close("iou", &json!(iou), &json!(expected.decoded.fitted.iou));
        let saved = browser.save_json(".save-json", "handwriting.json").await;
        assert_same(&saved, &expected);
        // A stroke that growth put in and the network gives no logit has an empty map; not all do.
        let explanations = saved["explanations"].as_array().unwrap();
        let says = |map: &&Value| numbers(&map["relevance"]).iter().any(|&value| value != 0.0);
        assert!(2 * explanations.iter().filter(says).count() > explanations.len());
        browser.picture("write.png").await;

        // The link shows the same on a page of its own.
        let last = expected.decoded.fitted.seeds.len();
        browser.click(&format!(".strokes li:nth-child({last}) .stroke")).await;
        browser.wait_for(&format!(".strokes li:nth-child({last}) [aria-pressed=true]")).await;
        let link = browser.run("return location.href").await;
        assert!(link.as_str().unwrap().contains(&format!("way=proposals&stroke={last}&drawing=")));
        browser.open(link.as_str().unwrap()).await;
        wait_for_drawing(&browser, 0).await;
        browser.wait_for(&format!(".strokes li:nth-child({last}) [aria-pressed=true]")).await;
        assert_eq!(listed_strokes(&browser).await, json!(expected.decoded.fitted.seeds));
    })
    .await;
}

/// Draws a line downwards in the middle of the paper, which does not scroll the page.
async fn draw_a_line(browser: &Browser, pointer: Pointer) {
    bring_into_view(browser, ".pad").await;
    let pad = "const { left, top, width, height } =
            document.querySelector('.pad').getBoundingClientRect();
        return [left + width / 2, top, height]";
    let [x, top, height]: [f64; 3] =
        serde_json::from_value(browser.run(pad).await).expect("a place");
    let scrolled = browser.run("return scrollY").await;
    let along = |share: f64| [x, top + share * height];
    browser.drag(pointer, [0.2, 0.35, 0.5, 0.65, 0.8].map(along)).await;
    assert_eq!(browser.run("return scrollY").await, scrolled, "{pointer:?}");
}

/// Asserts that there are strokes, all of them in the middle.
async fn assert_in_the_middle(browser: &Browser) {
    let strokes = listed_strokes(browser).await;
    let strokes = strokes.as_array().expect("a list");
    assert!(!strokes.is_empty());
    assert!(strokes.iter().all(|stroke| stroke["x"].as_u64().unwrap().abs_diff(14) <= 2));
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_a_pointer_draws_is_read_and_can_be_taken_back() {
    in_browser("drawn", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/write?way=search&stroke=0&drawing=AAAA").await;
        wait_for_drawing(&browser, 0).await;
        let hints = browser.text(".hints").await;
        assert!(hints.contains("stroke=0"), "{hints}");
        // What is said of the drawing stands at the paper.
        let hint = browser.text(".board .hint").await;
        assert!(hint.contains("4 characters"), "{hint}");
        browser.click(".clear").await;
        browser.wait_for(".empty").await;
        for (number, pointer, away) in
            [(2, Pointer::Mouse, ".clear"), (4, Pointer::Finger, ".undo")]
        {
            draw_a_line(&browser, pointer).await;
            wait_for_drawing(&browser, number).await;
            // A straight line downwards or upwards, which search always finds.
            assert_in_the_middle(&browser).await;
            let width = browser.run("return document.documentElement.scrollWidth").await;
            assert_eq!(width, 390);
            browser.click(away).await;
            browser.wait_for(".empty").await;
        }

        // The explorer is one link away, as it was left.
        browser.click("nav a:nth-child(2)").await;
        browser.wait_for_explanation_of(9, 35).await;
        let title = "9 (seed 35) · Explore · GPTNet Explorer";
        assert_eq!(browser.run("return document.title").await, title);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_was_drawn_is_rubbed_out() {
    in_browser("rubbed", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        browser.click(".clear").await;
        browser.wait_for(".empty").await;
        draw_a_line(&browser, Pointer::Mouse).await;
        wait_for_drawing(&browser, 2).await;
        let drawn = browser.run(DRAWING).await;
        let eraser = "[aria-label=Tool] button:last-child";
        browser.click(eraser).await;
        browser.wait_for(&format!("{eraser}[aria-pressed=true]")).await;
        draw_a_line(&browser, Pointer::Mouse).await;
        browser.wait_for("main[data-drawing='3'] .clear[disabled]").await;
        browser.wait_for(".empty").await;
        browser.click(".undo").await;
        wait_for_drawing(&browser, 4).await;
        assert_eq!(browser.run(DRAWING).await, drawn);
    })
    .await;
}

/// Gives the page a file, as one that is chosen or one that is dropped somewhere: a picture of a thick line downwards
/// that is made in the page, or a text. Of the events of a drop it says whether the browser is to do nothing more.
const BRING: &str = "
    const files = async (name, make, kind) => {
        const files = new DataTransfer();
        files.items.add(new File([await make()], name, { type: kind }));
        return files;
    };
    window.bring = async (...file) => {
        const input = document.querySelector('.file input');
        input.files = (await files(...file)).files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    window.drop = async (css, ...file) => {
        const place = document.querySelector(css), dataTransfer = await files(...file);
        return ['dragenter', 'dragover', 'drop'].map((kind) => !place.dispatchEvent(
            new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })));
    };
    window.line = (kind, paper, ink) => async () => {
        const canvas = new OffscreenCanvas(640, 480), context = canvas.getContext('2d');
        context.fillStyle = paper;
        context.fillRect(0, 0, 640, 480);
        context.fillStyle = ink;
        context.fillRect(500, 40, 32, 320);
        return canvas.convertToBlob({ type: kind });
    };";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_picture_is_taken_as_a_drawing_and_what_is_none_is_said() {
    in_browser("opened", |browser| async move {
        open_pictures(&browser).await;
        browser.picture("opened.png").await;
    })
    .await;
}

/// The drawing in the address.
const DRAWING: &str = "return new URLSearchParams(location.hash.split('?')[1]).get('drawing')";

/// What is said of the picture that is made in the page.
const LINE_SAID: &str =
    "\u{201c}line.png\u{201d}, 640 \u{d7} 480 pixels, dark on light: cut to its ink and scaled.";

/// Opens pictures, and what is none.
pub async fn open_pictures(browser: &Browser) {
    browser.resize(390, 844).await;
    browser.open("#/write").await;
    browser.click(".clear").await;
    browser.wait_for(".empty").await;
    browser.run(BRING).await;
    browser.run("bring('line.png', line('image/png', '#fff', '#222'), 'image/png')").await;
    wait_for_drawing(browser, 2).await;
    let hint = browser.text(".board .hint").await;
    assert_eq!(hint, LINE_SAID);
    // Two columns of twenty pixels.
    assert_in_the_middle(browser).await;
    let dark = browser.run(DRAWING).await;
    assert!(dark.is_string());

    // The other way round it is the same drawing.
    browser.click(".clear").await;
    browser.wait_for(".empty").await;
    browser.run("bring('slate.png', line('image/png', '#111', '#eee'), 'image/png')").await;
    wait_for_drawing(browser, 4).await;
    let hint = browser.text(".board .hint").await;
    assert!(hint.contains("light on dark"), "{hint}");
    assert_eq!(browser.run(DRAWING).await, dark);

    // A photograph has other shades, and shows the same line.
    browser.click(".clear").await;
    browser.wait_for(".empty").await;
    browser.run("bring('line.jpg', line('image/jpeg', '#fff', '#222'), 'image/jpeg')").await;
    wait_for_drawing(browser, 6).await;
    assert_eq!(browser.text(".board .hint").await, LINE_SAID.replace("png", "jpg"));
    assert_in_the_middle(browser).await;
    let drawn = browser.run(DRAWING).await;

    // What is no picture changes nothing.
    browser.run("bring('notes.txt', async () => 'nothing to see', 'text/plain')").await;
    browser.wait_for_words(".board .hint", "notes.txt").await;
    let hint = browser.text(".board .hint").await;
    assert_eq!(
        hint,
        "\u{201c}notes.txt\u{201d} is no picture that this browser can read, and no JSON."
    );
    assert_eq!(browser.run(DRAWING).await, drawn);
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_file_that_is_dropped_beside_the_paper_is_read_as_one_on_it() {
    in_browser("dropped", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        browser.run(BRING).await;
        let mut drawn = Vec::new();
        for (number, place) in (2..).step_by(2).zip([".pad", ".notes", "nav.top"]) {
            browser.click(".clear").await;
            browser.wait_for(".empty").await;
            let picture = "'line.png', line('image/png', '#fff', '#222'), 'image/png'";
            let dropped = browser.run(&format!("return drop('{place}', {picture})")).await;
            assert_eq!(dropped, json!([true, true, true]), "{place}");
            wait_for_drawing(&browser, number).await;
            let hint = browser.text(".board .hint").await;
            assert_eq!(hint, LINE_SAID, "{place}");
            assert_ne!(listed_strokes(&browser).await, json!([]), "{place}");
            drawn.push(browser.run(DRAWING).await);
        }
        assert!(drawn[0].is_string() && drawn.iter().all(|one| *one == drawn[0]), "{drawn:?}");

        // What is no picture changes nothing.
        let notes = "'notes.txt', async () => 'nothing to see', 'text/plain'";
        let dropped = browser.run(&format!("return drop('.notes', {notes})")).await;
        assert_eq!(dropped, json!([true, true, true]));
        browser.wait_for_words(".board .hint", "notes.txt").await;
        assert_eq!(browser.run(DRAWING).await, drawn[0]);
    })
    .await;
}

/// What the paper's network reads in an image, and the best that grows from it.
async fn read_by_the_paper(image: &[f32]) -> (usize, Vec<Seed>, Fitted) {
    let network = Network::new(&shipped(), CpuEngine::new());
    let reading = network.read(&[image]).await.expect("a reading").remove(0);
    let fitted = fitted(&reading.y_g_labels(), &reading.y_s_labels(), image).expect("a growth");
    let seeds = reading.generators().iter().map(|found| found.seed).collect();
    (reading.class(), seeds, fitted)
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_papers_network_reads_a_drawing_and_the_best_growth_is_shown_with_its_iou() {
    let mut expected = Vec::new();
    for class in 0..10 {
        expected.push(read_by_the_paper(&digit(class)).await);
    }
    let failed = expected.iter().filter(|(_, _, fitted)| fitted.iou < 0.5).count();
    assert!(failed > 0, "the paper's network cannot read all handwriting");
    in_browser("write-paper", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/write").await;
        browser.wait_for("main[data-reader=handwriting] [data-reader=grown]").await;
        browser.click("[data-reader=grown]").await;
        for (class, (read, seeds, fitted)) in expected.iter().enumerate() {
            // The page opens with a four.
            browser.click(&format!("[data-digit='{}']", (class + 5) % 10)).await;
            browser.click(&format!("[data-digit='{class}']")).await;
            browser.wait_for("main[data-reader=grown][aria-busy=false] .verdict").await;
            let said = "const { dataset, textContent } = document.querySelector('.verdict');
                return { ...dataset, text: textContent }";
            let said = browser.run(said).await;
            let number = |key: &str| said[key].as_str().expect(key).parse::<f64>().expect(key);
            assert_eq!(number("steps"), f64::from(fitted.steps), "{class}: {said}");
            assert_eq!(number("angle"), fitted.angle, "{class}: {said}");
            assert!((number("iou") - fitted.iou).abs() < 1e-9, "{class}: {said}");
            assert_eq!(number("seeds"), seeds.len() as f64, "{class}: {said}");
            let text = said["text"].as_str().expect("text");
            let article = if *read == 8 { "an" } else { "a" };
            let named = format!("It takes it for {article} {read} ");
            assert!(text.contains(&named), "{class}: {text}");
            let fails = seeds.is_empty() || fitted.iou < 0.5;
            assert_eq!(text.contains("fails"), fails, "{class}: {text}");
        }
        browser.picture("write-paper.png").await;

        // The link shows the same, and Back leads to the other network.
        let link = browser.run("return location.href").await;
        let link = link.as_str().expect("an address").to_owned();
        assert!(link.contains("#/write?reader=grown&"), "{link}");
        let told = browser.run("return document.querySelector('.verdict').dataset.iou").await;
        browser.open(&link).await;
        browser.wait_for("main[data-reader=grown][aria-busy=false] .verdict").await;
        let again = browser.run("return document.querySelector('.verdict').dataset.iou").await;
        assert_eq!(again, told);
        browser.click("[data-reader=handwriting]").await;
        browser.wait_for("main[data-reader=handwriting][aria-busy=false] .strokes").await;
        browser.run("history.back()").await;
        browser.wait_for("main[data-reader=grown][aria-busy=false] .verdict").await;
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_drawing_is_handed_over_to_the_page_of_the_network() {
    // A line that is no digit.
    let mut image = vec![0.0f32; 28 * 28];
    (5..20).for_each(|row| image[row * 28 + row..][..3].fill(1.0));
    let stem = Stage::all(Architecture::HANDWRITING);
    let stem = stem.into_iter().find(|stage| stage.name == "stem").expect("a stage");
    let network = Network::new(&handwriting(), CpuEngine::new());
    let forward = network.forward(&[&framed(&image)]).await.expect("a reading");
    let values = network.recorded(&forward, stem.slot).await.expect("values");
    let first = &values[..values.len() / stem.shape[0]];
    let greatest = f64::from(first.iter().copied().fold(f32::MIN, f32::max));
    let folder = folder();
    let json = folder.path().join("line.json");
    let rows: Vec<&[f32]> = image.chunks(28).collect();
    std::fs::write(&json, json!(rows).to_string()).expect("a writable folder");
    in_browser("write-network", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        browser.choose_file("#file", &json).await;
        browser.wait_for("main[data-drawing='1'][aria-busy=false]").await;
        let drawn = browser.run(DRAWING).await;
        browser.click(".feature-maps").await;
        browser
            .wait_for("main.network[data-reader=handwriting][data-drawn=true][aria-busy=false]")
            .await;
        assert_eq!(browser.run(DRAWING).await, drawn);
        let shown = "return +document.querySelector('.enlarged [data-greatest]').dataset.greatest";
        let shown = browser.run(shown).await.as_f64().expect("a number");
        assert!((shown - greatest).abs() <= 1e-4 * greatest, "{shown}, expected {greatest}");

        // The paper's network reads it, too; a digit takes its place, and Back brings it again.
        browser.click("[data-reader=grown]").await;
        browser.wait_for("main.network[data-reader=grown][data-drawn=true][aria-busy=false]").await;
        browser.click(".classes button:nth-child(4)").await;
        browser.wait_for("main.network[data-class='3'][data-drawn=false][aria-busy=false]").await;
        assert_eq!(browser.run(DRAWING).await, Value::Null);
        browser.run("history.back()").await;
        browser.wait_for("main.network[data-drawn=true][aria-busy=false]").await;
        browser.click(".seen a").await;
        browser.wait_for("main.write[aria-busy=false]").await;
        assert_eq!(browser.run(DRAWING).await, drawn);
    })
    .await;
}

/// A digit that grew is smaller than MNIST frames its digits. Enlarged, its seeds would be others.
#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn what_grew_in_the_laboratory_is_read_as_it_lies() {
    in_browser("write-as-it-lies", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/grow?preset=digit-6").await;
        browser.click("a.ask[data-reader=grown]").await;
        browser.wait_for("main.write[data-reader=grown][aria-busy=false] .verdict").await;
        let iou = "return +document.querySelector('.verdict').dataset.iou";
        assert_eq!(browser.run(iou).await, 1.0);
        let drawn = browser.run(DRAWING).await;
        browser.click(".framed input").await;
        browser.wait_for("main.write[data-drawing='1'][aria-busy=false] .verdict").await;
        assert_ne!(browser.run(iou).await, 1.0);
        assert_ne!(browser.run(DRAWING).await, drawn);
        browser.run("history.back()").await;
        browser.wait_for("main.write[data-drawing='2'][aria-busy=false] .verdict").await;
        assert_eq!(browser.run(iou).await, 1.0);
        assert_eq!(browser.run(DRAWING).await, drawn);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn there_are_ten_real_digits_of_a_class() {
    in_browser("write-real", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/write").await;
        let mut drawn = Vec::new();
        for number in 1..=11 {
            browser.click("[data-digit='7']").await;
            browser.wait_for(&format!("main.write[data-drawing='{number}']")).await;
            let title = browser.run("return document.title").await;
            assert_eq!(title, "A real 7 · Write · GPTNet Explorer");
            drawn.push(browser.run(DRAWING).await.to_string());
        }
        assert_eq!(drawn[0], drawn[10]);
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn.len(), 10);
    })
    .await;
}
