//! The network on WebGPU.

use burn::tensor::Device;
use shared::gpt_mnist::sample;
use shared::model::{BurnEngine, CpuEngine, Engine, Network, Weights};
use shared::output::Output;
use shared::reading::Reading;

use super::scope::{asked, within};
use super::{adapter, watch};

/// How long the browser may take to hand out a device, in milliseconds.
const DEVICE_PATIENCE: i32 = 10_000;

/// How far a reading on the GPU may be from the CPU's, relative to the largest output.
const TOLERANCE: f32 = 1e-3;

/// What the GPU's work comes to, unless it takes longer than a GPU may for one piece of it. The first one compiles
/// its kernels, which takes a software adapter half a minute.
///
/// # Errors
/// That it did not answer.
pub async fn answered<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let name = asked("adapter").unwrap_or_default();
    let patience = if adapter::is_software(&name) { 120_000 } else { 20_000 };
    let silence = || format!("it did not answer within {} s", patience / 1000);
    within(patience, work).await.ok_or_else(silence)
}

/// The network on the GPU, after it has read a digit as the CPU does.
///
/// # Errors
/// What went wrong, for the reader.
pub async fn open(weights: &Weights) -> Result<Network<BurnEngine>, String> {
    let device = match within(DEVICE_PATIENCE, Device::wgpu_options().init_async()).await {
        Some(device) => device.map_err(|error| error.to_string())?,
        None => {
            return Err(format!("the browser gave no device within {} s", DEVICE_PATIENCE / 1000));
        }
    };
    answered(opened(weights, device)).await?
}

async fn opened(weights: &Weights, device: Device) -> Result<Network<BurnEngine>, String> {
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
