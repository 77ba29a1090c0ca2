//! Layer-wise relevance propagation by the z+ rule (Montavon et al. 2017), as a backward pass.
//!
//! A unit of value `x` and relevance `R = x g` hands its relevance on in proportion to what spoke for
//! it: with `z = w+ x+ + w- x-`, without biases, an input gets `x+ (w+ R / z) + x- (w- R / z)`. What
//! travels is `g`, whose product with the image is the heatmap. A residual sum is split by the
//! positive parts of its two branches, a maximum goes to its winner, the class logits are handed on
//! by all their weights (the epsilon rule). Relevance of units that live by their bias alone is lost.
//! Where passes start before the last ReLU, the relevance of a logit is its value there.

use super::backward::{one_hot, structural, walk};
use super::explain::Request;
use super::method::Parameters;
use super::rule::{Rule, Start};
use crate::gpt_mnist::SIZE;
use crate::model::architecture::Step;
use crate::model::engine::{Engine, Sign};
use crate::model::network::{Activations, Forward, Network};
use crate::output::{Output, Target};

/// What a step multiplies relevance with, for each image.
enum Share<E: Engine> {
    /// The step has no weights, or no relevance comes to it.
    None,
    /// `x / z` of each output.
    Convolution(E::Tensor),
    /// A residual sum: `x / (a+ + b+)` of each output, and `a+ / z` of the convolution's branch.
    Sum(E::Tensor, E::Tensor),
}

/// The shares of the steps that some outputs depend on, for the images of a forward pass.
pub(super) struct Shares<'a, E: Engine> {
    network: &'a Network<E>,
    activations: &'a Activations<E>,
    images: Vec<&'a [f32]>,
    steps: Vec<Share<E>>,
    epsilon: f32,
    start: Start,
}

impl<'a, E: Engine> Shares<'a, E> {
    /// Runs the images through the positive weights, as far as the outputs to be explained depend on them.
    pub fn new(
        network: &'a Network<E>,
        forward: &'a Forward<E>,
        outputs: &[Output],
        parameters: &Parameters,
    ) -> Self {
        let mut shares = Self {
            network,
            activations: &forward.activations,
            images: forward.images().iter().map(Vec::as_slice).collect(),
            steps: Vec::new(),
            epsilon: parameters.epsilon,
            start: parameters.start,
        };
        let steps = network.graph.steps.iter().enumerate().zip(network.graph.needed(outputs));
        let share = |((index, step), needed)| match needed {
            true => shares.of(index, step),
            false => Share::None,
        };
        shares.steps = steps.map(share).collect();
        shares
    }

    fn of(&self, step: usize, kind: &Step) -> Share<E> {
        let engine = &self.network.engine;
        let Step::Convolution { index, input, add, relu } = *kind else {
            return Share::None;
        };
        let input = self.activations.at(input);
        let kernel = self.network.kernel(index);
        let starts_before_relu =
            self.start == Start::BeforeRelu && self.network.graph.is_output(step + 1);
        let before_relu =
            (relu && starts_before_relu).then(|| engine.convolve(kernel, input, None, false));
        let output = before_relu.as_ref().unwrap_or_else(|| self.activations.at(step + 1));
        if self.is_class(step) {
            return Share::Convolution(engine.divide(output, output, self.epsilon));
        }
        let signed = self.network.signed(index);
        let above = engine.of_sign(input, Sign::Positive);
        let mut z = engine.convolve(&signed.positive, &above, None, false);
        if let Some(negative) = &signed.negative {
            let below = engine.of_sign(input, Sign::Negative);
            z = engine.convolve(negative, &below, Some(&z), false);
        }
        match add {
            Some(slot) => {
                let branch = engine.convolve(kernel, input, None, true);
                let shortcut = engine.of_sign(self.activations.at(slot), Sign::Positive);
                let sum = engine.add(&branch, &shortcut);
                let share = engine.divide(output, &sum, self.epsilon);
                Share::Sum(share, engine.divide(&branch, &z, self.epsilon))
            }
            // The shortcut's positive part alone has relevance.
            None if !relu && signed.negative.is_none() => {
                let positive = engine.of_sign(output, Sign::Positive);
                Share::Convolution(engine.divide(&positive, &z, self.epsilon))
            }
            None => Share::Convolution(engine.divide(output, &z, self.epsilon)),
        }
    }

    fn is_class(&self, step: usize) -> bool {
        self.network.graph.output(Output::Y) == step + 1
    }

    /// The relevance of each pixel for each request, which come by output: R x inputs x 28 x 28 numbers.
    pub fn relevance(&self, requests: &[Request]) -> E::Tensor {
        let Network { engine, .. } = self.network;
        let images: Vec<usize> = requests.iter().map(|request| request.image).collect();
        let targets: Vec<Target> = requests.iter().map(|request| request.target).collect();
        let rows = engine.rows(&images, &vec![Rule::Gradient; images.len()]);
        let starts = one_hot(self.network, &targets);
        let g = walk(
            self.network,
            &[0],
            starts,
            |step, kind, g, range| {
                let Step::Convolution { index, input, add, .. } = *kind else {
                    return structural(self.network, self.activations, kind, g, &rows, range);
                };
                let size = engine.dims(self.activations.at(input))[2];
                let scaled = |g, share| engine.multiply(g, &engine.at_rows(share, &rows, range));
                let (to_weights, to_shortcut) = match &self.steps[step] {
                    Share::None => unreachable!("relevance comes where requests depend on weights"),
                    Share::Convolution(share) => (scaled(g, share), None),
                    Share::Sum(share, branch) => {
                        let g = scaled(g, share);
                        (scaled(&g, branch), Some(g))
                    }
                };
                let signed = self.network.signed(index);
                let back = if self.is_class(step) {
                    engine.convolve_back(self.network.kernel(index), &to_weights, size)
                } else {
                    let positive = engine.convolve_back(&signed.positive, &to_weights, size);
                    match &signed.negative {
                        None => positive,
                        Some(negative) => {
                            let negative = engine.convolve_back(negative, &to_weights, size);
                            let of = self.activations.at(input);
                            engine.choose(&engine.at_rows(of, &rows, range), &positive, &negative)
                        }
                    }
                };
                std::iter::once((input, back)).chain(add.zip(to_shortcut)).collect()
            },
            |_, _, _| {},
        );
        let pixels: Vec<f32> =
            images.iter().flat_map(|&image| self.images[image]).copied().collect();
        engine.multiply(
            &g.expect("relevance goes back to the image"),
            &engine.tensor(pixels, [images.len(), self.network.architecture().inputs, SIZE, SIZE]),
        )
    }
}
