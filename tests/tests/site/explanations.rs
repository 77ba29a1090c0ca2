//! Every seed of a digit explained at once, and how the heatmaps are drawn.

use serde_json::{Value, json};
use shared::attribution::{Explanation, Method, Parameters, Request, Start};
use shared::evaluation::correlation::rank_correlation;
use shared::evaluation::part::Part;
use shared::evaluation::randomization::Form;
use shared::gpt_mnist::{Sample, sample};
use shared::model::{CpuEngine, Network};
use shared::output::{Layer, Output, Target};

use super::browser::{Browser, in_browser};
use super::evaluate::shipped;
use super::grow::choose;
use super::trainer_explains;

/// Waits until the heatmaps of every seed are drawn.
pub async fn wait_for_all(browser: &Browser, class: u8, seed: u64) {
    browser.wait_for_explanation_of(class, seed).await;
    // They come in the order of the list, when every step of growth has been read; then the page stands still.
    browser.wait_for(".generator:last-child .small:last-child .relevance").await;
}

async fn list(browser: &Browser, script: &str) -> Vec<String> {
    serde_json::from_value(browser.run(script).await).expect("a list of texts")
}

/// The numbers under the small heatmaps of one seed.
const SHARES: &str =
    "return [...document.querySelectorAll('.generator:nth-child(2) .small .number')]
    .map((number) => number.textContent.replaceAll('\u{a0}', ' '))";

/// The colours of the large heatmaps.
const COLOURS: &str = "return [...new Set([...document.querySelectorAll('.map .relevance path')]
    .map((path) => path.getAttribute('fill')))]";

/// Red, green, blue.
fn parts(colour: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour"))
}

/// Notes everything that the page and its worker say to each other, and every turn of the page's main thread.
const NOTE: &str = "
    window.noted = [];
    const note = (what) => window.noted.push(what);
    const turns = new MessageChannel();
    turns.port1.onmessage = () => { note('turn'); setTimeout(() => turns.port2.postMessage(0)); };
    turns.port2.postMessage(0);
    const { postMessage } = Worker.prototype;
    const heard = new WeakSet();
    Worker.prototype.postMessage = function (...message) {
        note('asked');
        if (!heard.has(this)) {
            heard.add(this);
            this.addEventListener('message', ({ data }) => {
                const [text, numbers] = Array.isArray(data) ? data : [data, []];
                const answer = JSON.parse(text).Answer ?? {};
                note([Object.keys(answer)[0], text.length, numbers.length]);
            });
        }
        return postMessage.apply(this, message);
    };";

