//! The site on WebGPU, and on the CPU where that fails.

use std::sync::Arc;

use serde_json::json;

use super::browser::in_browser;
use super::offline::{wait_until, wait_until_kept};
use super::server::{Fault, Files, SUBFOLDER, Site};

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn it_runs_on_webgpu_when_asked_to_and_from_a_subfolder() {
    let site = Site::serve();
    let address = site.address().to_owned();
    in_browser("webgpu", |browser| async move {
        browser.open(&format!("{address}{SUBFOLDER}/?backend=webgpu#class=6&seed=3")).await;
        browser.wait_for_explanation_of(6, 3).await;
        let status = browser.wait_for("[data-backend=webgpu]").await;
        let adapter = status.attr("data-adapter").await.unwrap().unwrap_or_default();
        assert!(adapter.contains("swiftshader"), "adapter {adapter:?}");
        let answers = browser.wait_for(".answers").await;
        assert_eq!(answers.attr("data-predicted").await.unwrap().as_deref(), Some("6"));
        assert_eq!(browser.console().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_cpu_takes_over_from_a_gpu_that_fails() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("no-gpu", |browser| async move {
        server.set_fault(Fault::NoGpuWorker);
        browser.open(&format!("{address}/?backend=webgpu#class=4&seed=2")).await;
        browser.wait_for_explanation_of(4, 2).await;
        let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
        assert!(text.contains("swiftshader failed: its files could not be loaded"), "{text}");
    })
    .await;
}

/// The worker is given no adapter, which the page was.
const NO_ADAPTER: &str = "if (!self.document) GPU.prototype.requestAdapter = async () => null;";
/// The device is refused.
const REFUSED: &str =
    "GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused') };";
/// Nobody hears of the device again.
const NO_DEVICE: &str = "GPUAdapter.prototype.requestDevice = () => new Promise(() => {});";
/// The device is lost at once.
const LOST: &str = "
    const ask = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...what) {
        const device = await ask.apply(this, what);
        device.destroy();
        return device;
    };";
/// A card, by its name, that takes work and never gives a result.
const SILENT: &str = "
    const info = { vendor: 'a', architecture: 'card', device: '', description: '' };
    Object.defineProperty(GPUAdapter.prototype, 'info', { value: info });
    GPUBuffer.prototype.mapAsync = () => new Promise(() => {});";

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
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("failing-gpu", |browser| async move {
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
            server.set_fault(Fault::OtherBrowser(script));
            browser.open(&format!("{address}/?backend=webgpu#class=4&seed={seed}")).await;
            browser.wait_for_explanation_of(4, seed).await;
            let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
            assert!(text.contains(reason), "{text}");
        }
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
    for (script, reason) in [
        (lost_later!("device.destroy();"), "WebGPU on a card failed:"),
        (
            lost_later!("GPUBuffer.prototype.mapAsync = () => new Promise(() => {});"),
            "WebGPU on a card failed: it did not answer within 20 s.",
        ),
    ] {
        let site = Arc::new(Site::serve());
        site.set_fault(Fault::OtherBrowser(script));
        in_browser("lost-gpu", move |browser| async move {
            let asked =
                |name: &str| site.requests().iter().filter(|path| path.ends_with(name)).count();
            for seed in [1, 2] {
                browser.open(&format!("{}/#/explain?class=4&seed={seed}", site.address())).await;
                browser.wait_for_explanation_of(4, seed).await;
                let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
                assert!(text.contains(reason) && text.contains("A new tab"), "{text}");
                assert_eq!(asked("lost-after-reading"), 1, "it had read a digit, and once only");
            }
        })
        .await;
    }
}

/// How many files of the worker on WebGPU are kept.
const KEPT: &str = "
    const names = (await caches.keys()).filter((name) => name.startsWith('gptnet-explorer '));
    const cache = await caches.open(names[0]);
    return (await cache.keys()).filter(({ url }) => url.includes('/worker-gpu')).length;";

#[tokio::test]
#[ignore = "needs the built site and a browser; run by `cargo xtask test`"]
async fn the_worker_on_webgpu_is_kept_only_as_the_release_has_it() {
    let site = Arc::new(Site::serve());
    let address = site.address().to_owned();
    let server = site.clone();
    in_browser("kept-gpu", |browser| async move {
        browser.open(&format!("{address}/#/grow")).await;
        wait_until_kept(&browser).await;
        let program = Files("workers-", "/worker-gpu_bg.wasm");
        for (fault, reason) in [
            (Fault::CutOff(program), "failed: its files could not be loaded"),
            (Fault::Instead(program, "<html>"), "an HTML page came instead of worker-gpu_bg.wasm"),
        ] {
            server.set_fault(fault);
            browser.open(&format!("{address}/?backend=webgpu#/explain?class=4&seed=2")).await;
            browser.wait_for_explanation_of(4, 2).await;
            let text = browser.wait_for("[data-backend=cpu] .note").await.text().await.unwrap();
            assert!(text.contains(reason), "{text}");
        }
        // Only its code, which came as it should.
        wait_until(&browser, KEPT, json!(1)).await;

        // The next visit mends it, though the browser's cache and the server's answer say that all is well.
        server.set_fault(Fault::None);
        browser.open(&format!("{address}/?backend=webgpu#/explain?class=4&seed=2")).await;
        browser.wait_for("[data-backend=webgpu]").await;
        wait_until(&browser, KEPT, json!(2)).await;
        // The weights are kept when they have been read.
        let weights = "return (await (await caches.open('gptnet-weights')).keys()).length > 0";
        wait_until(&browser, weights, json!(true)).await;
        server.set_fault(Fault::Unreachable);
        browser.open(&format!("{address}/?backend=webgpu#/explain?class=4&seed=2")).await;
        browser.wait_for("[data-backend=webgpu]").await;
    })
    .await;
}
