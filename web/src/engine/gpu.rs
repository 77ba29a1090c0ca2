//! The network on WebGPU.

use burn::tensor::Device;
use shared::gpt_mnist::sample;
use shared::model::{BurnEngine, CpuEngine, Engine, Network, Weights};
use shared::output::Output;
use shared::reading::Reading;

use super::watch;

/// How far a reading on the GPU may be from the CPU's, relative to the largest output.
const TOLERANCE: f32 = 1e-3;

/// The network on the GPU, after it has read a digit as the CPU does.
///
/// # Errors
/// What went wrong, for the reader.
pub async fn open(weights: &Weights) -> Result<Network<BurnEngine>, String> {
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
