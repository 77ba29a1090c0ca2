//! The backward pass of GPTNet under each method's rule, for many targets at once.
//!
//! One row of the batch is one target under one rule. Rows of classes start behind the last
//! residual stage, rows of sites in the two heads; they meet at the second stage, from where all
//! run as one batch. The residual and skip branches are summed before a ReLU's rule is applied.

use std::ops::Range;

use burn::tensor::module::max_pool2d_with_indices_backward;
use burn::tensor::{Tensor, TensorData};

use super::rule::Rules;
use super::{Layer, Output, Target};
use crate::mnist::SIZE;
use crate::model::layer::Convolution;
use crate::model::network::{
    Activations, Block, BlockActivations, Network, Pipe, PipeActivations, output_of, pooling,
};

/// Gradients at the image and at the layers that Grad-CAM can look at.
pub(crate) struct Gradients {
    /// R x 1 x 28 x 28.
    pub image: Tensor<4>,
    layers: Vec<LayerGradient>,
}

/// The gradient of the rows that depend on a layer.
struct LayerGradient {
    layer: Layer,
    rows: Range<usize>,
    gradient: Tensor<4>,
}

impl Gradients {
    /// 1 x C x h x w; none where the row's target does not depend on the layer.
    pub fn at(&self, layer: Layer, row: usize) -> Option<Tensor<4>> {
        let found = self.layers.iter().find(|at| at.layer == layer && at.rows.contains(&row))?;
        let first = row - found.rows.start;
        Some(found.gradient.clone().narrow(0, first, 1))
    }
}

/// Propagates one row per target back to the image. `targets` come in the order of
/// [`Output::ALL`], one rule each.
pub(crate) fn backward(
    network: &Network,
    activations: &Activations,
    targets: &[Target],
    rules: &Rules,
) -> Gradients {
    let first = |output| targets.iter().filter(|target| target.output() < output).count();
    let all = 0..targets.len();
    let (yg, ys) = (first(Output::Yg), first(Output::Ys));
    let mut pass = Pass { network, activations, rules, targets, layers: Vec::new() };

    let from_classes = pass.classes(0..yg);
    let from_sites = pass.sites(yg..ys, ys..all.end);
    let sites = yg..all.end;
    let (x3, skips) = match from_sites {
        Some(Expansion { x3, skips }) => {
            (from_classes.into_iter().chain([x3]).collect(), skips.map(Some))
        }
        None => (from_classes.into_iter().collect(), [None, None, None]),
    };
    let [x2, x1, x0] = skips;

    let [l1, l2, _, _] = &activations.stages;
    let g = pass.record(Layer::L2, &all, Tensor::cat(x3, 0));
    let g = pass.stage(1, l2, output_of(l1), g, &all);
    let g = pass.record(Layer::L1, &all, add_rows(g, x2, &sites));
    let g = pass.stage(0, l1, activations.pooled.clone(), g, &all);
    let g = pool(activations, g);
    let g = pass.record(Layer::Stem, &all, add_rows(g, x1, &sites));
    let g = network.stem.backward(rules.relu(g, &activations.stem), SIZE);
    let x = x0.map(|g| pass.pipe(&network.cf, &activations.cf, g, &sites));
    let g = pass.record(Layer::ChannelAdj, &all, add_rows(g, x, &sites));
    Gradients { image: network.channel_adj.backward(g, SIZE), layers: pass.layers }
}

/// Gradients that leave the expansion path: at the second stage, and at the skip connections from
/// the first stage, the stem and `cf`.
struct Expansion {
    x3: Tensor<4>,
    skips: [Tensor<4>; 3],
}

struct Pass<'a> {
    network: &'a Network,
    activations: &'a Activations,
    rules: &'a Rules,
    targets: &'a [Target],
    layers: Vec<LayerGradient>,
}

