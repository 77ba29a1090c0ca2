//! One digit of each class explained by every method, once for all heatmaps of the report.

use rayon::prelude::*;
use shared::attribution::{ExplainError, Explanation, Heatmap, Method, Parameters, Request};
use shared::evaluation::component::ComponentScores;
use shared::evaluation::localization::mass;
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::part::Part;
use shared::gpt_mnist::{CLASSES, SIZE, Sample, Seed};
use shared::output::{Layer, Output, Target};
use shared::reading::PredictedGenerator;

use super::context::Context;
use crate::progress::during;

/// Predicted generators of a digit that are explained at most: the surest.
pub const MOST: usize = 6;

/// The methods of the paper's figures.
pub const PUBLISHED: [Method; 3] =
    [Method::GuidedBackprop, Method::Deconvolution, Method::GradCam(Layer::ChannelAdj)];

/// The other methods; class activation maps look at a layer deep enough to have seen shapes.
pub const fn others(output: Output) -> [Method; 7] {
    let layer = match output {
        Output::Y => Layer::L1,
        Output::Yg | Output::Ys => Layer::Eb1,
    };
    [
        Method::GradientXInput,
        Method::LrpZPlus,
        Method::GradCam(layer),
        Method::HiresCam(layer),
        Method::IntegratedGradients,
        Method::SmoothGrad,
        Method::Occlusion,
    ]
}

/// A digit with its heatmaps.
pub struct Digit {
    /// The digit.
    pub sample: Sample,
    /// The class that is read.
    pub class: usize,
    /// What is explained of `y`, `y_g` and `y_s`, in this order.
    pub answers: [Vec<Answer>; 3],
}

impl Digit {
    /// What is explained of an output head.
    pub fn of(&self, output: Output) -> &[Answer] {
        match output {
            Output::Y => &self.answers[0],
            Output::Yg => &self.answers[1],
            Output::Ys => &self.answers[2],
        }
    }
}

/// An explained number and its heatmaps.
pub struct Answer {
    /// The predicted generator; none for a class.
    pub generator: Option<Seed>,
    /// One of each method.
    pub maps: Vec<Map>,
}

/// A heatmap.
pub struct Map {
    /// How it was made.
    pub method: Method,
    /// What of it lies on the image, at its own resolution.
    pub heatmap: Heatmap,
    /// The share of its absolute relevance on the digit's ink, above one half; none of a silent map.
    pub on_digit: Option<f64>,
    /// The generator's own share of what lies on the digit, and its share of the digit's area; none
    /// of a silent map, for a class, a generator that is not there, and a digit of one stroke.
    pub own: Option<Shares>,
}

/// How a map tells a generator's stroke from the others.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    /// The stroke's share of the absolute relevance on the digit.
    pub relevance: f64,
    /// The stroke's share of the digit's area: what the image itself scores.
    pub area: f64,
}

impl Answer {
    /// The map of a method.
    pub fn map(&self, method: Method) -> Option<&Map> {
        self.maps.iter().find(|map| map.method == method)
    }
}

/// Explains the first sample of each class by the paper's methods and, if asked, by the others.
///
/// # Errors
/// If a heatmap cannot be made, as of weights out of range.
pub fn digits(context: &Context, all: bool) -> Result<Vec<Digit>, ExplainError> {
    let parts: Vec<(usize, Output)> =
        (0..CLASSES).flat_map(|class| Output::ALL.map(|output| (class, output))).collect();
    let explained = during("explaining a digit of each class", parts.len(), |bar| {
        let explained = parts.par_iter().map(|&(class, output)| {
            let mut methods = PUBLISHED.to_vec();
            if all {
                methods.extend(others(output));
            }
            let answers = explain(context, &context.of_class(class, 0), output, &methods);
            bar.inc(1);
            answers
        });
        explained.collect::<Result<Vec<_>, _>>()
    })?;
    let mut explained = explained.into_iter();
    let digit = |class| {
        let mut next = || explained.next().expect("a part for each output of each class");
        let ((class_read, y), (_, y_g), (_, y_s)) = (next(), next(), next());
        Digit { sample: context.of_class(class, 0), class: class_read, answers: [y, y_g, y_s] }
    };
    Ok((0..CLASSES).map(digit).collect())
}

/// The class that is read, and the answers of an output head.
fn explain(
    context: &Context,
    sample: &Sample,
    output: Output,
    methods: &[Method],
) -> Result<(usize, Vec<Answer>), ExplainError> {
    let network = context.network;
    pollster::block_on(async {
        let forward = network.forward(&[&sample.image]).await?;
        let reading = &forward.readings()[0];
        let answers: Vec<(Target, Option<PredictedGenerator>)> = match output {
            Output::Y => vec![(Target::class(reading.class()), None)],
            Output::Yg | Output::Ys => {
                let targets = reading.default_targets(output).into_iter();
                surest(targets.zip(reading.generators().into_iter().map(Some)).collect())
            }
        };
        let requests: Vec<Request> =
            answers.iter().map(|&(target, _)| Request { image: 0, target }).collect();
        let maps = network.explain(&forward, &requests, methods, &Parameters::default()).await?;
        let masks = ComponentMasks::of(sample, Frame::Image);
        let maps = maps.chunks(methods.len());
        let answers = answers.iter().zip(maps).map(|((_, generator), maps)| {
            let generator = generator.map(|generator| generator.seed);
            let own = generator.and_then(|seed| component(sample, seed));
            let map = |explanation: &Explanation| map(explanation, sample, &masks, own);
            Answer { generator, maps: maps.iter().map(map).collect() }
        });
        Ok((reading.class(), answers.collect()))
    })
}

/// The [`MOST`] generators of the most probable types, in their order on the lattice.
fn surest(
    mut answers: Vec<(Target, Option<PredictedGenerator>)>,
) -> Vec<(Target, Option<PredictedGenerator>)> {
    let probability = |g: &Option<PredictedGenerator>| g.map_or(0.0, |g| g.type_probability);
    let place = |g: &Option<PredictedGenerator>| g.map(|g| (g.seed.y, g.seed.x));
    answers.sort_by(|(_, a), (_, b)| probability(b).total_cmp(&probability(a)));
    answers.truncate(MOST);
    answers.sort_by_key(|(_, generator)| place(generator));
    answers
}

/// The component that grew from a generator's site.
fn component(sample: &Sample, seed: Seed) -> Option<usize> {
    sample.seeds.iter().rposition(|own| (own.x, own.y) == (seed.x, seed.y))
}

/// A map with its scores, for which it is interpolated to the image's pixels.
fn map(
    explanation: &Explanation,
    sample: &Sample,
    masks: &ComponentMasks,
    own: Option<usize>,
) -> Map {
    let full = explanation.heatmap.resized(SIZE, SIZE);
    let relevance = Part::Absolute.of(full.values()).ok().filter(|of| !of.is_silent());
    let ink: Vec<bool> = sample.image.iter().map(|&pixel| pixel > 0.5).collect();
    let shares = |own| {
        let scores = ComponentScores::of(relevance.as_ref()?, masks, own)?;
        // A digit of one stroke has nothing to tell it from.
        scores.gain?;
        Some(Shares { relevance: scores.own_share, area: scores.area_share })
    };
    Map {
        method: explanation.method,
        heatmap: explanation.heatmap.cropped(),
        on_digit: relevance.as_ref().and_then(|relevance| mass(relevance, &ink)),
        own: own.and_then(shares),
    }
}