/// The main thread does not compute: it asks, it has turns of its own meanwhile, and what comes back is not text that
/// would have to be read. How long its tasks are is measured by `bench/browser_main_thread.mjs`.
#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_page_goes_on_while_its_worker_explains_all_components() {
    in_browser("components", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("?backend=cpu#/explain?class=6&seed=3").await;
        wait_for_all(&browser, 6, 3).await;
        browser.run(NOTE).await;
        for (class, seed) in [(9, 35), (8, 4), (4, 9)] {
            let seeds = sample(class, seed).unwrap().seeds.len();
            browser.run("window.noted.length = 0").await;
            let fragment = format!("#/explain?class={class}&seed={seed}");
            browser.run(&format!("location.hash = '{fragment}'")).await;
            wait_for_all(&browser, class, seed).await;

            let noted = browser.run("return window.noted").await;
            let noted = noted.as_array().unwrap();
            let is_explained = |event: &Value| event[0] == "Explained";
            let mut explained = 0;
            for answer in noted.iter().filter(|event| is_explained(event)) {
                let [text, numbers] = [&answer[1], &answer[2]].map(|n| n.as_u64().unwrap());
                assert!(text < 4000 && numbers > 10_000, "{answer}");
                explained += 1;
            }
            // From the first question to the last answer.
            let first = noted.iter().position(|event| event == "asked").expect("a question");
            let last = noted.iter().rposition(is_explained).expect("an answer");
            let count =
                |events: &[Value], what: &str| events.iter().filter(|event| *event == what).count();
            assert!(count(&noted[first..last], "turn") >= explained, "{noted:?}");
            assert_eq!(count(noted, "asked"), explained, "{noted:?}");
            // The class and every seed.
            assert_eq!(explained, 1 + seeds, "{noted:?}");
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn every_seed_has_its_heatmaps_and_one_of_them_stands_large_as_the_reader_likes() {
    in_browser("strips", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=6&seed=3").await;
        wait_for_all(&browser, 6, 3).await;
        let small = "return document.querySelectorAll('.strip .small').length";
        assert_eq!(browser.run(small).await, 4 * 4);
        let shares = list(&browser, SHARES).await;
        assert!(shares.iter().all(|share| share.ends_with(" %")), "{shares:?}");

        // Pressed, they stand large, with the same share in their scores.
        browser.click(".generator:nth-child(2) .strip").await;
        browser.wait_for("main[aria-busy=false] .generator:nth-child(2) .strip[aria-pressed=true]").await;
        browser.wait_for(".map .marker").await;
        let scores = list(&browser, "return [...document.querySelectorAll('.scores')].map((it) => it.textContent.replaceAll('\u{a0}', ' '))").await;
        for (share, score) in shares.iter().zip([&scores[0], &scores[1], &scores[2], &scores[3]]) {
            assert!(score.starts_with(&format!("{share} of the red lies on stroke 2")), "{score}, {share}");
        }
        // They explain the direction, as the trainer does.
        let output = browser.run("return new URLSearchParams(location.hash).get('output')").await;
        let target = browser.run("return new URLSearchParams(location.hash).get('target')").await;
        let target = target.as_str().unwrap();
        let trainer = trainer_explains(6, 3, "stem", &["--output", output.as_str().unwrap(), "--target", target]);
        let saved = browser.save_json(".save-json", "gptnet-6-3.json").await;
        super::assert_same(&saved, &trainer);

        // Where it is asked why a seed is there, the small ones are about that.
        browser.click(".generator:nth-child(2) .answer[data-output=y_g]").await;
        wait_for_all(&browser, 6, 3).await;
        assert_ne!(list(&browser, SHARES).await, shares);
        browser.click(".generator:nth-child(2) .strip").await;
        browser.wait_for("main[aria-busy=false] .generator:nth-child(2) .answer[data-output=y_g][aria-pressed=true]").await;

        // One sign only.
        browser.click("[data-look=sign-for]").await;
        browser.wait_for("[data-look=sign-for][aria-pressed=true]").await;
        let colours = list(&browser, COLOURS).await;
        let is_red = |colour: &String| parts(colour)[0] > parts(colour)[2];
        assert!(!colours.is_empty() && colours.iter().all(is_red), "{colours:?}");
        browser.click("[data-look=sign-against]").await;
        browser.wait_for("[data-look=sign-against][aria-pressed=true]").await;
        let colours = list(&browser, COLOURS).await;
        assert!(!colours.is_empty() && !colours.iter().any(is_red), "{colours:?}");
        browser.click("[data-look=sign-both]").await;
        browser.wait_for("[data-look=sign-both][aria-pressed=true]").await;

        // On one scale, only the strongest map of a method has the strongest colour.
        let strongest = "return [...document.querySelectorAll('.generator')].filter((seed) =>
            seed.querySelector('.small [fill=\"#a52d32\"], .small [fill=\"#0c57b1\"]')).length";
        assert_eq!(browser.run(strongest).await, 4);
        browser.click("[data-look=scale-shared]").await;
        browser.wait_for("[data-look=scale-shared][aria-pressed=true]").await;
        let first_only = "return [...document.querySelectorAll('.small[data-method=guided-backprop]')].filter((small) =>
            small.querySelector('[fill=\"#a52d32\"], [fill=\"#0c57b1\"]')).length";
        assert_eq!(browser.run(first_only).await, 1);

        // The picture shows through; a drag of the slider is one step of history.
        let steps = browser.history().await;
        for (value, event) in [(80, "input"), (60, "input"), (40, "input"), (40, "change")] {
            let drag = format!(
                "const slider = document.querySelector('#opacity');
                slider.value = {value};
                slider.dispatchEvent(new Event('{event}', {{ bubbles: true }}));"
            );
            browser.run(&drag).await;
            browser.wait_for(&format!(".map .relevance[opacity='0.{value}']")).await;
        }
        browser.wait_for(".map .relevance[opacity='0.40']").await;
        assert_eq!(browser.history().await, steps + 1);
        // All lattices turn together, and the address says all of it.
        let angle = shared::gpt_mnist::sample(6, 3).unwrap().angle;
        let turns = "return [...document.querySelectorAll('main .turned')].map((turned) => {
            const label = turned.closest('.lattice').dataset.label;
            return [label, -parseFloat(turned.getAttribute('transform').slice(7))];
        })";
        for (frame, of_picture, of_growth) in [("upright", -angle, 0.0), ("tilted", 0.0, angle)] {
            browser.click(&format!("[data-frame={frame}]")).await;
            browser.wait_for(&format!("[data-frame={frame}][aria-pressed=true]")).await;
            let turns: Vec<(String, f64)> =
                serde_json::from_value(browser.run(turns).await).expect("labels and degrees");
            // Four lattices of the stage, four large and sixteen small heatmaps.
            assert_eq!(turns.len(), 24);
            for (label, turn) in turns {
                let grew = label.contains("configuration");
                let expected = if grew { of_growth } else { of_picture };
                assert!((turn - expected).abs() < 1e-3, "{frame}: {label} by {turn}");
            }
        }
        browser.click("[data-frame=upright]").await;
        browser.wait_for("[data-frame=upright][aria-pressed=true]").await;
        let link = browser.fragment().await;
        assert!(link.ends_with("&scale=shared&opacity=40&frame=upright"), "{link}");
        browser.open(&link).await;
        wait_for_all(&browser, 6, 3).await;
        browser.wait_for(".map .relevance[opacity='0.40']").await;
        let pressed = list(&browser, "return [...document.querySelectorAll(':is(.look, .frames) [aria-pressed=true]')].map((it) => it.textContent)").await;
        assert_eq!(json!(pressed), json!(["as it grew", "both", "one a method"]));
        browser.picture("explorer-look.png").await;

        // A saved figure looks as the page does, without its style sheets.
        let on_page = browser.run(INKS).await;
        assert_eq!(on_page, json!([TRANSPARENT, WHITE, INK, "none", "none", INK, WHITE]));
        browser.save_text(".save-svg", "gptnet-6-3.svg").await;
        browser.open_saved("gptnet-6-3.svg").await;
        assert_eq!(browser.run(INKS).await, on_page);

        browser.open("#/explain?sign=green&opacity=101").await;
        browser.wait_for_explanation_of(9, 35).await;
        let hints = browser.text(".hints").await;
        assert!(hints.contains("sign=green, which is not both, for or against"), "{hints}");
        assert!(hints.contains("opacity=101"), "{hints}");
    })
    .await;
}

