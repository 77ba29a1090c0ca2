//! The trainer's Adam on the CPU takes the steps of Burn's.

use burn::module::Param;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor};
use trainer::train::optimizer::adam;
use trainer::train::settings::Settings;

/// More values than one thread takes at once, and not a multiple of it.
const SHAPE: [usize; 2] = [190, 210];

/// The values after each of some steps down a slope that is steeper for some of them.
fn descent(mut optimizer: ModuleOptimizer) -> Vec<Vec<f32>> {
    let device = Device::flex().autodiff();
    device.seed(3);
    let random = || Tensor::<2>::random(SHAPE, Distribution::Uniform(-1.0, 1.0), &device);
    let (start, steepness) = (random(), random());
    let mut values = Param::from_tensor(start);
    let mut step = |rate| {
        // Transposed, so that the gradient does not lie in memory as the values do.
        let slope = values.val().transpose() * steepness.clone().transpose().powi_scalar(3);
        let gradients = GradientsParams::from_grads(slope.powi_scalar(2).sum().backward(), &values);
        values = optimizer.step(rate, values.clone(), gradients);
        values.val().into_data().try_to_vec().unwrap()
    };
    [1e-2, 1e-2, 5e-3, 1e-3, 1e-3].map(&mut step).into()
}

#[test]
fn a_step_on_the_cpu_is_that_of_burn() {
    let settings = Settings { betas: [0.8, 0.95], weight_decay: 1e-2, ..Settings::default() };
    let burn = AdamConfig::new()
        .with_beta_1(0.8)
        .with_beta_2(0.95)
        .with_epsilon(1e-8)
        .with_weight_decay(Some(WeightDecayConfig::new(1e-2)))
        .init();
    let (ours, burn) = (descent(adam(&settings)), descent(burn));
    assert_ne!(ours[3], ours[4]);
    for (step, (ours, burn)) in ours.iter().zip(&burn).enumerate() {
        assert_eq!(ours.len(), SHAPE[0] * SHAPE[1]);
        // A value that crosses zero is of the size of a step's rounding.
        let furthest =
            ours.iter().zip(burn).map(|(ours, burn)| (ours - burn).abs()).fold(0.0, f32::max);
        assert!(furthest <= 1e-6, "step {step}: {furthest}");
    }
}
