//! What the page and the worker say to each other, as JSON text with numbers beside it.
//!
//! The page says what it wants to see, whole, each time. Every answer names the digit and the
//! target that it belongs to, so that one that comes late is recognised and dropped.

use std::fmt;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::attribution::Method;
use shared::gpt_mnist::{self, Sample, Site};
use shared::grown::DrawError;
use shared::opening::DIGITS;
use shared::output::{Output, Target};
use shared::reading::PredictedGenerator;

use crate::dials::Dials;
use crate::edits::Edits;
use crate::growth::Growth;
use crate::words;

/// What the page wants to see. A newer question replaces an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The digit.
    pub digit: Digit,
    /// The output to explain; none for the predicted class.
    #[serde(with = "indices")]
    pub target: Option<Target>,
    /// How many stages of the network have random weights, counted from the output.
    pub random: usize,
}

impl Question {
    /// What the trained network says, and why.
    pub const fn new(digit: Digit, target: Option<Target>) -> Self {
        Self { digit, target, random: 0 }
    }
}

/// The name of one sample of GPT MNIST, and what is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digit {
    /// The class, 0 to 9.
    pub class: u8,
    /// The seed of the random numbers that it was drawn with.
    pub seed: u64,
    /// What is set of the numbers that it draws.
    #[serde(default)]
    pub dials: Dials,
    /// What is done to its seeds.
    pub edits: Edits,
}

/// The one that the front door opens with.
impl Default for Digit {
    fn default() -> Self {
        let [(class, seed), ..] = DIGITS;
        Self::new(class, seed)
    }
}

impl Digit {
    /// A sample to which nothing is done.
    pub fn new(class: u8, seed: u64) -> Self {
        Self { class, seed, dials: Dials::default(), edits: Edits::default() }
    }

    /// The same sample with nothing done to it.
    pub fn whole(self) -> Self {
        Self { edits: Edits::default(), ..self }
    }

    /// The same with other edits.
    pub const fn edited(self, edits: Edits) -> Self {
        Self { edits, ..self }
    }

    /// The sample, grown.
    ///
    /// # Errors
    /// If there is no such class, or a dial is set to what it does not have.
    pub fn sample(&self) -> Result<Sample, DrawError> {
        let draws = self.dials.over(gpt_mnist::grown().draws(self.class, self.seed)?);
        gpt_mnist::grown().sample_of(self.class, self.seed, &draws)
    }

    /// What a network sees of it: the sample with what is done to its seeds.
    ///
    /// # Errors
    /// As [`sample`](Self::sample).
    pub fn image(&self) -> Result<Vec<f32>, DrawError> {
        let sample = self.sample()?;
        Ok(self.edits.image(&sample, sample.steps))
    }
}

/// "6 without its first stroke (seed 3)".
impl fmt::Display for Digit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, seed, edits, .. } = self;
        write!(f, "{class}")?;
        let taken = edits.taken();
        // What is gone points nowhere.
        let turned: Vec<usize> =
            edits.turned().into_iter().filter(|seed| !taken.contains(seed)).collect();
        if !taken.is_empty() {
            write!(f, " without its {}", words::strokes(&taken))?;
        }
        if !turned.is_empty() {
            write!(f, " with its {} turned", words::strokes(&turned))?;
        }
        write!(f, " (seed {seed})")
    }
}

/// Which backend the page asks for, in the address as `?backend=webgpu` or `?backend=cpu`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BackendChoice {
    /// WebGPU where there is a real adapter, else the CPU.
    #[default]
    Auto,
    /// WebGPU, on a software adapter too.
    WebGpu,
    /// WebAssembly on the CPU.
    Cpu,
}

impl BackendChoice {
    /// Reads the value of `backend` in an address.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Auto, Self::WebGpu, Self::Cpu].into_iter().find(|choice| choice.name() == name)
    }

    /// The value of `backend` in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::WebGpu => "webgpu",
            Self::Cpu => "cpu",
        }
    }
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// What the network says about the digit.
    Read(Read),
    /// What the network looked at.
    Explained(Explained),
    /// Which class the network sees in the digit as it grows, one step after the other.
    Stage(Stage),
}

/// A digit as it grew and as the network sees it. Page and worker grow it, each for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Grown {
    /// The digit's name.
    pub digit: Digit,
    /// The number of growth steps `T`.
    pub steps: u32,
    /// The rotation of the image in degrees.
    pub angle: f64,
    /// What the network sees: 28 x 28, rotated.
    pub image: Vec<f32>,
    /// The configuration that the image shows, upright.
    pub truth: Rc<Growth>,
}

