//! The network with some of its weights replaced by random ones, stage after stage from the output on.

use std::cell::RefCell;
use std::rc::Rc;

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request, Start};
use shared::evaluation::randomization::Form;
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Output, Target};

/// The seed of the random weights.
const DRAW: u64 = 0;

/// The trained weights, and the network that has forgotten some of them last.
pub struct Forgetful {
    weights: Rc<Weights>,
    last: RefCell<Option<Last>>,
}

struct Last {
    output: Output,
    stages: usize,
    network: Rc<Network<CpuEngine>>,
}

impl Forgetful {
    /// Nothing is forgotten yet.
    pub const fn new(weights: Rc<Weights>) -> Self {
        Self { weights, last: RefCell::new(None) }
    }

    /// What the network says of a target, as a probability, and why, after so many stages have become random. Passes
    /// start before the last ReLU, which random weights may shut.
    ///
    /// # Errors
    /// If the network has no such target, or what it computes is out of range.
    pub async fn explain(
        &self,
        image: &[f32],
        target: Target,
        stages: usize,
        methods: &[Method],
    ) -> Result<(f32, Vec<Explanation>), ExplainError> {
        let network = self.network(target.output(), stages);
        let forward = network.forward(&[image]).await?;
        let requests = [Request { image: 0, target }];
        let parameters = Parameters { start: Start::BeforeRelu, ..Parameters::default() };
        let explanations = network.explain(&forward, &requests, methods, &parameters).await?;
        Ok((forward.readings()[0].probability(&target), explanations))
    }

    fn network(&self, output: Output, stages: usize) -> Rc<Network<CpuEngine>> {
        let mut last = self.last.borrow_mut();
        if let Some(last) = &*last
            && (last.output, last.stages) == (output, stages)
        {
            return last.network.clone();
        }
        let stages = stages.min(Form::Standard.stages(output).len());
        let weights = Form::Standard.randomized(&self.weights, output, stages, DRAW);
        let network = Rc::new(Network::new(&weights, CpuEngine::new()));
        *last = Some(Last { output, stages, network: network.clone() });
        network
    }
}