/// A heatmap of a network with random weights.
struct Forgetful {
    method: &'static str,
    /// Its largest absolute value.
    most: f64,
    /// How alike it is to the map of the trained network.
    rho: f64,
}

/// The heatmaps of a network of which so many stages have become random.
async fn native(sample: &Sample, target: Target, stages: usize) -> Vec<Forgetful> {
    let methods = [
        Method::GuidedBackprop,
        Method::Deconvolution,
        Method::GradCam(Layer::Stem),
        Method::Gradient,
    ];
    let random = Form::Standard.randomized(&shipped(), target.output(), stages, 0);
    let mut both = Vec::new();
    for weights in [shipped(), random] {
        let network = Network::new(&weights, CpuEngine::new());
        let forward = network.forward(&[&sample.image]).await.expect("a reading");
        let requests = [Request { image: 0, target }];
        let parameters = Parameters { start: Start::BeforeRelu, ..Parameters::default() };
        let maps = network.explain(&forward, &requests, &methods, &parameters).await;
        both.push(maps.expect("heatmaps"));
    }
    let pair = |(trained, random): (&Explanation, &Explanation)| {
        let [before, now] = [trained, random].map(|map| map.heatmap.resized(28, 28));
        let most = f64::from(now.max_abs());
        let [before, now] =
            [before, now].map(|map| Part::Absolute.of(map.normalized().values()).expect("finite"));
        Forgetful { method: random.method.name(), most, rho: rank_correlation(&before, &now).rho }
    };
    both[0].iter().zip(&both[1]).map(pair).collect()
}

