//! What a study does, as units of work that do not depend on each other.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use shared::attribution::{ExplainError, Method, Parameters};
use shared::evaluation::components::localization;
use shared::evaluation::interventions::interventions;
use shared::evaluation::perturbation::perturbation;
use shared::evaluation::randomization::{Form, Randomization};
use shared::evaluation::run::Record;
use shared::evaluation::truth::causal_truth;
use shared::gpt_mnist::{self, Sample};
use shared::model::{CpuEngine, Network, Weights};
use shared::output::{Layer, Output};

/// Samples of a unit that is explained in one go.
const SAMPLES: usize = 4;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The seed of the first sample; sample k has this seed + k and class k mod 10.
    pub seed: u64,
    /// Samples for what takes one pass: localization, interventions, causal truth.
    pub samples: usize,
    /// Samples for what takes many: methods of several passes, flipping, randomization.
    pub expensive: usize,
    /// Draws of random weights.
    pub draws: u64,
}

/// A piece of work.
pub enum Unit {
    /// Localization and interventions by methods of one pass, and the causal truth.
    Components(Range<usize>),
    /// Flipping, and localization and interventions by methods of several passes.
    ManyPasses(usize),
    /// The comparison with a network whose first `stages` stages are random; none for the control with
    /// another logit.
    Randomization {
        /// The index in [`FORMS`].
        form: usize,
        /// How many stages are random, in which draw.
        random: Option<(usize, u64)>,
    },
}

/// The forms of randomization.
const FORMS: [(Form, Output); 6] = [
    (Form::Published, Output::Y),
    (Form::Published, Output::Yg),
    (Form::Published, Output::Ys),
    (Form::Standard, Output::Y),
    (Form::Standard, Output::Yg),
    (Form::Standard, Output::Ys),
];

/// The methods of each evaluation.
pub mod methods {
    use super::{Layer, Method};

    /// Those that take one pass, class activation maps at every layer.
    pub fn one_pass() -> Vec<Method> {
        let maps = Layer::ALL
            .into_iter()
            .flat_map(|layer| [Method::GradCam(layer), Method::HiresCam(layer)]);
        [
            Method::GuidedBackprop,
            Method::Deconvolution,
            Method::Gradient,
            Method::GradientXInput,
            Method::LrpZPlus,
        ]
        .into_iter()
        .chain(maps)
        .collect()
    }

    /// Those that take several.
    pub const MANY_PASSES: [Method; 3] =
        [Method::IntegratedGradients, Method::SmoothGrad, Method::Occlusion];

    /// Those that pixels are flipped by.
    pub const FLIPPED: [Method; 13] = [
        Method::GuidedBackprop,
        Method::Deconvolution,
        Method::Gradient,
        Method::GradientXInput,
        Method::LrpZPlus,
        Method::IntegratedGradients,
        Method::SmoothGrad,
        Method::Occlusion,
        Method::GradCam(Layer::ChannelAdj),
        Method::GradCam(Layer::L1),
        Method::GradCam(Layer::Eb1),
        Method::HiresCam(Layer::L1),
        Method::HiresCam(Layer::Eb1),
    ];

    /// Those whose maps are compared with those of random networks.
    pub const RANDOMIZED: [Method; 10] = [
        Method::GuidedBackprop,
        Method::Deconvolution,
        Method::Gradient,
        Method::GradientXInput,
        Method::LrpZPlus,
        Method::GradCam(Layer::ChannelAdj),
        Method::GradCam(Layer::L1),
        Method::GradCam(Layer::Eb1),
        Method::HiresCam(Layer::L1),
        Method::HiresCam(Layer::Eb1),
    ];
}

impl Plan {
    /// All units, the longest first.
    pub fn units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        for (form, &(definition, output)) in FORMS.iter().enumerate() {
            units.push(Unit::Randomization { form, random: None });
            for stages in 1..=definition.stages(output).len() {
                units.extend(
                    (0..self.draws)
                        .map(|draw| Unit::Randomization { form, random: Some((stages, draw)) }),
                );
            }
        }
        units.extend((0..self.expensive).map(Unit::ManyPasses));
        let firsts = (0..self.samples).step_by(SAMPLES);
        units
            .extend(firsts.map(|first| Unit::Components(first..self.samples.min(first + SAMPLES))));
        units
    }

    /// Sample `k`.
    pub fn sample(&self, k: usize) -> Sample {
        gpt_mnist::grown().nth(self.seed, k as u64)
    }

    /// What several of the units that are left share: the original network's maps.
    pub fn work<'a>(
        &self,
        network: &Network<CpuEngine>,
        left: impl Iterator<Item = &'a Unit>,
    ) -> Result<Work<'_>, ExplainError> {
        let mut needed = [false; FORMS.len()];
        for unit in left {
            if let Unit::Randomization { form, .. } = *unit {
                needed[form] = true;
            }
        }
        let original = |((form, output), needed)| {
            let samples = (0..self.expensive).map(|k| self.sample(k)).collect();
            let run = || Randomization::new(network, form, output, samples, &methods::RANDOMIZED);
            if needed { pollster::block_on(run()).map(Some) } else { Ok(None) }
        };
        let randomizations =
            FORMS.into_par_iter().zip(needed).map(original).collect::<Result<_, _>>()?;
        Ok(Work { plan: self, randomizations })
    }
}

/// A plan at work.
pub struct Work<'a> {
    plan: &'a Plan,
    /// None where no unit needs it.
    randomizations: Vec<Option<Randomization>>,
}

impl Work<'_> {
    /// Does one unit.
    pub fn perform(
        &self,
        unit: &Unit,
        weights: &Weights,
        network: &Network<CpuEngine>,
    ) -> Result<Vec<Record>, ExplainError> {
        pollster::block_on(self.perform_async(unit, weights, network))
    }

    async fn perform_async(
        &self,
        unit: &Unit,
        weights: &Weights,
        network: &Network<CpuEngine>,
    ) -> Result<Vec<Record>, ExplainError> {
        let parameters = Parameters::default();
        let mut records = Vec::new();
        match *unit {
            Unit::Components(ref range) => {
                let samples: Vec<Sample> = range.clone().map(|k| self.plan.sample(k)).collect();
                let methods = methods::one_pass();
                for digit in network.explained(&samples, &methods, &parameters).await? {
                    records.push(localization(&digit)?);
                    records.push(interventions(network, &digit).await?);
                    records.push(causal_truth(network, &digit).await?);
                }
            }
            Unit::ManyPasses(k) => {
                let sample = [self.plan.sample(k)];
                for mut digit in network.explained(&sample, &methods::FLIPPED, &parameters).await? {
                    records.push(perturbation(network, &digit).await?);
                    // The others have their turn on more samples.
                    let many = methods::MANY_PASSES.map(|method| method.to_string());
                    digit.maps.retain(|map| many.contains(&map.explainer));
                    records.push(localization(&digit)?);
                    records.push(interventions(network, &digit).await?.without_network());
                }
            }
            Unit::Randomization { form, random } => {
                let run = self.randomizations[form].as_ref().expect("made for the units left");
                records = match random {
                    None => run.other_logit(network).await?,
                    Some((stages, draw)) => {
                        let (definition, output) = FORMS[form];
                        let random = definition.randomized(weights, output, stages, draw);
                        let random = Network::new(&random, CpuEngine::new());
                        run.compare(&random, stages, draw).await?
                    }
                };
            }
        }
        Ok(records)
    }
}
