//! The weights behind `gptnet.safetensors`, by formula (see README.md in this folder).
//! Included by the native and by the browser tests.

use shared::model::Weights;
use shared::model::architecture::{Kind, Parameter};

/// Every element is a hash of its tensor's name and its index in the PyTorch layout.
pub fn formula_weights() -> Weights {
    Weights::from_fn(|parameter| {
        let hash = fnv1a(&parameter.name);
        parameter.live_indices().map(|index| value(parameter, uniform(hash, index))).collect()
    })
}

fn fnv1a(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// splitmix64's finalizer, as a number in [0, 1).
fn uniform(hash: u64, index: usize) -> f64 {
    let z = hash.wrapping_add((index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let z = z ^ (z >> 31);
    (z >> 40) as f64 / f64::from(1 << 24)
}

fn value(parameter: &Parameter, u: f64) -> f32 {
    let value = match parameter.kind {
        Kind::RunningMean | Kind::Shift => 0.2 * (u - 0.5),
        Kind::RunningVariance | Kind::Scale => 0.5 + u,
        _ if parameter.name == "channel_adj.weight" => 1.0 + 0.2 * (u - 0.5),
        _ => {
            let fan: usize = parameter.shape[1..].iter().product();
            (2.0 * u - 1.0) * (6.0 / fan as f64).sqrt()
        }
    };
    value as f32
}
