//! The CPU engine's convolutions, forward and back, against their definition.

use pollster::block_on;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::model::architecture::Convolution;
use shared::model::{CpuEngine, Engine};

/// One for each way in which the engine computes one: sums over taps, by Winograd's filtering, over what is
/// not 0, and these with few and with many channels. With the size of the input.
fn convolutions() -> [(Convolution, usize); 8] {
    let of = |[inputs, outputs, kernel]: [usize; 3], [stride, padding]: [usize; 2], transposed| {
        let (name, norm, live) = (String::new(), None, (0, kernel));
        Convolution { name, norm, transposed, inputs, outputs, kernel, stride, padding, live }
    };
    [
        (of([3, 64, 7], [2, 3], false), 9),
        (of([16, 32, 3], [1, 1], false), 7),
        (of([5, 64, 3], [1, 1], false), 2),
        (of([64, 128, 1], [2, 0], false), 3),
        (of([64, 4, 3], [1, 1], false), 5),
        (of([8, 64, 3], [2, 1], true), 4),
        (of([64, 16, 3], [1, 0], true), 4),
        (of([128, 3, 3], [1, 0], true), 4),
    ]
}

/// Numbers between -1 and 1, of which a share is not 0.
fn numbers(count: usize, share: f64, rng: &mut impl Rng) -> Vec<f32> {
    (0..count)
        .map(|_| if rng.random_bool(share) { rng.random_range(-1.0..1.0) } else { 0.0 })
        .collect()
}

/// The indices of input, output and weight of every product that a convolution of one image sums: of its input at
/// `y, x` for its output at `v, u`.
fn products(convolution: &Convolution, from: usize, to: usize) -> Vec<[usize; 3]> {
    let &Convolution { inputs, outputs, kernel, stride, padding, transposed, .. } = convolution;
    let mut products = Vec::new();
    // Positions along one axis that meet by a tap: the smaller map's are `stride` apart on the larger one.
    let axis: Vec<[usize; 3]> = (0..from)
        .flat_map(|a| (0..to).flat_map(move |b| (0..kernel).map(move |tap| [a, b, tap])))
        .filter(|&[a, b, tap]| {
            let (small, large) = if transposed { (a, b) } else { (b, a) };
            small * stride + tap == large + padding
        })
        .collect();
    for input in 0..inputs {
        for output in 0..outputs {
            let pair = if transposed { input * outputs + output } else { output * inputs + input };
            for [y, v, row] in &axis {
                for [x, u, column] in &axis {
                    products.push([
                        (input * from + y) * from + x,
                        (output * to + v) * to + u,
                        (pair * kernel + row) * kernel + column,
                    ]);
                }
            }
        }
    }
    products
}

#[test]
fn convolutions_are_what_they_are_defined_to_be_forward_and_back() {
    const BATCH: usize = 3;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let engine = CpuEngine::new();
    let read = |tensor| block_on(engine.read(&[tensor])).expect("numbers").remove(0);
    for (convolution, from) in convolutions() {
        let to = convolution.output_size(from);
        let Convolution { inputs, outputs, .. } = convolution;
        let (numbers_in, numbers_out) = (inputs * from * from, outputs * to * to);
        let weight = numbers(convolution.shape().iter().product(), 1.0, &mut rng);
        let bias = numbers(outputs, 1.0, &mut rng);
        let input = numbers(BATCH * numbers_in, 0.3, &mut rng);
        let add = numbers(BATCH * numbers_out, 1.0, &mut rng);
        let gradient = numbers(BATCH * numbers_out, 0.2, &mut rng);

        let mut output = add.clone();
        let mut back = vec![0.0; input.len()];
        let channel = |at: usize| at % numbers_out / (to * to);
        output.iter_mut().enumerate().for_each(|(at, sum)| *sum += bias[channel(at)]);
        for [a, b, w] in products(&convolution, from, to) {
            for image in 0..BATCH {
                let (a, b) = (image * numbers_in + a, image * numbers_out + b);
                output[b] += weight[w] * input[a];
                back[a] += weight[w] * gradient[b];
            }
        }
        output.iter_mut().for_each(|sum| *sum = sum.max(0.0));

        let kernel = engine.kernel(&convolution, &weight, Some(&bias));
        let of_output = |values: &[f32]| engine.tensor(values.to_vec(), [BATCH, outputs, to, to]);
        let tensor = engine.tensor(input, [BATCH, inputs, from, from]);
        let computed = [
            (read(engine.convolve(&kernel, &tensor, Some(&of_output(&add)), true)), output),
            (read(engine.convolve_back(&kernel, &of_output(&gradient), from)), back),
        ];
        for (found, expected) in computed {
            assert_eq!(found.len(), expected.len(), "{convolution:?}");
            for (found, expected) in found.iter().zip(&expected) {
                assert!((found - expected).abs() < 2e-5, "{found}, {expected}: {convolution:?}");
            }
        }
    }
}
