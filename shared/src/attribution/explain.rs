//! Heatmaps for targets: the backward pass, Grad-CAM, and the way back from the device.

use burn::tensor::Tensor;

use super::backward::{Gradients, backward};
use super::rule::{Rule, Rules};
use super::{Explanation, Heatmap, Layer, Method, Target};
use crate::model::network::{Activations, DeviceError, Network, output_of, read_all};
use crate::reading::Reading;

impl Network {
    /// Explains every target by every method, in the order of targets, then methods: all in one
    /// backward pass over what one forward pass left.
    ///
    /// # Errors
    /// If the device fails.
    pub async fn explain(
        &self,
        activations: &Activations,
        reading: &Reading,
        targets: &[Target],
        methods: &[Method],
    ) -> Result<Vec<Explanation>, DeviceError> {
        if targets.is_empty() || methods.is_empty() {
            return Ok(Vec::new());
        }
        let rows = Rows::new(targets, methods);
        let rules: Vec<Rule> = rows.0.iter().map(|&(_, rule)| rule).collect();
        let row_targets: Vec<Target> = rows.0.iter().map(|&(target, _)| target).collect();
        let rules = Rules::new(&rules, self.device());
        let gradients = backward(self, activations, &row_targets, &rules);

        let asked: Vec<(Target, Method)> = targets
            .iter()
            .flat_map(|&target| methods.iter().map(move |&method| (target, method)))
            .collect();
        let maps = asked
            .iter()
            .map(|&(target, method)| {
                let row = rows.find(target, method.into());
                match method {
                    Method::GradCam(layer) => grad_cam(activations, &gradients, layer, row),
                    _ => gradients.image.clone().narrow(0, row, 1),
                }
            })
            .collect::<Vec<_>>();
        let heights: Vec<usize> = maps.iter().map(|map| map.dims()[2]).collect();
        let values = read_all(maps).await?;
        let explanations = asked.into_iter().zip(heights).zip(values);
        Ok(explanations
            .map(|(((target, method), height), values)| Explanation {
                output: target.output(),
                target,
                probability: reading.probability(&target),
                method,
                heatmap: Heatmap::new(height, values),
            })
            .collect())
    }
}

/// The rows of the backward batch: each target once under each rule, sorted by output.
struct Rows(Vec<(Target, Rule)>);

impl Rows {
    fn new(targets: &[Target], methods: &[Method]) -> Self {
        let mut rows = Vec::new();
        for &target in targets {
            for &method in methods {
                let row = (target, Rule::from(method));
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        rows.sort_by_key(|(target, _)| target.output());
        Self(rows)
    }

    fn find(&self, target: Target, rule: Rule) -> usize {
        let position = self.0.iter().position(|&row| row == (target, rule));
        position.expect("every target has a row for the rule of every method")
    }
}

/// `sum_c mean_hw(gradient_c) * activation_c`, without a final ReLU: 1 x 1 x h x w. All zero where
/// the target does not depend on the layer.
fn grad_cam(
    activations: &Activations,
    gradients: &Gradients,
    layer: Layer,
    row: usize,
) -> Tensor<4> {
    let activation = activation_of(activations, layer);
    match gradients.at(layer, row) {
        Some(gradient) => {
            let weights = gradient.mean_dim(2).mean_dim(3);
            (weights * activation).sum_dim(1)
        }
        None => activation.sum_dim(1).zeros_like(),
    }
}

fn activation_of(activations: &Activations, layer: Layer) -> Tensor<4> {
    match layer {
        Layer::ChannelAdj => activations.x.clone(),
        Layer::Stem => activations.stem.clone(),
        Layer::L1 => output_of(&activations.stages[0]),
        Layer::L2 => output_of(&activations.stages[1]),
        Layer::L3 => output_of(&activations.stages[2]),
        Layer::L4 => output_of(&activations.stages[3]),
        Layer::Eb2 => activations.eb2.clone(),
        Layer::Eb1 => activations.eb1.clone(),
        Layer::Eb0 => activations.eb0.clone(),
    }
}
