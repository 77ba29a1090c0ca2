//! BatchNorm for training: a few passes over the activations on the CPU, Burn's own elsewhere.

use std::ops::Range;

use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::{Flex, FlexTensor};
use burn::nn::BatchNorm;
use burn::tensor::Tensor;
use rayon::prelude::*;

use super::host::{parts, tensor, values};

/// Normalises activations N x channels x h x w by the batch and updates the running statistics as PyTorch
/// does: with the variance that is an unbiased estimate.
pub fn normalize(norm: &BatchNorm, activations: Tensor<4>) -> Tensor<4> {
    let Some((output, mean, variance)) = fused(norm, &activations) else {
        return by_burn(norm, activations);
    };
    let factor = unbiased(&activations) as f32;
    let variance: Vec<f32> = variance.iter().map(|variance| variance * factor).collect();
    for (running, value) in [(&norm.running_mean, mean), (&norm.running_var, variance)] {
        let value = Tensor::<1>::from_floats(value.as_slice(), &output.device());
        let kept = running.value_sync().mul_scalar(1.0 - norm.momentum);
        running.update((kept + value.mul_scalar(norm.momentum)).detach());
    }
    output
}

/// As [`normalize`], on any device.
fn by_burn(norm: &BatchNorm, activations: Tensor<4>) -> Tensor<4> {
    let factor = unbiased(&activations);
    let before = norm.running_var.value_sync();
    let output = norm.forward(activations);
    if norm.gamma.device().is_autodiff() {
        // Burn's share of the batch is the variance about the batch's own mean.
        let kept = before.mul_scalar(1.0 - norm.momentum);
        let share = norm.running_var.value_sync() - kept.clone();
        norm.running_var.update((kept + share.mul_scalar(factor)).detach());
    }
    output
}

/// What makes the variance about a channel's own mean an unbiased estimate: n / (n - 1).
fn unbiased(activations: &Tensor<4>) -> f64 {
    let [samples, _, height, width] = activations.dims();
    let n = (samples * height * width) as f64;
    n / (n - 1.0).max(1.0)
}

/// The output, and the mean and variance of each channel; nothing if the tensors are not on the CPU
/// or record no gradients.
fn fused(norm: &BatchNorm, activations: &Tensor<4>) -> Option<(Tensor<4>, Vec<f32>, Vec<f32>)> {
    let (input, input_node) = parts(activations)?;
    let (gamma, gamma_node) = parts(&norm.gamma.val())?;
    let (beta, beta_node) = parts(&norm.beta.val())?;
    let shape = activations.dims();
    let maps = Maps { channels: shape[1], sites: shape[2] * shape[3] };

    let (x, shift) = (values(&input), values(&beta));
    let mean = maps.means(x.len(), |_, at| sum(&x[at.clone()], &x[at], |x, _| x));
    let variance = maps.means(x.len(), |channel, at| {
        sum(&x[at.clone()], &x[at], |x, _| (x - mean[channel]) * (x - mean[channel]))
    });
    let deviation = variance.iter().map(|variance| 1.0 / (variance + norm.epsilon as f32).sqrt());
    let inverse_deviation: Vec<f32> = deviation.collect();
    let gamma = values(&gamma).to_vec();
    let output = maps.map(x, x, |channel| {
        let scale = gamma[channel] * inverse_deviation[channel];
        let (mean, shift) = (mean[channel], shift[channel]);
        move |x, _| (x - mean) * scale + shift
    });

    let output = tensor(output, shape);
    let nodes = [input_node, gamma_node, beta_node];
    let output = match Normalize.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(ops) => {
            let mean = mean.clone();
            ops.finish(State { maps, shape, input, gamma, mean, inverse_deviation }, output)
        }
        OpsKind::UnTracked(ops) => ops.finish(output),
    };
    Some((Tensor::from_primitive::<Autodiff<Flex>>(output), mean, variance))
}

/// The gradients of `fused`.
#[derive(Debug)]
struct Normalize;

#[derive(Debug, Clone)]
struct State {
    maps: Maps,
    shape: [usize; 4],
    input: FlexTensor,
    gamma: Vec<f32>,
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
}

impl Backward<Flex, 3> for Normalize {
    type State = State;

    fn backward(self, ops: Ops<State, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let State { maps, shape, input, gamma, mean, inverse_deviation } = ops.state;
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let (g, x) = (values(&gradient), values(&input));
        // The means over a channel of the gradient, and of its product with the normalised input.
        let at_shift = maps.means(x.len(), |_, at| sum(&g[at.clone()], &x[at], |g, _| g));
        let at_scale = maps.means(x.len(), |channel, at| {
            let (mean, inverse) = (mean[channel], inverse_deviation[channel]);
            sum(&g[at.clone()], &x[at], |g, x| g * (x - mean) * inverse)
        });
        let [input_node, gamma_node, beta_node] = ops.parents;
        if let Some(node) = input_node {
            let output = maps.map(g, x, |channel| {
                let (mean, inverse) = (mean[channel], inverse_deviation[channel]);
                let (scale, at_shift) = (gamma[channel] * inverse, at_shift[channel]);
                let at_scale = at_scale[channel] * inverse;
                move |g, x| scale * (g - at_shift - (x - mean) * at_scale)
            });
            gradients.register::<Flex>(node.id, tensor(output, shape));
        }
        let samples = (x.len() / maps.channels) as f32;
        for (node, means) in [(gamma_node, at_scale), (beta_node, at_shift)] {
            if let Some(node) = node {
                let sums = means.iter().map(|mean| mean * samples).collect();
                gradients.register::<Flex>(node.id, tensor(sums, [maps.channels]));
            }
        }
    }
}

