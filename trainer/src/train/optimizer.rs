//! The optimizer: Adam, whose saved state is read on any machine.

use burn::backend::TensorMetadata;
use burn::backend::flex::{Flex, FlexTensor};
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{
    Adam, AdamConfig, AdamState, AdaptiveMomentumState, LearningRate, ModuleOptimizer, Optimizer,
    RecordState, StateSink, StateSource,
};
use burn::tensor::{Device, Tensor};
use rayon::prelude::*;

use super::settings::Settings;

const EPSILON: f32 = 1e-8;

/// Adam with the settings of a stage, and as PyTorch's for the rest.
pub fn adam(settings: &Settings) -> ModuleOptimizer {
    let &Settings { betas, weight_decay, .. } = settings;
    let burn = AdamConfig::new()
        .with_beta_1(betas[0])
        .with_beta_2(betas[1])
        .with_epsilon(EPSILON)
        .with_weight_decay(Some(WeightDecayConfig::new(weight_decay)))
        .build();
    ModuleOptimizer::from(Portable { burn, betas, weight_decay })
}

/// Burn's Adam, with two differences. On the CPU a step is one pass over the values, shared by the
/// threads, instead of a dozen operations. And Burn reads a saved state on its default device, which
/// is CUDA wherever CUDA is compiled in; this reads it on the CPU, and the first step moves it to the
/// device of the parameters.
#[derive(Clone)]
struct Portable {
    burn: Adam,
    betas: [f32; 2],
    weight_decay: f32,
}

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
        let state = state.map(|state| state.0);
        if tensor.device() == Device::flex() {
            let (tensor, state) = self.step_on_cpu(rate, tensor, gradient, state);
            return (tensor, Some(PortableState(state)));
        }
        let (tensor, state) = self.burn.step(rate, tensor, gradient, state);
        (tensor, state.map(PortableState))
    }

    fn to_device<const D: usize>(state: PortableState<D>, device: &Device) -> PortableState<D> {
        PortableState(Adam::to_device(state.0, device))
    }
}

impl Portable {
    fn step_on_cpu<const D: usize>(
        &self,
        rate: LearningRate,
        tensor: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, AdamState<D>) {
        /// Values that a thread takes at once.
        const CHUNK: usize = 1 << 14;
        let mut momentum = state.map_or_else(
            || AdaptiveMomentumState::new(0, tensor.zeros_like(), tensor.zeros_like()),
            |state| state.momentum,
        );
        momentum.time += 1;
        let time = momentum.time as i32;
        let [beta_1, beta_2] = self.betas;
        let root_of_correction = (1.0 - beta_2.powi(time)).sqrt();
        let rate = rate as f32 * root_of_correction / (1.0 - beta_1.powi(time));
        let epsilon = EPSILON * root_of_correction;

        let gradient = host(gradient);
        let [mut values, mut first, mut second] =
            [tensor, momentum.moment_1, momentum.moment_2].map(host);
        let changing = values.storage_mut::<f32>().par_chunks_mut(CHUNK);
        let moments = first.storage_mut::<f32>().par_chunks_mut(CHUNK);
        let moments = moments.zip(second.storage_mut::<f32>().par_chunks_mut(CHUNK));
        let gradients = gradient.storage::<f32>().par_chunks(CHUNK);
        changing.zip(moments).zip(gradients).for_each(|((values, (first, second)), gradients)| {
            let moments = first.iter_mut().zip(second);
            for ((value, (first, second)), gradient) in
                values.iter_mut().zip(moments).zip(gradients)
            {
                let gradient = gradient + self.weight_decay * *value;
                *first = beta_1 * *first + (1.0 - beta_1) * gradient;
                *second = beta_2 * *second + (1.0 - beta_2) * gradient * gradient;
                *value -= rate * *first / (second.sqrt() + epsilon);
            }
        });
        let [values, moment_1, moment_2] =
            [values, first, second].map(Tensor::from_primitive::<Flex>);
        (values, AdamState::new(AdaptiveMomentumState { moment_1, moment_2, ..momentum }))
    }
}

/// A tensor of the CPU whose storage holds its values in their order and nothing else.
fn host<const D: usize>(tensor: Tensor<D>) -> FlexTensor {
    let tensor = tensor.try_into_primitive::<Flex>().expect("the tensor is on the CPU");
    let tensor = tensor.to_contiguous();
    if tensor.storage::<f32>().len() == tensor.shape().num_elements() {
        return tensor;
    }
    FlexTensor::from_data(tensor.into_data())
}

impl<const D: usize> RecordState for PortableState<D> {
    fn state_flatten(&self, prefix: &str, sink: &mut StateSink) {
        self.0.state_flatten(prefix, sink);
    }

    fn state_unflatten(prefix: &str, source: &mut StateSource, _: &Device) -> Option<Self> {
        AdamState::state_unflatten(prefix, source, &Device::flex()).map(Self)
    }
}
