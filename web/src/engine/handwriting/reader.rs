//! Reads drawings and explains their strokes, with `shared` and in plain Rust.

use std::cell::OnceCell;

use shared::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use shared::decode::{self, Strokes};
use shared::evaluation::removed::{cleared, left};
use shared::fit::{Fitted, Model, Preference};
use shared::gpt_mnist::{SIZE, Site};
use shared::model::{CpuEngine, Network, ReadError, Weights};
use shared::output::{Layer, Output, Target};
use shared::pattern::Seed;
use shared::reading::Reading;

use super::message::{
    Budget, Explained, Question, Read, Removal, Removed, StrokeChange, StrokeMap, Way,
};
use crate::edits;
use crate::engine::change::{Change, OutputChange};

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
            Way::Revised => self.decode(image, decode::Way::Revised).await?,
            Way::Proposals => self.decode(image, decode::Way::Proposals).await?,
        };
        Ok(Read {
            drawing: question.drawing,
            way,
            seeds: fitted.seeds,
            iou: fitted.iou,
            growths: fitted.growths,
            passes,
            budget: budget(way),
            milliseconds: 0.0,
        })
    }

    /// What is said about a drawing with all its strokes and without some, in the passes that name them.
    ///
    /// # Errors
    /// If what the network answers is out of range.
    ///
    /// # Panics
    /// If it has not learnt the classes.
    pub async fn remove(
        &self,
        image: &[f32],
        read: &Read,
        removal: &Removal,
    ) -> Result<Removed, ReadError> {
        let classes = self.classes.get().expect("asked when it classifies");
        let (seeds, removed) = (&read.seeds, &removal.strokes);
        let pictures = match removal.rest {
            edits::Way::Regrow => {
                [self.model.canvas(seeds), self.model.canvas(&left(seeds, removed))]
            }
            edits::Way::Clear => {
                let (_, lineage) = self.model.grow(seeds).expect("strokes are those of the system");
                [image.to_vec(), cleared(image, &lineage, removed)]
            }
        };
        let seen = |laid: &[Seed]| {
            let canvases = [self.model.canvas(laid), self.model.canvas(&left(laid, removed))];
            let both = pictures.iter().zip(canvases);
            both.map(|(picture, canvas)| [&picture[..], &canvas].concat()).collect::<Vec<_>>()
        };
        let strokes = strokes(image, read);
        // One pass names all of them where none is on the canvas.
        let passes = if read.way == Way::OnePass { 1 } else { seeds.len() };
        let inputs: Vec<Vec<f32>> =
            (0..passes).flat_map(|stroke| seen(strokes.laid_before(stroke))).collect();
        let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let readings = self.network.read(&inputs).await?;
        let passes = readings.chunks(2).map(|pass| (&pass[0], &pass[1])).cycle();
        let change = |(seed, (before, now)): (&Seed, (&Reading, &Reading))| {
            let output = |output| {
                let target = Target::of_seed(output, seed).expect("a stroke is no class");
                OutputChange::of(&target, before, now)
            };
            let named = now.orientation_at(Site::of(seed));
            StrokeChange { is_here: output(Output::Yg), points: output(Output::Ys), named }
        };
        let said = classes.read(&pictures.each_ref().map(Vec::as_slice)).await?;
        let [before, now] = [0, 1].map(|index: usize| said[index].class_probabilities());
        Ok(Removed {
            drawing: read.drawing,
            way: read.way,
            removal: removal.clone(),
            classes: Change { before, now },
            strokes: seeds.iter().zip(passes).map(change).collect(),
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
        let laid = strokes(image, read).laid_before(stroke);
        let input = [image, &self.model.canvas(laid)].concat();
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

/// The strokes of a reading. Those of search are explained as if they had been named one by one.
fn strokes<'a>(image: &'a [f32], read: &'a Read) -> Strokes<'a> {
    let way = match read.way {
        Way::OnePass => decode::Way::OnePass,
        Way::Iterated | Way::Search => decode::Way::Iterated,
        Way::Revised => decode::Way::Revised,
        Way::Proposals => decode::Way::Proposals,
    };
    Strokes { image, seeds: &read.seeds, way }
}

/// What a way may cost.
fn budget(way: Way) -> Budget {
    let options = decode::options();
    // A pass for every stroke that is laid, and one that finds no more.
    let passes = decode::MOST + 1;
    // All strokes, all but one of each, and what is tried beside them.
    let exchange = passes * (1 + decode::WINDOWS);
    match way {
        Way::OnePass => Budget { strokes: None, passes: 1, growths: 1 },
        Way::Iterated => Budget { strokes: Some(decode::MOST), passes, growths: 1 },
        Way::Revised => Budget {
            strokes: Some(decode::MOST),
            passes: passes + decode::ROUNDS * exchange,
            growths: 1,
        },
        Way::Proposals => Budget { strokes: Some(options.seeds), passes, growths: options.growths },
        Way::Search => Budget { strokes: Some(options.seeds), passes: 0, growths: options.growths },
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use shared::evaluation::part::Part;
    use shared::evaluation::scoring::Measure;
    use shared::evaluation::strokes::score_strokes;
    use shared::fit::Options;
    use shared::gpt_mnist::SITES;
    use shared::handwriting::pen;
    use shared::model::architecture::Architecture;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// What comes of something that computes and waits for nothing.
    fn done<F: Future>(future: F) -> F::Output {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("plain Rust waits for nothing"),
        }
    }

    fn hook() -> Vec<f32> {
        let mut image = vec![0.0; SITES];
        pen::draw(&mut image, &[[8.0, 5.0], [9.0, 20.0], [19.0, 21.0]], 1.4);
        image
    }

    /// What another stroke loses without one is what `trainer evaluate --method` holds its heatmap against.
    #[wasm_bindgen_test(unsupported = test)]
    fn strokes_are_taken_away_as_in_the_evaluation_of_heatmaps() {
        let weights = Weights::random_of(Architecture::HANDWRITING, 3);
        let reader = Reader::new(&weights);
        reader.learn_classes(&weights);
        let (network, model, image) = (&reader.network, &reader.model, hook());
        let mut seeds = model.fit(&image, Options::default(), Preference::None).seeds;
        seeds.truncate(3);
        let parameters = Parameters::default();
        let methods = [Method::Gradient];
        let strokes = Strokes { image: &image, seeds: &seeds, way: decode::Way::Iterated };
        let scored = score_strokes(network, model, strokes, &methods, &parameters, 0);
        let scored = done(scored).unwrap();
        let drop = |output: Output, measure: Measure, stroke: usize, removed: usize| {
            let of = scored.iter().find(|of| of.output == output && of.explainer == "gradient");
            let pairs = &of.unwrap().scores[stroke].pairs;
            let pairs = pairs.iter().find(|pair| (pair.0, pair.1) == (measure, Part::Positive));
            // A stroke's own gives no pair.
            pairs.unwrap().2[removed - usize::from(removed > stroke)].1
        };
        let way = Way::Iterated;
        let budget = budget(way);
        let read = Read {
            drawing: 7,
            way,
            seeds: seeds.clone(),
            iou: 1.0,
            growths: 1,
            passes: 4,
            budget,
            milliseconds: 0.0,
        };
        for (rest, measure) in [
            (edits::Way::Regrow, Measure::DropsRegrown),
            (edits::Way::Clear, Measure::DropsCleared),
        ] {
            for gone in 0..seeds.len() {
                let removal = Removal { strokes: vec![gone], rest };
                let removed = done(reader.remove(&image, &read, &removal)).unwrap();
                assert_eq!((removed.drawing, removed.strokes.len()), (7, seeds.len()));
                for (stroke, change) in removed.strokes.iter().enumerate() {
                    if stroke == gone {
                        continue;
                    }
                    for (output, change) in
                        [(Output::Yg, change.is_here), (Output::Ys, change.points)]
                    {
                        let expected = drop(output, measure, stroke, gone);
                        let lost = f64::from(change.lost());
                        assert!((lost - expected).abs() < 1e-5, "{output} {lost}, {expected}");
                    }
                }
                // The class is read from what is left alone.
                let whole =
                    if rest == edits::Way::Clear { image.clone() } else { model.canvas(&seeds) };
                assert_eq!(removed.classes.before, done(reader.classify(&whole)).unwrap());
                assert_ne!(removed.classes.before, removed.classes.now);
            }
        }
    }

    /// Where all are named at once, none is on the canvas.
    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_named_in_one_pass_is_read_in_one_pass() {
        let weights = Weights::random_of(Architecture::HANDWRITING, 3);
        let reader = Reader::new(&weights);
        reader.learn_classes(&weights);
        let seeds = reader.model.fit(&hook(), Options::default(), Preference::None).seeds;
        let (way, milliseconds) = (Way::OnePass, 0.0);
        let budget = budget(way);
        let (growths, passes) = (budget.growths, budget.passes);
        let read = Read { drawing: 0, way, seeds, iou: 1.0, growths, passes, budget, milliseconds };
        let removal = Removal { strokes: vec![0], rest: edits::Way::Clear };
        let removed = done(reader.remove(&hook(), &read, &removal)).unwrap();
        assert_eq!(removed.strokes.len(), read.seeds.len());
        let reading = done(reader.network.read(&[&hook()])).unwrap().remove(0);
        let last = read.seeds.last().unwrap();
        let target = Target::of_seed(Output::Ys, last).unwrap();
        let logit = removed.strokes.last().unwrap().points.logit.before;
        assert!((logit - reading.logit(&target)).abs() < 1e-5);
    }
}
