//! Reads drawings and explains their strokes, with `shared` and in plain Rust.

use std::cell::OnceCell;

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::decode;
use shared::fit::{Fitted, Model, Preference};
use shared::gpt_mnist::SIZE;
use shared::model::{CpuEngine, Network, ReadError, Weights};
use shared::output::{Layer, Output, Target};

use super::message::{Explained, Question, Read, StrokeMap, Way};

/// How strokes are explained.
const METHODS: [Method; 3] =
    [Method::GuidedBackprop, Method::GradCam(Layer::Eb1), Method::LrpZPlus];

/// The network with the system in which strokes grow: the part that names strokes, and the part that names the
/// digit when its weights have come.
pub struct Reader {
    network: Network<CpuEngine>,
    classes: OnceCell<Network<CpuEngine>>,
    model: Model,
}

impl Reader {
    /// The part that names strokes, on the CPU.
    pub fn new(weights: &Weights) -> Self {
        Self {
            network: Network::of(&Output::SITES, weights, CpuEngine::new()),
            classes: OnceCell::new(),
            model: Model::handwriting(),
        }
    }

    /// From now on it names the digit, too.
    pub fn learn_classes(&self, weights: &Weights) {
        self.classes.get_or_init(|| Network::of(&[Output::Y], weights, CpuEngine::new()));
    }

    /// Whether it names the digit.
    pub fn classifies(&self) -> bool {
        self.classes.get().is_some()
    }

    /// The probability of every class of a drawing.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range.
    ///
    /// # Panics
    /// If it has not learnt them.
    pub async fn classify(&self, image: &[f32]) -> Result<Vec<f32>, ReadError> {
        let classes = self.classes.get().expect("asked when it classifies");
        Ok(classes.read(&[image]).await?[0].class_probabilities())
    }

    /// Reads a drawing in one way.
    ///
    /// # Errors
    /// If the image or what the network answers is out of range.
    pub async fn read(&self, question: &Question, way: Way) -> Result<Read, ReadError> {
        let image = question.image.as_slice();
        let (fitted, passes) = match way {
            // With the budget and the price of proposals, to be compared with them.
            Way::Search => (self.model.fit(image, decode::options(), Preference::None), 0),
            Way::OnePass => self.decode(image, decode::Way::OnePass).await?,
            Way::Iterated => self.decode(image, decode::Way::Iterated).await?,
            Way::Proposals => self.decode(image, decode::Way::Proposals).await?,
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

    async fn decode(&self, image: &[f32], way: decode::Way) -> Result<(Fitted, usize), ReadError> {
        let decoded = self.network.decode(&self.model, &[image], way, decode::options()).await?;
        let decoded = decoded.into_iter().next().expect("a reading for the one image");
        Ok((decoded.fitted, decoded.passes))
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
        let seed = read.seeds[stroke];
        let request = |output| Ok(Request { image: 0, target: Target::of_seed(output, &seed)? });
        let requests =
            Output::SITES.into_iter().map(request).collect::<Result<Vec<_>, ExplainError>>()?;
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
