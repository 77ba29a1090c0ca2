//! The page of the network, against the same network natively.

use std::path::{Path, PathBuf};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::gpt_mnist::{rotate, sample, system};
use shared::model::architecture::Architecture;
use shared::model::stages::Stage;
use shared::model::{CpuEngine, Layout, Network, Weights};
use shared::pattern::{Code, develop_with_lineage};

use super::browser::{Browser, in_browser};
use super::folder;

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
    window.dropFile = async (name, address) => {
        const files = new DataTransfer();
        files.items.add(new File([await (await fetch(address)).blob()], name));
        const main = document.querySelector('main');
        const sent = kind => main.querySelector('h2').dispatchEvent(new DragEvent(
            kind, { dataTransfer: files, bubbles: true, cancelable: true }));
        return [sent('dragover'), sent('drop')];
    };";

/// What the page says of the maps of a stage, each number in full, and the shade of every cell.
const SHOWN: &str = "
    const all = css => [...document.querySelectorAll(css)];
    const greatest = all('.enlarged [data-greatest]').map(one => one.dataset.greatest);
    const said = all('.stage-head .said, .enlarged .said').map(one => one.textContent);
    const named = all('.small-map').map(one => one.getAttribute('aria-label'));
    const cells = all('.enlarged path, .small-map path').map(one =>
        one.getAttribute('d') + one.getAttribute('fill'));
    return [greatest, said, named, cells].flat().join('\\n')";

pub fn stage(name: &str) -> Stage {
    let stages = Stage::all(Architecture::GPT_MNIST);
    stages.into_iter().find(|stage| stage.name == name).expect("a stage")
}

/// The site's weights.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors")
}

