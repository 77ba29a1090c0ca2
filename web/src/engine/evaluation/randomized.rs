//! Comparison of maps with those of random networks, round by round.

use shared::attribution::{ExplainError, Method};
use shared::evaluation::randomization::{Form, Randomization};
use shared::evaluation::run::Record;
use shared::gpt_mnist::Sample;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::Output;

use super::units::Comparison;

/// The original maps of a round; units that follow each other share them.
#[derive(Default)]
pub struct Originals(Option<(usize, Form, Output, Randomization)>);

impl Originals {
    /// Makes one comparison. The random numbers of each round are others.
    ///
    /// # Errors
    /// If a map cannot be had.
    pub async fn compare(
        &mut self,
        comparison: Comparison,
        samples: Vec<Sample>,
        methods: &[Method],
        weights: &Weights,
        network: &Network<CpuEngine>,
    ) -> Result<Vec<Record>, ExplainError> {
        let Comparison { round, form, output, stages } = comparison;
        let is_same = |(own_round, own_form, own_output, _): &(usize, Form, Output, _)| {
            (*own_round, *own_form, *own_output) == (round, form, output)
        };
        if !self.0.as_ref().is_some_and(is_same) {
            let originals = Randomization::new(network, form, output, samples, methods).await?;
            self.0 = Some((round, form, output, originals));
        }
        let (.., originals) = self.0.as_ref().expect("made above");
        let Some(stages) = stages else { return originals.other_logit(network).await };
        let draw = round as u64;
        let random = form.randomized(weights, output, stages, draw);
        originals.compare(&Network::new(&random, CpuEngine::new()), stages, draw).await
    }
}
