//! The way back through GPTNet, for many targets at once.
//!
//! One row of the batch is one target of one image. Rows of classes start behind the last residual
//! stage, rows of sites in the two heads; where their ways meet they go on as one batch. The residual
//! and skip branches are summed before a ReLU's rule is applied.

use std::ops::Range;

use super::rule::{Rule, Start};
use crate::gpt_mnist::{SIZE, Site};
use crate::model::architecture::{Slot, Step};
use crate::model::engine::Engine;
use crate::model::network::{Activations, Network};
use crate::output::{Layer, Output, Target};

/// A row of a backward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Row {
    pub image: usize,
    pub target: Target,
    pub rule: Rule,
}

/// Gradients at the image, if that was asked for, and at layers.
pub(super) struct Gradients<E: Engine> {
    /// R x inputs x 28 x 28.
    pub image: Option<E::Tensor>,
    layers: Vec<(Layer, Range<usize>, E::Tensor)>,
}

impl<E: Engine> Gradients<E> {
    /// 1 x C x h x w; none where the row's target does not depend on the layer.
    pub fn at(&self, engine: &E, layer: Layer, row: usize) -> Option<E::Tensor> {
        let (_, rows, gradient) =
            self.layers.iter().find(|(at, rows, _)| *at == layer && rows.contains(&row))?;
        let first = row - rows.start;
        Some(engine.narrow(gradient, first..first + 1))
    }
}

/// Takes rows, which come in the order of [`Output::ALL`], back to some layers and, if asked to, to the image.
pub(super) fn backward<E: Engine>(
    network: &Network<E>,
    activations: &Activations<E>,
    rows: &[Row],
    start: Start,
    layers: &[Layer],
    to_image: bool,
) -> Gradients<E> {
    let engine = &network.engine;
    let images: Vec<usize> = rows.iter().map(|row| row.image).collect();
    let rules: Vec<Rule> = rows.iter().map(|row| row.rule).collect();
    let of_rows = engine.rows(&images, &rules);
    let targets: Vec<Target> = rows.iter().map(|row| row.target).collect();
    let mut kept = Vec::new();
    let ends = layers.iter().map(|&layer| network.graph.layer(layer));
    let ends: Vec<Slot> = ends.chain(to_image.then_some(0)).collect();
    let image = walk(
        network,
        &ends,
        one_hot(network, &targets),
        |index, step, gradient, range| match *step {
            Step::Convolution { index: convolution, input, add, relu } => {
                let skips = start == Start::BeforeRelu && network.graph.is_output(index + 1);
                let gradient = match relu && !skips {
                    true => engine.relu_back(gradient, activations.at(index + 1), &of_rows, range),
                    false => gradient.clone(),
                };
                let size = engine.dims(activations.at(input))[2];
                let back = engine.convolve_back(network.kernel(convolution), &gradient, size);
                let added = add.map(|slot| (slot, gradient));
                std::iter::once((input, back)).chain(added).collect()
            }
            _ => structural(network, activations, step, gradient, &of_rows, range),
        },
        |slot, range, gradient| {
            for &layer in layers {
                if network.graph.layer(layer) == slot {
                    kept.push((layer, range.clone(), gradient.clone()));
                }
            }
        },
    );
    Gradients { image, layers: kept }
}

/// The way back through a step that has no weights.
pub(super) fn structural<E: Engine>(
    network: &Network<E>,
    activations: &Activations<E>,
    step: &Step,
    gradient: &E::Tensor,
    rows: &E::Rows,
    range: &Range<usize>,
) -> Vec<(Slot, E::Tensor)> {
    let engine = &network.engine;
    match *step {
        Step::Convolution { .. } => unreachable!("a convolution has weights"),
        Step::Pool { input } => {
            vec![(input, engine.pool_back(activations.winners(), gradient, rows, range))]
        }
        Step::Join { skip, expansion, crop } => {
            let channels = engine.dims(activations.at(skip))[1];
            let full = engine.dims(activations.at(expansion))[2];
            let (to_skip, to_expansion) = engine.split(gradient, channels, crop, full);
            vec![(skip, to_skip), (expansion, to_expansion)]
        }
    }
}

