//! Which device the network runs on.

use burn::tensor::Device;
use js_sys::{Function, Promise, Reflect};
use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::mnist::sample;
use shared::model::{BurnEngine, CpuEngine, Engine, Forward, Network, ReadError, Weights};
use shared::output::{Output, Target};
use shared::reading::Reading;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::message::{Backend, BackendChoice};
use super::watch;

/// How far a reading on the GPU may be from the CPU's, relative to the largest output.
const TOLERANCE: f32 = 1e-3;

/// The name of an adapter of which the browser tells nothing.
pub const NAMELESS: &str = "an adapter without a name";

/// A WebGPU adapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// Vendor, architecture and description, as far as the browser tells.
    pub name: String,
    /// Whether it is a software adapter, much slower than the CPU path.
    pub software: bool,
}

/// The network on the engine that was chosen.
pub enum Machine {
    /// On the CPU.
    Cpu(Network<CpuEngine>),
    /// On the GPU.
    Gpu(Network<BurnEngine>),
}

/// An image that a machine has read.
pub enum Seen {
    /// By the CPU.
    Cpu(Forward<CpuEngine>),
    /// By the GPU.
    Gpu(Box<Forward<BurnEngine>>),
}

impl Machine {
    /// Reads an image.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range, or the GPU fails.
    pub async fn read(&self, image: &[f32]) -> Result<Seen, ReadError> {
        Ok(match self {
            Self::Cpu(network) => Seen::Cpu(network.forward(&[image]).await?),
            Self::Gpu(network) => Seen::Gpu(Box::new(network.forward(&[image]).await?)),
        })
    }

    /// Explains one target of an image that this machine has read.
    ///
    /// # Errors
    /// If the network has no such target, a method does not apply to it, or the GPU fails.
    pub async fn explain(
        &self,
        seen: &Seen,
        target: Target,
        methods: &[Method],
    ) -> Result<Vec<Explanation>, ExplainError> {
        let (requests, parameters) = ([Request { image: 0, target }], Parameters::default());
        match (self, seen) {
            (Self::Cpu(network), Seen::Cpu(forward)) => {
                network.explain(forward, &requests, methods, &parameters).await
            }
            (Self::Gpu(network), Seen::Gpu(forward)) => {
                network.explain(forward, &requests, methods, &parameters).await
            }
            _ => unreachable!("a worker has one machine, which has read what it explains"),
        }
    }
}

impl Seen {
    /// What the network says about the image.
    pub fn reading(&self) -> &Reading {
        match self {
            Self::Cpu(forward) => &forward.readings()[0],
            Self::Gpu(forward) => &forward.readings()[0],
        }
    }
}

/// The network on the best engine that `choice` allows.
///
/// A GPU has to read one digit as the CPU does before it is trusted.
pub async fn open(weights: &Weights, choice: BackendChoice) -> (Machine, Backend) {
    let note = match (choice, adapter().await) {
        (BackendChoice::Cpu, _) => None,
        (_, None) => Some("This browser offers no WebGPU adapter.".to_owned()),
        (BackendChoice::Auto, Some(adapter)) if adapter.software => {
            Some(format!("WebGPU here is only emulated ({}), and slower.", adapter.name))
        }
        (_, Some(adapter)) => match open_gpu(weights).await {
            Ok(network) => {
                let backend = Backend { adapter: Some(adapter.name), note: None };
                return (Machine::Gpu(network), backend);
            }
            Err(reason) => Some(format!("WebGPU on {} failed: {reason}.", adapter.name)),
        },
    };
    let network = Network::new(weights, CpuEngine::new());
    (Machine::Cpu(network), Backend { adapter: None, note })
}

/// The adapter that the browser prefers for speed; none where there is no WebGPU.
///
/// `wgpu` would tell no more than the description, which most browsers leave empty.
pub async fn adapter() -> Option<Adapter> {
    let gpu = get(&get(&js_sys::global(), "navigator")?, "gpu")?;
    let request: Function = get(&gpu, "requestAdapter")?.dyn_into().ok()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"powerPreference".into(), &"high-performance".into()).ok()?;
    let promise: Promise = request.call1(&gpu, &options).ok()?.dyn_into().ok()?;
    let adapter = JsFuture::from(promise).await.ok().filter(|adapter| !adapter.is_null())?;
    let info = get(&adapter, "info")?;
    let text = |key| get(&info, key).and_then(|value| value.as_string()).unwrap_or_default();
    let parts = [text("vendor"), text("architecture"), text("description")];
    let name = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let fallback = [&info, &adapter]
        .iter()
        .any(|object| get(object, "isFallbackAdapter").is_some_and(|value| value.is_truthy()));
    let software = fallback || ["swiftshader", "llvmpipe"].iter().any(|known| name.contains(known));
    let name = if name.is_empty() { NAMELESS.to_owned() } else { name };
    Some(Adapter { name, software })
}

/// The property of an object, where it has one.
fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok().filter(|value| !value.is_undefined())
}

/// The network on the GPU, after it has read a digit as it should.
async fn open_gpu(weights: &Weights) -> Result<Network<BurnEngine>, String> {
    let device = Device::wgpu_options().init_async().await.map_err(|error| error.to_string())?;
    let network = Network::new(weights, BurnEngine::new(device));
    let image = sample(6, 3).map_err(|error| error.to_string())?.image;
    let found = read(&network, &image).await?;
    let expected = read(&Network::new(weights, CpuEngine::new()), &image).await?;
    if let Some(trouble) = watch::trouble() {
        return Err(trouble);
    }
    for output in Output::ALL {
        let (found, expected) = (found.logits(output), expected.logits(output));
        let largest = expected.iter().fold(0.0f32, |max, value| max.max(value.abs()));
        let pairs = found.iter().zip(expected);
        // Not the largest difference: `max` would drop a NaN.
        if !pairs.clone().all(|(a, b)| (a - b).abs() <= TOLERANCE * largest) {
            return Err(format!("its {output} for a test digit differs from the CPU's"));
        }
    }
    Ok(network)
}

async fn read<E: Engine>(network: &Network<E>, image: &[f32]) -> Result<Reading, String> {
    let mut readings = network.read(&[image]).await.map_err(|error| error.to_string())?;
    Ok(readings.remove(0))
}
