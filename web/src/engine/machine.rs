//! The network on an engine.

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
#[cfg(feature = "gpu")]
use shared::model::BurnEngine;
use shared::model::{CpuEngine, Forward, Network, ReadError, Weights};
use shared::output::{Output, Target};
use shared::reading::Reading;

/// The network on the engine that was chosen.
pub enum Machine {
    /// On the CPU.
    Cpu(Network<CpuEngine>),
    /// On the GPU.
    #[cfg(feature = "gpu")]
    Gpu(Network<BurnEngine>),
}

/// An image that a machine has read.
pub enum Seen {
    /// By the CPU.
    Cpu(Forward<CpuEngine>),
    /// By the GPU.
    #[cfg(feature = "gpu")]
    Gpu(Box<Forward<BurnEngine>>),
}

impl Machine {
    /// The network on the CPU.
    pub fn cpu(weights: &Weights) -> Self {
        Self::Cpu(Network::new(weights, CpuEngine::new()))
    }

    /// The part of it, on the CPU, that says what stands at the sites.
    pub fn sites(weights: &Weights) -> Self {
        Self::Cpu(Network::of(&Output::SITES, weights, CpuEngine::new()))
    }

    /// Whether it says what an output is.
    pub fn computes(&self, output: Output) -> bool {
        let outputs = match self {
            Self::Cpu(network) => network.outputs(),
            #[cfg(feature = "gpu")]
            Self::Gpu(network) => network.outputs(),
        };
        outputs.contains(&output)
    }

    /// Reads an image.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range, or the GPU fails.
    pub async fn read(&self, image: &[f32]) -> Result<Seen, ReadError> {
        Ok(match self {
            Self::Cpu(network) => Seen::Cpu(network.forward(&[image]).await?),
            #[cfg(feature = "gpu")]
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
            #[cfg(feature = "gpu")]
            (Self::Gpu(network), Seen::Gpu(forward)) => {
                network.explain(forward, &requests, methods, &parameters).await
            }
            #[cfg(feature = "gpu")]
            _ => unreachable!("a worker has one machine, which has read what it explains"),
        }
    }
}

impl Seen {
    /// What the network says about the image.
    pub fn reading(&self) -> &Reading {
        match self {
            Self::Cpu(forward) => &forward.readings()[0],
            #[cfg(feature = "gpu")]
            Self::Gpu(forward) => &forward.readings()[0],
        }
    }
}
