//! Which engine the network is to run on.

use std::fmt;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::message::BackendChoice;

/// The name of an adapter of which the browser tells nothing.
pub const NAMELESS: &str = "an adapter without a name";

/// How long the browser may take to name an adapter, in milliseconds.
const PATIENCE: u32 = 3000;

/// Parts of the names of adapters that compute on the CPU, in lower case.
const SOFTWARE: [&str; 5] = ["swiftshader", "llvmpipe", "lavapipe", "basic render", "software"];

/// Where the browser keeps, as long as the tab is open, why WebGPU is not tried again.
const FAILED: &str = "gptnet-webgpu-failed";

#[wasm_bindgen]
extern "C" {
    // Some browsers refuse their storage.
    #[wasm_bindgen(js_namespace = sessionStorage, js_name = getItem, catch)]
    fn stored(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_namespace = sessionStorage, js_name = setItem, catch)]
    fn store(key: &str, value: &str) -> Result<(), JsValue>;
}

/// What computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// The GPU, by the name of its adapter.
    Gpu(String),
    /// The CPU, and why it is not the GPU if the reader may wonder.
    Cpu(Option<String>),
}

impl Engine {
    /// The value of `engine` in a worker's address.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Gpu(_) => "gpu",
            Self::Cpu(_) => "cpu",
        }
    }

    /// The files of its worker: what starts it, its code and its program.
    pub const fn files(&self) -> [&'static str; 3] {
        match self {
            Self::Gpu(_) => ["worker-start.js", "worker-gpu.js", "worker-gpu_bg.wasm"],
            Self::Cpu(_) => ["worker-start.js", "worker.js", "worker_bg.wasm"],
        }
    }

    /// The best one that a choice allows here.
    pub async fn choose(choice: BackendChoice) -> Self {
        if choice == BackendChoice::Cpu {
            return Self::Cpu(None);
        }
        if let (BackendChoice::Auto, Ok(Some(note))) = (choice, stored(FAILED)) {
            return Self::Cpu(Some(note));
        }
        match adapter().await {
            Err(reason) => Self::Cpu(Some(reason.to_string())),
            Ok(adapter) if adapter.software && choice == BackendChoice::Auto => Self::Cpu(Some(
                format!("WebGPU here is only emulated ({}), and slower.", adapter.name),
            )),
            Ok(adapter) => Self::Gpu(adapter.name),
        }
    }

    /// The CPU, after the GPU has failed.
    pub fn instead_of(adapter: &str, reason: &str) -> Self {
        Self::Cpu(Some(format!("WebGPU on {adapter} failed: {reason}.")))
    }

    /// The CPU, after a GPU has failed that was there. Whoever does not insist on it does not wait for it again.
    pub fn from_now_on_instead_of(adapter: &str, reason: &str) -> Self {
        let note = format!(
            "WebGPU on {adapter} failed: {reason}. A new tab or ?backend=webgpu tries it again."
        );
        // Where that is refused, it is tried and fails again.
        let _ = store(FAILED, &note);
        Self::Cpu(Some(note))
    }
}

/// A WebGPU adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// Vendor, architecture and description, as far as the browser tells.
    pub name: String,
    /// Whether it is a software adapter, much slower than the CPU path.
    pub software: bool,
}

impl Adapter {
    /// What the browser's words say about an adapter.
    fn of(parts: [String; 3], fallback: bool) -> Self {
        let named: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let name = if named.is_empty() { NAMELESS.to_owned() } else { named.join(" ") };
        let software = fallback || is_software(&name);
        Self { name, software }
    }
}

/// Whether a name tells that an adapter computes on the CPU.
pub fn is_software(name: &str) -> bool {
    let lower = name.to_lowercase();
    SOFTWARE.iter().any(|known| lower.contains(known))
}

/// Why there is no adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAdapter {
    /// The browser has none.
    None,
    /// The browser does not answer.
    Silence,
}

impl fmt::Display for NoAdapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "This browser offers no WebGPU adapter.",
            Self::Silence => "This browser did not answer when asked for a WebGPU adapter.",
        })
    }
}

/// The adapter that the browser prefers for speed.
///
/// # Errors
/// If there is none.
pub async fn adapter() -> Result<Adapter, NoAdapter> {
    let Some(asked) = request() else { return Err(NoAdapter::None) };
    let global = js_sys::global();
    let silence = Promise::new(&mut |resolve, _| {
        // Every page and every worker has timeouts. Without one the browser is waited for.
        let timeout = get(&global, "setTimeout").and_then(|set| set.dyn_into::<Function>().ok());
        let _ = timeout.map(|set| set.call2(&JsValue::UNDEFINED, &resolve, &PATIENCE.into()));
    });
    let first = Promise::race(&js_sys::Array::of2(&asked, &silence));
    let adapter = match JsFuture::from(first).await {
        Ok(adapter) if adapter.is_undefined() => return Err(NoAdapter::Silence),
        Ok(adapter) if !adapter.is_null() => adapter,
        _ => return Err(NoAdapter::None),
    };
    let info = get(&adapter, "info").unwrap_or(JsValue::UNDEFINED);
    let text = |key| get(&info, key).and_then(|value| value.as_string()).unwrap_or_default();
    let fallback = [&info, &adapter]
        .iter()
        .any(|object| get(object, "isFallbackAdapter").is_some_and(|value| value.is_truthy()));
    Ok(Adapter::of(["vendor", "architecture", "description"].map(text), fallback))
}

/// Asks for an adapter, where there is WebGPU.
fn request() -> Option<Promise> {
    let gpu = get(&get(&js_sys::global(), "navigator")?, "gpu")?;
    let request: Function = get(&gpu, "requestAdapter")?.dyn_into().ok()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"powerPreference".into(), &"high-performance".into()).ok()?;
    request.call1(&gpu, &options).ok()?.dyn_into().ok()
}

/// The property of an object, where it has one.
fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok().filter(|value| !value.is_undefined())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn software_is_known_by_any_of_its_names() {
        for name in [
            ["google", "swiftshader", ""],
            ["Google", "SwiftShader", "Subzero"],
            ["", "", "Microsoft Basic Render Driver"],
            ["mesa", "", "llvmpipe (LLVM 17.0.6, 256 bits)"],
        ] {
            assert!(Adapter::of(name.map(str::to_owned), false).software, "{name:?}");
        }
        let nameless = Adapter::of([const { String::new() }; 3], false);
        assert_eq!((nameless.name.as_str(), nameless.software), (NAMELESS, false));
        assert!(Adapter::of([const { String::new() }; 3], true).software);
        let card = Adapter::of(["nvidia", "ampere", ""].map(str::to_owned), false);
        assert_eq!((card.name.as_str(), card.software), ("nvidia ampere", false));
    }
}
