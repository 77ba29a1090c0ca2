//! The site on WebGPU, and on the CPU where that fails.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Mutex;

use super::browser::{Browser, in_browser};
use super::offline::{wait_until, wait_until_kept};
use super::server::{Fault, Files, SUBFOLDER, Site};

/// One at a time: a GPU in software takes all cores, and a page waits only so long for what it computes.
static TURN: Mutex<()> = Mutex::const_new(());

/// Has the browser start its GPU's process, which is not a matter of the three seconds that a page gives it to name an
/// adapter. The site's icon runs no program that would keep anything.
async fn start_gpu(browser: &Browser) {
    browser.open("icon.svg").await;
    browser.run("return navigator.gpu.requestAdapter().then(() => null)").await;
    // For a picture the browser may ask for an icon that there is not.
    browser.console().await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn it_runs_on_webgpu_when_asked_to_and_from_a_subfolder() {
    let _turn = TURN.lock().await;
    in_browser("webgpu", |browser| async move {
        start_gpu(&browser).await;
        browser.open(&format!("{SUBFOLDER}/?backend=webgpu#/explain?class=6&seed=3")).await;
        browser.wait_for_explanation_of(6, 3).await;
        let adapter = browser.attribute("[data-backend=webgpu]", "data-adapter").await;
        assert!(adapter.contains("swiftshader"), "adapter {adapter:?}");
        assert_eq!(browser.attribute(".answers", "data-predicted").await, "6");
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_fails() {
    let _turn = TURN.lock().await;
    in_browser("no-gpu", |browser| async move {
        start_gpu(&browser).await;
        browser.site().set_fault(Fault::NoGpuWorker);
        browser.open("?backend=webgpu#/explain?class=4&seed=2").await;
        browser.wait_for_explanation_of(4, 2).await;
        let text = browser.text("[data-backend=cpu] .note").await;
        assert!(text.contains("swiftshader failed: its files could not be loaded"), "{text}");
        // The browser has said what did not come.
        browser.console().await;
    })
    .await;
}

/// The worker is given no adapter, which the page was.
const NO_ADAPTER: &str = "if (!self.document) GPU.prototype.requestAdapter = async () => null;";
/// The device is refused.
const REFUSED: &str =
    "GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused') };";

/// A browser whose workers lose patience after 300 ms where they ask for exactly so many milliseconds, and never where
/// they ask for others that are as long.
macro_rules! impatient {
    ($time:literal, $how:literal) => {
        concat!(
            "
    if (!self.document) {
        const { setTimeout } = self;
        self.setTimeout = (then, time, ...rest) =>
            setTimeout(then, time === ",
            $time,
            " ? 300 : time < 10000 ? time : 100 * time, ...rest);
    }
    ",
            $how
        )
    };
}

/// Nobody hears of the device again.
const NO_DEVICE: &str =
    impatient!("10000", "GPUAdapter.prototype.requestDevice = () => new Promise(() => {});");
/// The device is lost at once.
const LOST: &str = "
    const ask = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...what) {
        const device = await ask.apply(this, what);
        device.destroy();
        return device;
    };";
/// A card, by its name, that takes work and never gives a result.
const SILENT: &str = impatient!(
    "20000",
    "const info = { vendor: 'a', architecture: 'card', device: '', description: '' };
    Object.defineProperty(GPUAdapter.prototype, 'info', { value: info });
    GPUBuffer.prototype.mapAsync = () => new Promise(() => {});"
);

/// The device reports an error as soon as it has got work, while the network reads its first digit: one that no scope
/// catches, which comes as an event.
macro_rules! reported {
    ($error:literal) => {
        concat!(
            "
    if (!self.document) {
        let device, isReported = false;
        const ask = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function (...what) {
            device = await ask.apply(this, what);
            return device;
        };
        const { submit } = GPUQueue.prototype;
        GPUQueue.prototype.submit = function (...what) {
            submit.apply(this, what);
            if (isReported) return;
            isReported = true;
            const error = ",
            $error,
            ";
            setTimeout(() => device.dispatchEvent(
                new GPUUncapturedErrorEvent('uncapturederror', { error })));
        };
    }
"
        )
    };
}
/// What it was asked for is not valid.
const INVALID: &str = reported!("new GPUValidationError('the bind group is too small')");
/// It has no memory left.
const FULL: &str = reported!("new GPUOutOfMemoryError('')");
/// It says of every kernel that it is not valid, to whoever asks.
const NO_KERNEL: &str = "
    if (!self.document) {
        GPUDevice.prototype.popErrorScope = async () => new GPUValidationError('no such kernel');
    }
";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_is_there_and_fails() {
    let _turn = TURN.lock().await;
    in_browser("failing-gpu", |browser| async move {
        start_gpu(&browser).await;
        for (seed, (script, reason)) in (1..).zip([
            (NO_ADAPTER, "swiftshader failed:"),
            (REFUSED, "swiftshader failed:"),
            (NO_DEVICE, "swiftshader failed: the browser gave no device within 10 s."),
            (LOST, "swiftshader failed:"),
            (SILENT, "WebGPU on a card failed: it did not answer within 20 s."),
            (INVALID, "swiftshader failed: wgpu error: the bind group is too small."),
            (FULL, "swiftshader failed: wgpu error: Out of Memory."),
            (NO_KERNEL, "WGSL compilation failed for kernel"),
        ]) {
            browser.site().set_fault(Fault::OtherBrowser(script));
            browser.open(&format!("?backend=webgpu#/explain?class=4&seed={seed}")).await;
            browser.wait_for_explanation_of(4, seed).await;
            let text = browser.text("[data-backend=cpu] .note").await;
            assert!(text.contains(reason), "{text}");
        }
        // All of it is said there, too.
        browser.console().await;
    })
    .await;
}

/// A card by its name, of which the worker lets go when it has read a first digit. Its first kernels are waited for.
macro_rules! lost_later {
    ($how:literal) => {
        concat!(
            "
    const info = { vendor: 'a', architecture: 'card', device: '', description: '' };
    Object.defineProperty(GPUAdapter.prototype, 'info', { value: info });
    Object.defineProperty(GPUAdapter.prototype, 'isFallbackAdapter', { value: false });
    if (!self.document) {
        let device, isLost = false;
        const ask = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function (...what) {
            device = await ask.apply(this, what);
            return device;
        };
        const { postMessage, setTimeout } = self;
        self.postMessage = (message, ...rest) => {
            postMessage.call(self, message, ...rest);
            if (!device || isLost || !message[0].includes('\"Read\"')) return;
            isLost = true;
            fetch('lost-after-reading');
            ",
            $how,
            "
        };
        self.setTimeout = (then, time, ...rest) =>
            setTimeout(then, time < 20000 ? time : isLost ? 1000 : 10 * time, ...rest);
    }"
        )
    };
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_fails_later_and_is_not_tried_again() {
    let _turn = TURN.lock().await;
    in_browser("lost-gpu", |browser| async move {
        start_gpu(&browser).await;
        for (script, reason) in [
            (lost_later!("device.destroy();"), "WebGPU on a card failed:"),
            (
                lost_later!("GPUBuffer.prototype.mapAsync = () => new Promise(() => {});"),
                "WebGPU on a card failed: it did not answer within 20 s.",
            ),
        ] {
            // What a tab knows of its GPU, it knows for each site.
            let browser = browser.on(Arc::new(Site::serve()));
            browser.site().set_fault(Fault::OtherBrowser(script));
            for seed in [1, 2] {
                browser.open_digit(4, seed, "").await;
                let text = browser.text("[data-backend=cpu] .note").await;
                assert!(text.contains(reason) && text.contains("A new tab"), "{text}");
                let asked = browser.site().requests();
                let lost = asked.iter().filter(|path| path.ends_with("lost-after-reading")).count();
                assert_eq!(lost, 1, "it had read a digit, and once only");
            }
        }
        // All of it is said there, too.
        browser.console().await;
    })
    .await;
}

/// How many files of the worker on WebGPU are kept.
const KEPT: &str = "
    const names = (await caches.keys()).filter((name) => name.startsWith('gptnet-explorer '));
    const cache = await caches.open(names[0]);
    return (await cache.keys()).filter(({ url }) => url.includes('/worker-gpu')).length;";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_worker_on_webgpu_is_kept_only_as_the_release_has_it() {
    let _turn = TURN.lock().await;
    in_browser("kept-gpu", |browser| async move {
        start_gpu(&browser).await;
        browser.open("#/grow").await;
        wait_until_kept(&browser).await;
        let program = Files("workers-", "/worker-gpu_bg.wasm");
        for (fault, reason) in [
            (Fault::CutOff(program), "failed: its files could not be loaded"),
            (Fault::Instead(program, "<html>"), "an HTML page came instead of worker-gpu_bg.wasm"),
        ] {
            browser.site().set_fault(fault);
            browser.open("?backend=webgpu#/explain?class=4&seed=2").await;
            browser.wait_for_explanation_of(4, 2).await;
            let text = browser.text("[data-backend=cpu] .note").await;
            assert!(text.contains(reason), "{text}");
        }
        // Only its code, which came as it should.
        wait_until(&browser, KEPT, json!(1)).await;

        // The next visit mends it, though the browser's cache and the server's answer say that all is well.
        browser.site().set_fault(Fault::None);
        browser.open("?backend=webgpu#/explain?class=4&seed=2").await;
        browser.wait_for("[data-backend=webgpu]").await;
        wait_until(&browser, KEPT, json!(2)).await;
        // The weights are kept when they have been read.
        let weights = "return (await (await caches.open('gptnet-weights')).keys()).length > 0";
        wait_until(&browser, weights, json!(true)).await;
        browser.site().set_fault(Fault::Unreachable);
        browser.open("?backend=webgpu#/explain?class=4&seed=2").await;
        browser.wait_for("[data-backend=webgpu]").await;
        // It has said what came wrong, or not at all.
        browser.console().await;
    })
    .await;
}