fn sha256(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("a file of weights");
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes weights to a file of this name.
pub fn written(folder: &Path, name: &str, weights: &Weights) -> PathBuf {
    let path = folder.join(name);
    let bytes = weights.to_safetensors(Layout::Web).expect("a file of weights");
    std::fs::write(&path, bytes).expect("a writable folder");
    path
}

/// The greatest value of each map that a stage of the network of some weights makes of a digit.
pub async fn peaks(weights: &Path, class: u8, seed: u64, stage: &Stage) -> Vec<f32> {
    peaks_of(weights, &sample(class, seed).expect("a class").image, stage).await
}

/// The same of any image.
async fn peaks_of(weights: &Path, image: &[f32], stage: &Stage) -> Vec<f32> {
    let bytes = std::fs::read(weights).expect("a file of weights");
    let weights = Weights::from_safetensors(&bytes).expect("valid weights");
    let network = Network::new(&weights, CpuEngine::new());
    let forward = network.forward(&[image]).await.expect("a reading");
    let values = network.recorded(&forward, stage.slot).await.expect("values");
    let sites = values.len() / stage.shape[0];
    values.chunks(sites).map(|map| map.iter().copied().fold(f32::MIN, f32::max)).collect()
}

/// The map with the greatest value, and that value.
pub fn greatest(peaks: &[f32]) -> (usize, f32) {
    peaks.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("maps")
}

/// Checks the greatest value of the map that the page shows.
pub async fn assert_greatest(browser: &Browser, expected: f32) {
    let shown = "return +document.querySelector('.enlarged [data-greatest]').dataset.greatest";
    let shown = browser.run(shown).await.as_f64().expect("a number");
    let expected = f64::from(expected);
    assert!((shown - expected).abs() <= TOLERANCE * expected, "{shown}, expected {expected}");
}

/// All that the page draws and says of what a stage puts out.
async fn shown(browser: &Browser, stage: &Stage) -> String {
    browser.click(&format!(".stage-box[data-stage={}]", stage.name)).await;
    let main = format!("main.network[data-block={}][aria-busy=false]", stage.name);
    browser.wait_for(&main).await;
    browser.run(SHOWN).await.as_str().expect("text").to_owned()
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_maps_of_a_chosen_block_are_those_of_the_network() {
    let l2 = stage("l2");
    let peaks = peaks(&shipped(), 3, 8, &l2).await;
    let stages = Stage::all(Architecture::GPT_MNIST);
    in_browser("network", |browser| async move {
        browser.resize(1440, 900).await;
        browser.open("#/network?class=3&seed=8").await;
        browser.wait_for("main.network[data-block=stem][aria-busy=false]").await;
        let title = "stem of a 3 (seed 8) · Network · GPTNet Explorer";
        assert_eq!(browser.run("return document.title").await, title);
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

        let (channel, greatest) = greatest(&peaks);
        browser.click(&format!(".small-map[data-channel='{channel}']")).await;
        browser.wait_for(&format!(".enlarged[data-channel='{channel}']")).await;
        assert_greatest(&browser, greatest).await;
        browser.picture("network.png").await;

        // The first residual block of the stage makes something else of the digit.
        browser.click("[aria-label='Residual block'] button:nth-of-type(1)").await;
        browser.wait_for("main.network[data-block='l2.1'][aria-busy=false]").await;
        let view = format!("#/network?class=3&seed=8&block=l2.1&channel={channel}");
        assert_eq!(browser.fragment().await, view);
        browser.run("history.back()").await;
        browser.wait_for("main.network[data-block=l2]").await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_visitors_own_weights_are_used_or_refused_with_a_reason() {
    in_browser("network-file", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/network?class=1&seed=2&block=eb0").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        browser.run(OPEN).await;
        for (call, reason) in [
            ("openFile('page.html', './index.html')", "an HTML or XML page"),
            ("openFile('empty.safetensors', null, '')", "the file is empty"),
            ("openFile('hand.gz', './handwriting-web.safetensors.gz')", "for \"handwriting\""),
        ] {
            browser.run(&format!("return {call}")).await;
            browser.wait_for_words(".refusal", reason).await;
            browser.wait_for("main.network[aria-busy=false]").await;
        }
        let name = "return document.querySelector('[data-fact=name]').textContent";
        assert_eq!(browser.run(name).await, "gptnet-web.safetensors");

        // Dropped anywhere on the page, which the browser does not leave for it.
        let drop = "return dropFile('mine.gz', './gptnet-web.safetensors.gz')";
        assert_eq!(browser.run(drop).await, json!([false, false]));
        browser.wait_for(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false] .refusal:empty").await;
        assert_eq!(browser.run(name).await, "mine.gz");
        // It holds the site's own weights, of which it is known where they come from.
        let hash = sha256(&shipped());
        let hashed = "return document.querySelector('[data-fact=sha256]').textContent";
        assert_eq!(browser.run(hashed).await, hash.as_str());
        let note = browser.text("[data-note=distribution]").await;
        assert_eq!(note, "distribution: gpt-mnist");
        browser.click(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        assert_eq!(browser.run(name).await, "gptnet-web.safetensors");
        assert_eq!(browser.run(hashed).await, hash.as_str());
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn random_weights_change_every_stage_and_ours_bring_them_back() {
    let folder = folder();
    let random = written(folder.path(), "random.safetensors", &Weights::random(7));
    let (image, rest) = (stage("image"), ["stem", "l2", "l4", "y", "eb0", "y_g", "y_s"].map(stage));
    let eb0 = peaks(&random, 1, 2, &stage("eb0")).await;
    in_browser("network-random", |browser| async move {
        browser.resize(1440, 900).await;
        browser.open("#/network?class=1&seed=2&block=eb0").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        let seen = shown(&browser, &image).await;
        let mut ours = Vec::new();
        for stage in &rest {
            ours.push(shown(&browser, stage).await);
        }

        browser.choose_file("#weights", &random).await;
        browser.wait_for(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        assert_eq!(shown(&browser, &image).await, seen, "the image needs no network");
        for (stage, ours) in rest.iter().zip(&ours) {
            assert!(shown(&browser, stage).await != *ours, "{}", stage.name);
        }
        // They are not only others, but those of these weights.
        let (channel, value) = greatest(&eb0);
        let view = format!("#/network?class=1&seed=2&block=eb0&channel={channel}");
        browser.run(&format!("location.hash = {view:?}")).await;
        browser.wait_for(&format!(".enlarged[data-channel='{channel}'] [data-greatest]")).await;
        browser.wait_for("main.network[data-block=eb0][aria-busy=false]").await;
        assert_greatest(&browser, value).await;

        browser.click(".own-weights .back").await;
        for (stage, ours) in rest.iter().zip(&ours) {
            assert_eq!(shown(&browser, stage).await, *ours, "{}", stage.name);
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn a_file_in_the_layout_of_pytorch_is_read() {
    let (folder, eb0) = (folder(), stage("eb0"));
    let file = folder.path().join("state.safetensors");
    let bytes = Weights::random(7).to_safetensors(Layout::PyTorch).expect("a file of weights");
    std::fs::write(&file, bytes).expect("a writable folder");
    let (channel, value) = greatest(&peaks(&file, 1, 2, &eb0).await);
    in_browser("network-pytorch", |browser| async move {
        let view = format!("#/network?class=1&seed=2&block=eb0&channel={channel}");
        browser.open(&view).await;
        browser.wait_for("main.network[aria-busy=false]").await;
        browser.choose_file("#weights", &file).await;
        browser.wait_for(".own-weights .back").await;
        browser.wait_for("main.network[aria-busy=false] .enlarged [data-greatest]").await;
        assert_eq!(browser.said("[data-fact=name]").await, "state.safetensors");
        assert_eq!(browser.said("[data-fact=sha256]").await, sha256(&file));
        assert_greatest(&browser, value).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn weights_without_bounds_are_refused_with_the_block_where_that_shows() {
    let mut weights = Weights::random(7);
    // Each can be read, but not what comes of both.
    for tensor in ["backbone.layer2.1.conv1.weight", "backbone.layer2.1.conv2.weight"] {
        let count = weights.get(tensor).len();
        weights.replace(tensor, vec![1e18; count]);
    }
    let folder = folder();
    let huge = written(folder.path(), "huge.safetensors", &weights);
    in_browser("network-huge", |browser| async move {
        browser.open("#/network?class=1&seed=2&block=l2.2").await;
        browser.wait_for("main.network[aria-busy=false]").await;
        browser.choose_file("#weights", &huge).await;
        let refusal = browser.text(".refusal:not(:empty)").await;
        let reason = "what they make of a 1 in the block \"l2.2\" is larger than";
        assert!(refusal.contains("huge.safetensors") && refusal.contains(reason), "{refusal}");
        browser.wait_for("main.network[aria-busy=false] .small-map").await;
    })
    .await;
}

/// Writes weights as the paper's to a file of this name, but for the first layer, which takes two channels.
fn of_two_channels(folder: &Path, name: &str) -> PathBuf {
    const FIRST: &str = "channel_adj.weight";
    let bytes = Weights::random(7).to_safetensors(Layout::Web).expect("a file of weights");
    let file = SafeTensors::deserialize(&bytes).expect("a file of weights");
    let shape = vec![3, 2, 1, 1];
    let kernel = vec![0u8; 2 * shape.iter().product::<usize>()];
    let mut tensors = file.tensors();
    tensors.retain(|(name, _)| name != FIRST);
    let first = TensorView::new(Dtype::I16, shape, &kernel).expect("a tensor");
    tensors.push((FIRST.to_owned(), first));
    let path = folder.join(name);
    let bytes = safetensors::serialize(tensors, None).expect("a file of weights");
    std::fs::write(&path, bytes).expect("a writable folder");
    path
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn weights_for_other_inputs_are_refused_with_both_numbers() {
    // A reader of handwriting without a canvas is one, but not the site's.
    let alone = Architecture { inputs: 1, ..Architecture::HANDWRITING };
    let (folder, alone) = (folder(), Weights::random_of(alone, 7));
    let alone = written(folder.path(), "without-canvas.safetensors", &alone);
    let two = of_two_channels(folder.path(), "two-channels.safetensors");
    in_browser("network-inputs", |browser| async move {
        for (page, file, reason) in [
            ("", &two, ["\"channel_adj.weight\" has shape [3, 2, 1, 1]", "expected [3, 1, 1, 1]"]),
            ("?reader=handwriting", &alone, ["input channels of their network: 1", "expected 2"]),
        ] {
            browser.open(&format!("#/network{page}")).await;
            browser.wait_for("main.network[aria-busy=false]").await;
            browser.choose_file("#weights", file).await;
            let refusal = browser.text(".refusal:not(:empty)").await;
            assert!(reason.iter().all(|part| refusal.contains(part)), "{refusal}");
            // The page shows its own network still.
            browser.wait_for("main.network[aria-busy=false] .small-map").await;
            let name = "return document.querySelector('[data-fact=name]').textContent";
            let name = browser.run(name).await;
            assert!(name.as_str().expect("a name").ends_with("-web.safetensors"), "{name}");
        }
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn pointer_and_arrow_keys_tell_the_value_of_a_site() {
    let bytes = std::fs::read(shipped()).expect("the shipped weights");
    let weights = Weights::from_safetensors(&bytes).expect("valid weights");
    let network = Network::new(&weights, CpuEngine::new());
    let digit = sample(6, 3).expect("a class");
    let forward = network.forward(&[&digit.image]).await.expect("a reading");
    let l1 = stage("l1");
    let values = network.recorded(&forward, l1.slot).await.expect("values");
    let (side, channel) = (l1.shape[1], 5);
    let at = move |row: usize, column: usize| values[(channel * side + row) * side + column];
    in_browser("network-value", |browser| async move {
        browser.resize(1440, 900).await;
        let view = format!("#/network?class=6&seed=3&block=l1&channel={channel}");
        browser.open(&view).await;
        browser.wait_for("main.network[aria-busy=false] .picture").await;
        let told = |row: usize, column: usize| {
            let (browser, expected) = (browser.clone(), f64::from(at(row, column)));
            async move {
                let script = "const at = document.querySelector('.readout');
                    return [at.textContent, +at.dataset.value]";
                let told = browser.run(script).await;
                let text = told[0].as_str().expect("text");
                assert!(text.starts_with(&format!("row {row}, column {column}: ")), "{text}");
                let value = told[1].as_f64().expect("a number");
                assert!((value - expected).abs() <= TOLERANCE, "{value}, expected {expected}");
            }
        };
        let point = "
            const picture = document.querySelector('.picture');
            const { left, top } = picture.getBoundingClientRect();
            const at = (row, column) => ({
                clientX: left + picture.clientLeft + (column + 0.5) * picture.clientWidth / 7,
                clientY: top + picture.clientTop + (row + 0.5) * picture.clientHeight / 7,
                bubbles: true,
            });
            picture.dispatchEvent(new PointerEvent('pointermove', at(6, 2)));
            picture.focus()";
        browser.run(point).await;
        browser.wait_for(".picture .pointed[x='2'][y='6']").await;
        told(6, 2).await;
        browser.press(&["ArrowRight", "ArrowUp", "ArrowUp"]).await;
        browser.wait_for(".picture .pointed[x='3'][y='4']").await;
        told(4, 3).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_network_for_handwriting_reads_real_digits() {
    let weights = shipped().with_file_name("handwriting-web.safetensors");
    let types = Stage::all(Architecture::HANDWRITING);
    let types = types.iter().find(|stage| stage.name == "y_g").expect("a stage").shape[0];
    in_browser("network-handwriting", |browser| async move {
        browser.resize(390, 844).await;
        browser.open("#/network?class=4&seed=3&block=y").await;
        browser.wait_for("main.network[data-reader=grown][aria-busy=false]").await;
        browser.click("[data-reader=handwriting]").await;
        browser.wait_for("main.network[data-reader=handwriting][aria-busy=false]").await;
        let view = "#/network?reader=handwriting&class=4&seed=3&block=y&channel=0";
        assert_eq!(browser.fragment().await, view);
        assert_eq!(browser.run("return document.querySelectorAll('#seed').length").await, 0);
        // It is a real digit, of which the network says what it is.
        for class in [4, 7] {
            browser.click(&format!(".classes button:nth-child({})", class + 1)).await;
            browser.wait_for(&format!("main[data-class='{class}'][aria-busy=false]")).await;
            let greatest = "const logits = [...document.querySelectorAll('.small-map')].map(
                    one => +one.getAttribute('aria-label').split(' ').pop());
                return logits.indexOf(Math.max(...logits))";
            assert_eq!(browser.run(greatest).await, class);
        }
        let fact =
            |key: &str| format!("return document.querySelector('[data-fact={key}]').textContent");
        assert_eq!(browser.run(&fact("name")).await, "handwriting-web.safetensors");
        assert_eq!(browser.run(&fact("sha256")).await, sha256(&weights).as_str());
        browser.click(".stage-box[data-stage=y_g]").await;
        browser.wait_for("main.network[data-block=y_g][aria-busy=false]").await;
        let maps = "return document.querySelectorAll('.small-map').length";
        assert_eq!(browser.run(maps).await, types);

        browser.choose_file("#weights", &shipped()).await;
        let refusal = browser.text(".refusal:not(:empty)").await;
        let reason = "for \"gpt-mnist\", and the digits here are of \"handwriting\"";
        assert!(refusal.contains(reason), "{refusal}");
        assert_eq!(browser.run("return document.documentElement.scrollWidth").await, 390);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_explorers_digit_is_read_with_what_was_done_to_it() {
    let stem = stage("stem");
    let whole = sample(6, 3).expect("a class");
    let mut seeds = whole.seeds.clone();
    seeds.remove(1);
    let (grown, _) = develop_with_lineage(system(), &seeds, whole.steps).expect("a digit");
    let cell = |&code: &Code| f32::from(u8::from(!system().generators().is_empty(code)));
    let ink: Vec<f32> = grown.codes().iter().map(cell).collect();
    let image = rotate(&ink, whole.angle);
    let plucked = greatest(&peaks_of(&shipped(), &image, &stem).await).1;
    in_browser("network-edited", |browser| async move {
        browser.resize(1280, 900).await;
        browser.open("#/explain?class=6&seed=3&without=2").await;
        browser.click(".ways-on a").await;
        browser.wait_for("main.network[data-block=stem][aria-busy=false]").await;
        let said = browser.run("return document.querySelector('.seen .said').textContent").await;
        let said = said.as_str().expect("text");
        assert!(said.contains("6 without its second stroke (seed 3)"), "{said}");
        let channel = "[...document.querySelectorAll('.small-map')]
            .sort((a, b) => peak(b) - peak(a))[0].click()";
        let peak = "const peak = map => +map.title.split('at most ').pop()";
        browser.run(&format!("{peak}; {channel}")).await;
        browser.wait_for("main.network[aria-busy=false]").await;
        assert_greatest(&browser, plucked).await;
        browser.click(".seen .back").await;
        browser.wait_for_explanation_of(6, 3).await;
        let hash = browser.fragment().await;
        assert!(hash.contains("without=2"), "{hash}");
    })
    .await;
}