/// What the network says about a digit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// The digit.
    pub digit: Digit,
    /// Its class, where the weights for that have come.
    pub class: Option<Class>,
    /// Generator type logits, 4 x 28 x 28. They travel beside the text.
    #[serde(skip)]
    pub y_g: Vec<f32>,
    /// Generator orientation logits, 8 x 28 x 28. They, too.
    #[serde(skip)]
    pub y_s: Vec<f32>,
    /// The predicted generators in row-major order.
    pub generators: Vec<PredictedGenerator>,
    /// What grows from them in the digit's own number of steps.
    pub regrowth: Growth,
    /// Intersection over union of the regrowth and the truth.
    pub iou: f64,
    /// How long the forward pass took.
    pub milliseconds: f64,
}

/// Which class the network sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// The logit of every class.
    pub logits: Vec<f32>,
    /// The probability of every class.
    pub probabilities: Vec<f32>,
    /// The most probable one.
    pub predicted: usize,
}

/// Which class the network sees after a step of growth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The digit.
    pub digit: Digit,
    /// The step, 0 for the seeds.
    pub step: u32,
    /// The probability of every class.
    pub probabilities: Vec<f32>,
}

/// One target's heatmaps by every method and, for Grad-CAM, at every layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// The question that this answers.
    pub question: Question,
    /// The softmax probability of the target.
    pub probability: f32,
    /// The heatmaps.
    pub maps: Vec<Map>,
    /// How long the backward pass took.
    pub milliseconds: f64,
}

/// A heatmap by one method, ready to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// The method.
    #[serde(flatten)]
    pub method: Method,
    /// The rows and columns of the method's own resolution.
    pub size: [usize; 2],
    /// Relevance by rows at that resolution, not normalised. It travels beside the text.
    #[serde(skip)]
    pub heatmap: Vec<f32>,
    /// The largest absolute relevance of the map at 28 x 28.
    pub max_abs: f32,
    /// The map at 28 x 28, row by row, divided by `max_abs`; all zero where that is 0. It, too.
    #[serde(skip)]
    pub normalized: Vec<f32>,
}

impl Explained {
    /// The heatmap by a method; none where the target does not depend on its layer.
    pub fn map(&self, method: Method) -> Option<&Map> {
        self.maps.iter().find(|map| map.method == method)
    }
}

/// A target travels as its output's name and its indices.
mod indices {
    use super::{Output, Site, Target};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use shared::output::Heads;

    pub fn serialize<S: Serializer>(target: &Option<Target>, to: S) -> Result<S::Ok, S::Error> {
        target.as_ref().map(|target| (target.output(), target)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Target>, D::Error> {
        let target = match Option::<(Output, Vec<usize>)>::deserialize(from)? {
            None => return Ok(None),
            Some((_, indices)) if indices.len() == 1 => Ok(Target::class(indices[0])),
            Some((output, indices)) if indices.len() == 3 => {
                let site = Site::at(indices[1], indices[2]).map_err(D::Error::custom)?;
                Target::at(output, indices[0], site)
            }
            Some((output, indices)) => {
                return Err(D::Error::custom(format!("{output} has no target {indices:?}")));
            }
        };
        let checked = target.and_then(|target| target.checked(&Heads::GPT_MNIST));
        checked.map(Some).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::Reply;

    #[wasm_bindgen_test(unsupported = test)]
    fn questions_and_maps_survive_the_journey() {
        let digit = Digit::new(6, u64::MAX).edited(Edits::default().pluck(3).turn(1, 7));
        for target in [
            None,
            Some(Target::class(6)),
            Target::at(Output::Ys, 6, Site::at(15, 14).unwrap()).ok(),
        ] {
            let question = Question { random: 3, ..Question::new(digit, target) };
            let text = serde_json::to_string(&question).unwrap();
            assert_eq!(serde_json::from_str::<Question>(&text).unwrap(), question);
        }
        for method in Method::all(shared::output::Layer::Eb1) {
            let map = |size: [usize; 2], value: f32| Map {
                method,
                size,
                heatmap: vec![value; size[0] * size[1]],
                max_abs: 0.25,
                normalized: vec![-value; gpt_mnist::SITES],
            };
            let answer = Answer::Explained(Explained {
                question: Question::new(digit, None),
                probability: 0.5,
                maps: vec![map([2, 3], 1e-7), map([28, 28], 2.5)],
                milliseconds: 1.0,
            });
            let text = serde_json::to_string(&answer).unwrap();
            assert!(text.len() < 1000, "{text}");
            let read: Answer = serde_json::from_str(&text).unwrap();
            assert_eq!(read.with_numbers(answer.numbers()), answer);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_target_that_does_not_exist_is_refused() {
        let text = r#"{"digit":{"class":6,"seed":3,"edits":{"without":0,"way":"Regrow","turns":
            [0,0,0,0,0,0,0,0]}},"target":["y_s",[8,15,14]],"random":0}"#;
        assert!(serde_json::from_str::<Question>(&text.replace("[8,15,14]", "[7,15,14]")).is_ok());
        assert!(serde_json::from_str::<Question>(text).is_err());
    }
}