impl Pass<'_> {
    /// From the classes of some rows to the second stage's output.
    fn classes(&mut self, rows: Range<usize>) -> Option<Tensor<4>> {
        if rows.is_empty() {
            return None;
        }
        let [_, l2, l3, l4] = &self.activations.stages;
        let g = self.network.fc.backward(self.one_hot(&rows, 1), 1);
        let g = self.record(Layer::L4, &rows, g);
        let g = self.stage(3, l4, output_of(l3), g, &rows);
        let g = self.record(Layer::L3, &rows, g);
        Some(self.stage(2, l3, output_of(l2), g, &rows))
    }

    /// From the types and orientations of some rows to the second stage's output.
    fn sites(&mut self, yg: Range<usize>, ys: Range<usize>) -> Option<Expansion> {
        let rows = yg.start..ys.end;
        if rows.is_empty() {
            return None;
        }
        let (network, activations) = (self.network, self.activations);
        let heads = [(&network.cyg, &activations.cyg, yg), (&network.cys, &activations.cys, ys)];
        let v0 = heads
            .into_iter()
            .filter(|(_, _, rows)| !rows.is_empty())
            .map(|(pipe, at, rows)| self.pipe(pipe, at, self.one_hot(&rows, SIZE), &rows))
            .collect();
        let v0 = Tensor::cat(v0, 0);
        let (x0, v1) = self.expansion(Layer::Eb0, &network.eb0, &activations.eb0, v0, &rows);
        let (x1, v2) = self.expansion(Layer::Eb1, &network.eb1, &activations.eb1, v1, &rows);
        let (x2, x3) = self.expansion(Layer::Eb2, &network.eb2, &activations.eb2, v2, &rows);
        Some(Expansion { x3, skips: [x2, x1, x0] })
    }

    /// 1 at each row's target: rows x channels x size x size.
    fn one_hot(&self, rows: &Range<usize>, size: usize) -> Tensor<4> {
        let targets = &self.targets[rows.clone()];
        let channels = targets[0].output().channels();
        let mut values = vec![0.0f32; targets.len() * channels * size * size];
        for (index, target) in targets.iter().enumerate() {
            let (row, column) = target.site().unwrap_or((0, 0));
            values[((index * channels + target.channel()) * size + row) * size + column] = 1.0;
        }
        let data = TensorData::new(values, [targets.len(), channels, size, size]);
        Tensor::from_data(data, self.network.device())
    }

    fn record(&mut self, layer: Layer, rows: &Range<usize>, gradient: Tensor<4>) -> Tensor<4> {
        self.layers.push(LayerGradient { layer, rows: rows.clone(), gradient: gradient.clone() });
        gradient
    }

    fn relu(&self, gradient: Tensor<4>, output: &Tensor<4>, rows: &Range<usize>) -> Tensor<4> {
        self.rules.rows(rows).relu(gradient, output)
    }

    fn pipe(
        &self,
        pipe: &Pipe,
        at: &PipeActivations,
        gradient: Tensor<4>,
        rows: &Range<usize>,
    ) -> Tensor<4> {
        let g = pipe.c2.backward(self.relu(gradient, &at.output, rows), SIZE - 2);
        pipe.c1.backward(self.relu(g, &at.hidden, rows), SIZE)
    }

    /// The residual stage `index`, whose first block's input was `input`.
    fn stage(
        &self,
        index: usize,
        at: &[BlockActivations],
        input: Tensor<4>,
        gradient: Tensor<4>,
        rows: &Range<usize>,
    ) -> Tensor<4> {
        let size = input.dims()[2];
        let blocks = self.network.stages[index].iter().zip(at).enumerate().rev();
        blocks.fold(gradient, |gradient, (number, (block, at))| {
            let size = if number == 0 { size } else { at.hidden.dims()[2] };
            self.block(block, at, size, gradient, rows)
        })
    }

    fn block(
        &self,
        block: &Block,
        at: &BlockActivations,
        size: usize,
        gradient: Tensor<4>,
        rows: &Range<usize>,
    ) -> Tensor<4> {
        let g = self.relu(gradient, &at.output, rows);
        let hidden = block.conv2.backward(g.clone(), at.hidden.dims()[2]);
        let residual = block.conv1.backward(self.relu(hidden, &at.hidden, rows), size);
        let shortcut = match &block.downsample {
            Some(downsample) => downsample.backward(g, size),
            None => g,
        };
        residual + shortcut
    }

    /// Splits the gradient of `cat(skip, cropped expansion)` and takes the second part back
    /// through the block, whose output was `output`.
    fn expansion(
        &mut self,
        layer: Layer,
        block: &Convolution,
        output: &Tensor<4>,
        gradient: Tensor<4>,
        rows: &Range<usize>,
    ) -> (Tensor<4>, Tensor<4>) {
        let [n, _, size, _] = gradient.dims();
        let skip = gradient.clone().slice([0..n, 0..64]);
        let full = output.dims()[2];
        // The innermost block loses a margin of 1, the others their last row and column.
        let before = (full - size) / 2;
        let after = full - size - before;
        let g = gradient.slice([0..n, 64..128]).pad((before, after, before, after), 0.0);
        let g = self.record(layer, rows, g);
        let g = block.backward(self.relu(g, output, rows), (full - 1) / 2);
        (skip, g)
    }
}

/// Adds the gradients of `rows` to those of all rows.
fn add_rows(all: Tensor<4>, part: Option<Tensor<4>>, rows: &Range<usize>) -> Tensor<4> {
    let Some(part) = part else { return all };
    if rows.start == 0 {
        return all + part;
    }
    let rest = all.clone().narrow(0, 0, rows.start);
    Tensor::cat(vec![rest, all.narrow(0, rows.start, rows.len()) + part], 0)
}

/// The gradient at the stem's output from that at its pooling's output.
fn pool(activations: &Activations, gradient: Tensor<4>) -> Tensor<4> {
    let rows = gradient.dims()[0];
    let options = pooling();
    max_pool2d_with_indices_backward(
        activations.stem.clone().repeat_dim(0, rows),
        options.kernel_size,
        options.stride,
        [1, 1],
        options.dilation,
        options.ceil_mode,
        gradient,
        activations.pooled_from.clone().repeat_dim(0, rows),
    )
}
