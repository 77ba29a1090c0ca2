//! Reads drawings and explains their strokes, with `shared` and in plain Rust.

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::decode::{self, GROWTHS};
use shared::distribution::Distribution;
use shared::fit::{Model, Options, Preference};
use shared::mnist::SIZE;
use shared::model::{CpuEngine, Network, ReadError, Weights};
use shared::output::{Layer, Output, Target};
use shared::pattern::Seed;

use super::message::{Explained, Question, Read, StrokeMap, Way};

/// How strokes are explained.
const METHODS: [Method; 3] =
    [Method::GuidedBackprop, Method::GradCam(Layer::Eb1), Method::LrpZPlus];

/// The network with the system in which strokes grow.
pub struct Reader {
    network: Network<CpuEngine>,
    model: Model,
}

impl Reader {
    /// The network of some weights, on the CPU.
    ///
    /// # Errors
    /// A sentence about weights that read something else.
    pub fn new(weights: &Weights) -> Result<Self, String> {
        let distribution = weights.architecture().distribution;
        if distribution != Distribution::Handwriting {
            return Err(format!("the weights are for {distribution}, expected handwriting"));
        }
        let network = Network::new(weights, CpuEngine::new());
        Ok(Self { network, model: Model::handwriting() })
    }

    /// Reads a drawing in one way.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range.
    pub async fn read(&self, question: &Question, way: Way) -> Result<Read, ReadError> {
        let options = Options { growths: GROWTHS, ..Options::default() };
        let image = question.image.as_slice();
        let decoded = match way {
            Way::OnePass | Way::Search => decode::Way::OnePass,
            Way::Iterated => decode::Way::Iterated,
            Way::Proposals => decode::Way::Proposals,
        };
        let decoded = self.network.decode(&self.model, &[image], decoded, options).await?.remove(0);
        let probabilities = decoded.reading.class_probabilities();
        let (fitted, passes) = match way {
            Way::Search => (self.model.fit(image, options, Preference::None), 0),
            _ => (decoded.fitted, decoded.passes),
        };
        Ok(Read {
            drawing: question.drawing,
            way,
            seeds: fitted.seeds,
            iou: fitted.iou,
            growths: fitted.growths,
            passes,
            probabilities,
            milliseconds: 0.0,
        })
    }

    /// Explains the type and the orientation of every stroke.
    ///
    /// # Errors
    /// If a heatmap is out of range.
    pub async fn explain(&self, image: &[f32], read: &Read) -> Result<Explained, ExplainError> {
        let mut maps = Vec::new();
        for output in [Output::Yg, Output::Ys] {
            let explanations = match read.way {
                Way::OnePass => self.at_once(image, &read.seeds, output).await?,
                _ => {
                    let (network, parameters) = (&self.network, Parameters::default());
                    let model = &self.model;
                    network
                        .explain_strokes(model, image, &read.seeds, output, &METHODS, &parameters)
                        .await?
                }
            };
            maps.extend(explanations.iter().enumerate().map(|(index, explanation)| StrokeMap {
                stroke: index / METHODS.len(),
                output,
                probability: explanation.probability,
                method: explanation.method,
                relevance: explanation.heatmap.resized(SIZE, SIZE).values().to_vec(),
                canvas_share: explanation.canvas_share(),
            }));
        }
        maps.sort_by_key(|map| map.stroke);
        Ok(Explained { drawing: read.drawing, way: read.way, maps, milliseconds: 0.0 })
    }

    /// Explains strokes that were all named in one pass, before anything had been grown.
    async fn at_once(
        &self,
        image: &[f32],
        seeds: &[Seed],
        output: Output,
    ) -> Result<Vec<Explanation>, ExplainError> {
        let forward = self.network.forward(&[image]).await?;
        let request = |seed: &Seed| {
            let channel = match output {
                Output::Yg => usize::from(seed.r#type) - 1,
                _ => usize::from(seed.orientation),
            };
            let target = Target::at(output, channel, seed.y as usize, seed.x as usize)?;
            Ok(Request { image: 0, target })
        };
        let requests = seeds.iter().map(request).collect::<Result<Vec<_>, ExplainError>>()?;
        self.network.explain(&forward, &requests, &METHODS, &Parameters::default()).await
    }
}
