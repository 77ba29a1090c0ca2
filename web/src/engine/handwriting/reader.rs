//! Reads drawings and explains their strokes, with `shared` and in plain Rust.

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::decode;
use shared::distribution::Distribution;
use shared::fit::{Model, Preference};
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
    /// The network of some outputs, the sites' among them, from their weights, on the CPU.
    ///
    /// # Errors
    /// A sentence about weights that read something else.
    pub fn new(outputs: &[Output], weights: &Weights) -> Result<Self, String> {
        let distribution = weights.architecture().distribution;
        if distribution != Distribution::Handwriting {
            return Err(format!("the weights are for {distribution}, expected handwriting"));
        }
        Ok(Self {
            network: Network::of(outputs, weights, CpuEngine::new()),
            model: Model::handwriting(),
        })
    }

    /// Whether it says which digit a drawing is.
    pub fn classifies(&self) -> bool {
        self.network.outputs().contains(&Output::Y)
    }

    /// The probability of every class of a drawing.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range.
    pub async fn classify(&self, image: &[f32]) -> Result<Vec<f32>, ReadError> {
        let readings = self.network.read_for(Output::Y, &[image]).await?;
        Ok(readings[0].class_probabilities())
    }

    /// Reads a drawing in one way.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range.
    pub async fn read(&self, question: &Question, way: Way) -> Result<Read, ReadError> {
        let image = question.image.as_slice();
        let decoded = match way {
            Way::OnePass | Way::Search => decode::Way::OnePass,
            Way::Iterated => decode::Way::Iterated,
            Way::Proposals => decode::Way::Proposals,
        };
        let decoded =
            self.network.decode(&self.model, &[image], decoded, decode::options()).await?.remove(0);
        let (fitted, passes) = match way {
            // With the budget and the price of proposals, to be compared with them.
            Way::Search => (self.model.fit(image, decode::options(), Preference::None), 0),
            _ => (decoded.fitted, decoded.passes),
        };
        Ok(Read {
            drawing: question.drawing,
            way,
            seeds: fitted.seeds,
            iou: fitted.iou,
            growths: fitted.growths,
            passes,
            milliseconds: 0.0,
        })
    }

    /// Explains the type and the orientation of one stroke, in the pass that named it: with the strokes
    /// before it on the canvas, or with none where all were named at once.
    ///
    /// # Errors
    /// If a heatmap is out of range.
    ///
    /// # Panics
    /// If there is no such stroke.
    pub async fn explain(
        &self,
        image: &[f32],
        read: &Read,
        stroke: usize,
    ) -> Result<Explained, ExplainError> {
        let laid = if read.way == Way::OnePass { 0 } else { stroke };
        let input = [image, &self.model.canvas(&read.seeds[..laid])].concat();
        let forward = self.network.forward(&[&input]).await?;
        let Seed { x, y, r#type, orientation } = read.seeds[stroke];
        let request = |(output, channel): (Output, usize)| {
            let target = Target::at(output, channel, y as usize, x as usize)?;
            Ok(Request { image: 0, target })
        };
        let targets =
            [(Output::Yg, usize::from(r#type) - 1), (Output::Ys, usize::from(orientation))];
        let requests =
            targets.into_iter().map(request).collect::<Result<Vec<_>, ExplainError>>()?;
        let explanations =
            self.network.explain(&forward, &requests, &METHODS, &Parameters::default()).await?;
        let map = |explanation: &Explanation| StrokeMap {
            stroke,
            output: explanation.output,
            probability: explanation.probability,
            method: explanation.method,
            relevance: explanation.heatmap.resized(SIZE, SIZE).values().to_vec(),
            canvas_share: explanation.canvas_share(),
        };
        Ok(Explained {
            drawing: read.drawing,
            way: read.way,
            stroke,
            maps: explanations.iter().map(map).collect(),
            milliseconds: 0.0,
        })
    }
}
