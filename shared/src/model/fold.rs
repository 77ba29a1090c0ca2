//! BatchNorm, folded into the convolution before it.

use super::architecture::{Convolution, EPSILON};
use super::weights::Weights;

/// The kernel (live taps) and biases of a convolution and its BatchNorm, as one convolution:
/// `scale * (convolution - mean) / sqrt(variance + epsilon) + shift`. No biases without a BatchNorm.
pub(super) fn folded(weights: &Weights, convolution: &Convolution) -> (Vec<f32>, Option<Vec<f32>>) {
    let kernel = weights.get(&format!("{}.weight", convolution.name));
    let Some(norm) = &convolution.norm else { return (kernel.to_vec(), None) };
    let field = |field: &str| weights.get(&format!("{norm}.{field}"));
    let (mean, variance) = (field("running_mean"), field("running_var"));
    let scale: Vec<f64> = field("weight")
        .iter()
        .zip(variance)
        .map(|(&scale, &variance)| f64::from(scale) / (f64::from(variance) + EPSILON).sqrt())
        .collect();
    let bias = field("bias")
        .iter()
        .zip(mean)
        .zip(&scale)
        .map(|((&shift, &mean), scale)| (f64::from(shift) - f64::from(mean) * scale) as f32)
        .collect();
    let taps = convolution.live.1 * convolution.live.1;
    // The kernel is [out, in, taps], a transposed one [in, out, taps].
    let channel = |index: usize| match convolution.transposed {
        false => index / (convolution.inputs * taps),
        true => index / taps % convolution.outputs,
    };
    let kernel = kernel.iter().enumerate();
    let kernel = kernel.map(|(index, &value)| (f64::from(value) * scale[channel(index)]) as f32);
    (kernel.collect(), Some(bias))
}
