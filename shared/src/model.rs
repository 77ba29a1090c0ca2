//! GPTNet: a ResNet34 with an expansion path and two heads (paper section 2.2).
//!
//! [`Weights`] hold the parameters on the host and travel as safetensors. `GptNet` (feature `train`) is
//! the trainable network as Burn modules; [`Network`] is the same function for inference and
//! attribution, on an [`Engine`], with every BatchNorm folded into its convolution. What it is made of, the
//! [`architecture`] and its [`stages`], is plain data that needs no feature; all else needs `network`.
//!
//! On 28 x 28 inputs the last residual stage works on 1 x 1 maps, so that most taps of its 3 x 3
//! kernels only ever meet padding. Those dead taps are left out of everything but the files in the
//! PyTorch layout; the function is exactly the same.

pub mod architecture;
pub mod stages;

#[cfg(feature = "network")]
pub mod engine;
#[cfg(feature = "network")]
mod fold;
#[cfg(feature = "network")]
pub(crate) mod network;
#[cfg(feature = "network")]
mod recalibration;
#[cfg(feature = "network")]
pub mod weights;

#[cfg(feature = "train")]
mod batch_norm;
#[cfg(feature = "train")]
mod convolution;
#[cfg(feature = "train")]
pub mod expansion;
#[cfg(feature = "train")]
pub mod gptnet;
#[cfg(feature = "train")]
mod host;
#[cfg(feature = "train")]
mod lowering;
#[cfg(feature = "train")]
pub mod resnet;

#[cfg(feature = "burn")]
pub use engine::BurnEngine;
#[cfg(feature = "network")]
pub use engine::{CpuEngine, DeviceError, Engine};
#[cfg(feature = "train")]
pub use gptnet::GptNet;
#[cfg(feature = "network")]
pub use network::{Forward, ImageError, Network, ReadError};
#[cfg(feature = "network")]
pub use weights::{Layout, Weights, WeightsError, WeightsStream};