/// Activations N x channels x sites.
#[derive(Debug, Clone, Copy)]
struct Maps {
    channels: usize,
    sites: usize,
}

impl Maps {
    /// Of each channel, the mean over a batch of `length` values in all; `sum` gives the sum over the
    /// channel's map of one sample.
    fn means(&self, length: usize, sum: impl Fn(usize, Range<usize>) -> f32 + Sync) -> Vec<f32> {
        let Self { channels, sites } = *self;
        let mean = |channel: usize| {
            let starts = (channel * sites..length).step_by(channels * sites);
            let total: f64 =
                starts.map(|start| f64::from(sum(channel, start..start + sites))).sum();
            (total * channels as f64 / length as f64) as f32
        };
        (0..channels).into_par_iter().map(mean).collect()
    }

    /// Of each pair of values, what the function of their channel makes of them.
    fn map<F: Fn(f32, f32) -> f32>(
        &self,
        first: &[f32],
        second: &[f32],
        function: impl Fn(usize) -> F + Sync,
    ) -> Vec<f32> {
        let sample = self.channels * self.sites;
        let mut result = vec![0.0; first.len()];
        result.par_chunks_mut(sample).enumerate().for_each(|(index, result)| {
            let (first, second) = (&first[index * sample..], &second[index * sample..]);
            let maps = first.chunks_exact(self.sites).zip(second.chunks_exact(self.sites));
            for (channel, (result, (first, second))) in
                result.chunks_exact_mut(self.sites).zip(maps).enumerate()
            {
                let function = function(channel);
                for (result, (&first, &second)) in result.iter_mut().zip(first.iter().zip(second)) {
                    *result = function(first, second);
                }
            }
        });
        result
    }
}

/// The sum of a function of two equally long rows of values, in lanes that are summed at the end.
fn sum(first: &[f32], second: &[f32], function: impl Fn(f32, f32) -> f32) -> f32 {
    const LANES: usize = 16;
    let whole = first.len() - first.len() % LANES;
    let mut lanes = [0.0; LANES];
    for (first, second) in first.chunks_exact(LANES).zip(second.chunks_exact(LANES)) {
        for (lane, (&first, &second)) in lanes.iter_mut().zip(first.iter().zip(second)) {
            *lane += function(first, second);
        }
    }
    let rest = first[whole..].iter().zip(&second[whole..]);
    lanes.iter().sum::<f32>() + rest.map(|(&first, &second)| function(first, second)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use burn::module::Param;
    use burn::nn::BatchNormConfig;
    use burn::tensor::{Device, Distribution};

    use super::*;

    /// The output, the gradients at the input, `gamma` and `beta`, and the running statistics.
    fn derivatives(
        normalize: fn(&BatchNorm, Tensor<4>) -> Tensor<4>,
        [input, weights]: [&Tensor<4>; 2],
        parameters: &[Tensor<1>; 2],
    ) -> [Vec<f32>; 6] {
        let mut norm = BatchNormConfig::new(input.dims()[1]).init(&input.device());
        let [gamma, beta] = parameters.clone().map(Param::from_tensor);
        (norm.gamma, norm.beta) = (gamma, beta);
        let input = input.clone().require_grad();
        let output = normalize(&norm, input.clone());
        let gradients = (output.clone() * weights.clone()).sum().backward();
        [
            output.into_data(),
            input.grad(&gradients).unwrap().into_data(),
            norm.gamma.val().grad(&gradients).unwrap().into_data(),
            norm.beta.val().grad(&gradients).unwrap().into_data(),
            norm.running_mean.value_sync().into_data(),
            norm.running_var.value_sync().into_data(),
        ]
        .map(|data| data.try_to_vec().unwrap())
    }

    #[test]
    fn the_running_variance_is_unbiased() {
        let device = Device::flex().autodiff();
        // Mean 2; the squares about it sum up to 8.
        let input = Tensor::<4>::from_floats([[[[0.0]]], [[[4.0]]], [[[2.0]]]], &device);
        for normalize in [normalize, by_burn] {
            let norm = BatchNormConfig::new(1).init(&device);
            let _ = normalize(&norm, input.clone());
            let running = |state: &burn::module::RunningState<Tensor<1>>| -> f32 {
                state.value_sync().into_scalar()
            };
            assert!((running(&norm.running_mean) - 0.1 * 2.0).abs() < 1e-6);
            assert!((running(&norm.running_var) - (0.9 + 0.1 * 8.0 / 2.0)).abs() < 1e-6);
        }
    }

    #[test]
    fn normalising_and_its_gradients_are_those_of_burn() {
        let device = Device::flex().autodiff();
        device.seed(7);
        for shape @ [_, channels, _, _] in
            [[16, 5, 7, 7], [3, 4, 9, 5], [16, 8, 1, 1], [1, 3, 4, 4]]
        {
            let random = || Tensor::<4>::random(shape, Distribution::Uniform(-1.0, 2.0), &device);
            let (input, weights) = (random() * 3.0 + 5.0, random());
            let parameter =
                || Tensor::<1>::random([channels], Distribution::Uniform(-1.0, 2.0), &device);
            let parameters = [parameter(), parameter()];
            assert!(fused(&BatchNormConfig::new(channels).init(&device), &input).is_some());
            let ours = derivatives(normalize, [&input, &weights], &parameters);
            let burn = derivatives(by_burn, [&input, &weights], &parameters);
            for (what, (ours, burn)) in ours.iter().zip(&burn).enumerate() {
                assert_eq!(ours.len(), burn.len());
                let largest = burn.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
                for (a, b) in ours.iter().zip(burn) {
                    assert!((a - b).abs() <= 1e-5 * largest, "{shape:?}, {what}: {a} and {b}");
                }
            }
        }
    }
}
