//! The optimizer: Burn's Adam, whose saved state is read on any machine.

use burn::optim::decay::WeightDecayConfig;
use burn::optim::{
    Adam, AdamConfig, AdamState, LearningRate, ModuleOptimizer, Optimizer, RecordState, StateSink,
    StateSource,
};
use burn::tensor::{Device, Tensor};

use super::settings::Settings;

/// Adam with the settings of a stage, and as PyTorch's for the rest.
pub fn adam(settings: &Settings) -> ModuleOptimizer {
    let adam = AdamConfig::new()
        .with_beta_1(settings.betas[0])
        .with_beta_2(settings.betas[1])
        .with_epsilon(1e-8)
        .with_weight_decay(Some(WeightDecayConfig::new(settings.weight_decay)))
        .build();
    ModuleOptimizer::from(Portable(adam))
}

/// Burn reads a saved state on its default device, which is CUDA wherever CUDA is compiled in.
/// This reads it on the CPU; the first step moves it to the device of the parameters.
#[derive(Clone)]
struct Portable(Adam);

#[derive(Clone)]
struct PortableState<const D: usize>(AdamState<D>);

impl Optimizer for Portable {
    type State<const D: usize> = PortableState<D>;

    fn step<const D: usize>(
        &self,
        rate: LearningRate,
        tensor: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<PortableState<D>>,
    ) -> (Tensor<D>, Option<PortableState<D>>) {
        let (tensor, state) = self.0.step(rate, tensor, gradient, state.map(|state| state.0));
        (tensor, state.map(PortableState))
    }

    fn to_device<const D: usize>(state: PortableState<D>, device: &Device) -> PortableState<D> {
        PortableState(Adam::to_device(state.0, device))
    }
}

impl<const D: usize> RecordState for PortableState<D> {
    fn state_flatten(&self, prefix: &str, sink: &mut StateSink) {
        self.0.state_flatten(prefix, sink);
    }

    fn state_unflatten(prefix: &str, source: &mut StateSource, _: &Device) -> Option<Self> {
        AdamState::state_unflatten(prefix, source, &Device::flex()).map(Self)
    }
}
