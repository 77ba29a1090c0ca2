//! The page of the network, against the same network natively.

use std::path::Path;

use serde_json::json;
use shared::gpt_mnist::sample;
use shared::model::architecture::Architecture;
use shared::model::stages::Stage;
use shared::model::{CpuEngine, Network, Weights};

use super::browser::in_browser;
use super::server::Site;

/// Both sides add up in the same order, but their vectors are of other widths.
const TOLERANCE: f64 = 1e-4;

/// Opens what an address of the site holds, or a text, as a file of weights.
const OPEN: &str = "
    window.openFile = async (name, address, text) => {
        const part = address ? await (await fetch(address)).blob() : text;
        const files = new DataTransfer();
        files.items.add(new File([part], name));
        const input = document.querySelector('#weights');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    window.told = text => new Promise(resolve => {
        const look = () => document.querySelector('.refusal').textContent.includes(text)
            ? resolve(true) : setTimeout(look, 20);
        look();
    });";

fn stage(name: &str) -> Stage {
    let stages = Stage::all(Architecture::GPT_MNIST);
    stages.into_iter().find(|stage| stage.name == name).expect("a stage")
}

/// The greatest value of each map that a stage of the site's network makes of a digit.
async fn peaks(class: u8, seed: u64, stage: &Stage) -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let bytes = std::fs::read(path).expect("the shipped weights");
    let weights = Weights::from_safetensors(&bytes).expect("valid weights");
    let network = Network::new(&weights, CpuEngine::new());
    let digit = sample(class, seed).expect("a class");
    let forward = network.forward(&[&digit.image]).await.expect("a reading");
    let values = network.recorded(&forward, stage.slot).await.expect("values");
    let sites = values.len() / stage.shape[0];
    values.chunks(sites).map(|map| map.iter().copied().fold(f32::MIN, f32::max)).collect()
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_maps_of_a_chosen_block_are_those_of_the_network() {
    let l2 = stage("l2");
    let peaks = peaks(3, 8, &l2).await;
    let stages = Stage::all(Architecture::GPT_MNIST);
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("network", |browser| async move {
        browser.resize(1440, 900).await;
        browser.open(&format!("{address}/#/network?class=3&seed=8")).await;
        browser.wait_for("main.network[data-block=stem][aria-busy=false]").await;
        assert_eq!(browser.run("return document.title").await, "Network · GPTNet Explorer");
        let all: usize = stages.iter().map(|stage| stage.parameters).sum();
        browser.wait_for(&format!(".diagram [data-parameters='{all}']")).await;
        let boxes = "return document.querySelectorAll('.stage-box').length";
        assert_eq!(browser.run(boxes).await, json!(stages.len()));
        let lines = "return document.querySelectorAll('.diagram .line').length";
        let reads: usize = stages.iter().map(|stage| stage.reads.len()).sum();
        assert_eq!(browser.run(lines).await, json!(reads));

        browser.click(".stage-box[data-stage=l2]").await;
        browser.wait_for("main.network[data-block=l2][aria-busy=false]").await;
        let maps = "return document.querySelectorAll('.small-map').length";
        assert_eq!(browser.run(maps).await, 64);
        browser.click(".more").await;
        browser.wait_for(".small-map[data-channel='127']").await;
        assert_eq!(browser.run(maps).await, 128);

        let (channel, greatest) =
            peaks.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("maps");
        browser.click(&format!(".small-map[data-channel='{channel}']")).await;
        browser.wait_for(&format!(".enlarged[data-channel='{channel}']")).await;
        let shown = "return +document.querySelector('.enlarged [data-greatest]').dataset.greatest";
        let shown = browser.run(shown).await.as_f64().expect("a number");
        let greatest = f64::from(greatest);
        assert!((shown - greatest).abs() <= TOLERANCE * greatest, "{shown}, expected {greatest}");
        browser.picture("network.png").await;

        // The first residual block of the stage makes something else of the digit.
        browser.click("[aria-label='Residual block'] button:nth-of-type(1)").await;
        browser.wait_for("main.network[data-block='l2.1'][aria-busy=false]").await;
        let view = format!("#/network?class=3&seed=8&block=l2.1&channel={channel}");
        assert_eq!(browser.run("return location.hash").await, view);
        browser.run("history.back()").await;
        browser.wait_for("main.network[data-block=l2]").await;
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_visitors_own_weights_are_used_or_refused_with_a_reason() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("network-file", |browser| async move {
        browser.resize(390, 844).await;
        browser.open(&format!("{address}/#/network?class=1&seed=2&block=eb0")).await;
        browser.wait_for("main.network[aria-busy=false]").await;
        browser.run(OPEN).await;
        for (call, reason) in [
            ("openFile('page.html', './index.html')", "an HTML or XML page"),
            ("openFile('empty.safetensors', null, '')", "the file is empty"),
            ("openFile('hand.gz', './handwriting-web.safetensors.gz')", "for \"handwriting\""),
        ] {
            let script = format!("await {call}; return told({reason:?})");
            assert_eq!(browser.run(&format!("return (async () => {{ {script} }})()")).await, true);
            browser.wait_for("main.network[aria-busy=false]").await;
        }
        let name = "return document.querySelector('[data-fact=name]').textContent";
        assert_eq!(browser.run(name).await, "gptnet-web.safetensors");

        browser.run("return openFile('mine.gz', './gptnet-web.safetensors.gz')").await;
        browser.wait_for(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false] .refusal:empty").await;
        assert_eq!(browser.run(name).await, "mine.gz");
        browser.click(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        assert_eq!(browser.run(name).await, "gptnet-web.safetensors");
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}