/// A gradient of 1 at each row's target, at the outputs that they belong to.
pub(super) fn one_hot<E: Engine>(
    network: &Network<E>,
    targets: &[Target],
) -> Vec<(Slot, Range<usize>, E::Tensor)> {
    let first = |output| targets.iter().filter(|target| target.output() < output).count();
    let start = |output: Output| {
        let own = targets.iter().filter(|target| target.output() == output);
        let range = first(output)..first(output) + own.clone().count();
        let size = if output == Output::Y { 1 } else { SIZE };
        let channels = network.heads().channels(output);
        let mut values = vec![0.0f32; range.len() * channels * size * size];
        for (index, target) in own.enumerate() {
            let site = target.site().map_or(0, Site::index);
            values[(index * channels + target.channel()) * size * size + site] = 1.0;
        }
        let dims = [range.len(), channels, size, size];
        (!range.is_empty())
            .then(|| (network.graph.output(output), range, network.engine.tensor(values, dims)))
    };
    Output::ALL.into_iter().filter_map(start).collect()
}

/// Walks the steps from the last to the first, as far as they lead to one of the `ends`: `back` says what a
/// step hands on to what it read, `visit` sees what has come together at a slot. Returns what arrives at
/// the image, if that is an end.
pub(super) fn walk<E: Engine>(
    network: &Network<E>,
    ends: &[Slot],
    starts: Vec<(Slot, Range<usize>, E::Tensor)>,
    back: impl Fn(usize, &Step, &E::Tensor, &Range<usize>) -> Vec<(Slot, E::Tensor)>,
    mut visit: impl FnMut(Slot, &Range<usize>, &E::Tensor),
) -> Option<E::Tensor> {
    let (engine, graph) = (&network.engine, &network.graph);
    let mut slots: Vec<Option<(Range<usize>, E::Tensor)>> = vec![None; graph.steps.len() + 1];
    for (slot, range, gradient) in starts {
        slots[slot] = Some((range, gradient));
    }
    let leads = graph.leads_to(ends);
    for (index, step) in graph.steps.iter().enumerate().rev() {
        let Some((range, gradient)) = slots[index + 1].take() else { continue };
        visit(index + 1, &range, &gradient);
        if !step.reads().any(|slot| leads[slot]) {
            continue;
        }
        let handed_on = back(index, step, &gradient, &range);
        for (slot, gradient) in handed_on.into_iter().filter(|&(slot, _)| leads[slot]) {
            let arrived = (range.clone(), gradient);
            slots[slot] = Some(match slots[slot].take() {
                None => arrived,
                Some(there) => sum(engine, there, arrived),
            });
        }
    }
    slots[0].take().map(|(_, gradient)| gradient)
}

/// The sum of what arrives for two ranges of rows, one of which follows, holds or equals the other.
fn sum<E: Engine>(
    engine: &E,
    a: (Range<usize>, E::Tensor),
    b: (Range<usize>, E::Tensor),
) -> (Range<usize>, E::Tensor) {
    let ((first, a), (second, b)) = if a.0.start <= b.0.start { (a, b) } else { (b, a) };
    if first == second {
        return (first, engine.add(&a, &b));
    }
    if first.end == second.start {
        return (first.start..second.end, engine.concat(&a, &b));
    }
    // One ends where the other does, or starts with it: the rows of one alone stay as they are.
    let (whole, part, within, other) = match first.len() >= second.len() {
        true => (a, b, second.start - first.start..second.end - first.start, first),
        false => (b, a, 0..first.len(), second),
    };
    let mut result = engine.add(&engine.narrow(&whole, within.clone()), &part);
    if within.start > 0 {
        result = engine.concat(&engine.narrow(&whole, 0..within.start), &result);
    }
    if within.end < other.len() {
        result = engine.concat(&result, &engine.narrow(&whole, within.end..other.len()));
    }
    (other, result)
}