/// Colours as browsers say them.
const TRANSPARENT: &str = "rgba(0, 0, 0, 0)";
const WHITE: &str = "rgb(255, 255, 255)";
const INK: &str = "rgb(22, 24, 29)";

/// What large lattices are drawn in: areas to click on, their ground, contours, edges, arrows and rings.
const INKS: &str = "
    const look = (css, key) => [...new Set([...document.querySelectorAll(`.lattice:not(.strip svg) ${css}`)]
        .map((element) => getComputedStyle(element)[key]))].join();
    return [look('.touch', 'fill'), look('> .ground', 'fill'), look('.contour', 'stroke'), look('.edge', 'fill'),
        look('.seed-mark path', 'fill'), look('.marker circle + circle', 'stroke'),
        look('.seed-mark .halo:is(circle)', 'fill')]";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_layer_that_the_field_names_is_the_one_that_is_looked_at() {
    in_browser("layers", |browser| async move {
        browser.open_digit(6, 3, "").await;
        let field = "[aria-label='Layer of Grad-CAM']";
        browser.wait_for(field).await;
        let named = format!("return document.querySelector(\"{field}\").value");
        for layer in ["l1", "l2"] {
            choose(&browser, field, layer).await;
            let address = "return location.hash";
            browser.until(address, |hash| hash.as_str().unwrap().contains(layer)).await;
            assert_eq!(browser.run(&named).await, layer);
        }
        browser.run("history.back()").await;
        browser.until(&named, |layer| layer == "l1").await;
        browser.run("history.forward()").await;
        browser.until(&named, |layer| layer == "l2").await;
    })
    .await;
}

/// Every stage that becomes random changes what the network looks at; a map is held against that of the trained one.
#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_network_that_forgets_looks_at_what_the_evaluation_says() {
    in_browser("forget", |browser| async move {
        forget(&browser, &[1, 8]).await;
        browser.picture("explorer-forget.png").await;
        browser.run("history.back()").await;
        browser.wait_for("main[aria-busy=false] .forget[data-random='0']").await;
    })
    .await;
}

/// Lets the network forget: ever more stages, in one drag.
pub async fn forget(browser: &Browser, stages: &[usize]) {
    let sample = sample(6, 3).unwrap();
    let target = Target::of_seed(Output::Ys, &sample.seeds[1]).unwrap();
    let at = target.site().expect("a seed has a place");
    let place = format!("{},{},{}", target.channel(), at.row(), at.column());
    let query = format!("class=6&seed=3&output=y_s&target={place}");
    browser.resize(1280, 900).await;
    browser.open(&format!("?backend=cpu#/explain?{query}")).await;
    browser.wait_for_explanation_of(6, 3).await;
    let steps = browser.history().await;
    for &stages in stages {
        let drag = format!(
            "const slider = document.querySelector('#random');
            slider.value = {stages};
            slider.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        );
        browser.run(&drag).await;
        let state = format!("main[aria-busy=false] .forget[data-random='{stages}'] .named");
        browser.wait_for(&state).await;
        for Forgetful { method, most, rho } in native(&sample, target, stages).await {
            let script = format!(
                "return [document.querySelector('.map[data-method={method}]').dataset.maxAbs,
                document.querySelector('.forget [data-method={method}] .number').textContent]"
            );
            let shown: [String; 2] = serde_json::from_value(browser.run(&script).await).unwrap();
            let [found, alike] = shown.map(|number| number.parse::<f64>().unwrap());
            assert!((found - most).abs() <= 1e-3 * most, "{method}: {found}, expected {most}");
            assert!((alike - rho).abs() < 0.02, "{method}: {alike}, expected {rho}");
        }
        let lost = browser.run("return document.querySelectorAll('.forget .lost').length").await;
        assert_eq!(lost, 1);
    }
    // One drag is one step, and the address says how much is random.
    assert_eq!(browser.history().await, steps + 1);
    let link = browser.fragment().await;
    let last = stages.last().expect("some stages");
    assert!(link.ends_with(&format!("&layer=stem&random={last}")), "{link}");
}
