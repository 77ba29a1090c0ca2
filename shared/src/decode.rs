//! Ways to read a configuration of strokes out of a network that knows handwriting.
//!
//! [`Way::OnePass`] is the paper's: the most probable type of every site. [`Way::Iterated`] takes one
//! stroke at a time: a seed is laid where one is most surely missing, what has been laid is grown onto the canvas, and the
//! network is asked again for what is left. [`Way::Revised`] then takes strokes back and lays others, as long as the network
//! expects less for it. [`Way::Proposals`] starts from the iterated ones and lets growth decide,
//! among the seeds that the network thinks likely: analysis by synthesis with a good guess.

mod revised;

use std::fmt;
use std::str::FromStr;

use crate::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use crate::fit::{Bonus, Fitted, Model, Options, Preference, ink};
use crate::gpt_mnist::{Site, seed_at};
use crate::model::{Engine, Network, ReadError};
use crate::output::{Output, Target, UnknownName, find};
use crate::pattern::Seed;
use crate::reading::Reading;

pub use revised::{ROUNDS, WINDOWS};

/// The iteration ends where the seeds to be expected in any window are fewer than this.
pub const LEAST: f32 = 0.27;
/// The most seeds that the iteration lays.
pub const MOST: usize = 24;
/// Configurations that proposals may be tried in.
pub const GROWTHS: usize = 200;
/// What a seed costs among proposals, in IoU: with a good start, the price of a search from nothing
/// would buy more seeds than that search finds.
const PRICE: f64 = 0.027;
/// IoU for a unit of log P in the order in which proposals are tried.
const ORDER: f64 = 0.002;
/// What is added to log P there.
const OFFSET: f64 = 2.5;

/// The budget and the price of proposals.
pub fn options() -> Options {
    Options { growths: GROWTHS, price: PRICE, ..Options::default() }
}

/// A way to decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// The most probable type at each site, in one pass.
    OnePass,
    /// One seed a pass, until none is probable. Makes no use of the IoU.
    Iterated,
    /// The iterated seeds, exchanged as long as the network then expects fewer of them. Makes no use of the IoU.
    Revised,
    /// The iterated seeds, improved by growing what the network thinks likely.
    Proposals,
}

impl Way {
    /// All ways; those that never look at the IoU first.
    pub const ALL: [Self; 4] = [Self::OnePass, Self::Iterated, Self::Revised, Self::Proposals];

    /// The name on the command line and in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnePass => "one-pass",
            Self::Iterated => "iterated",
            Self::Revised => "revised",
            Self::Proposals => "proposals",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Way {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("way to decode", name, &Self::ALL, Self::name)
    }
}

/// Strokes that were read in an image.
#[derive(Debug, Clone, Copy)]
pub struct Strokes<'a> {
    /// The image, [`SITES`](crate::gpt_mnist::SITES) pixels.
    pub image: &'a [f32],
    /// The seeds, in the order in which they were named.
    pub seeds: &'a [Seed],
    /// How they were read.
    pub way: Way,
}

impl<'a> Strokes<'a> {
    /// What lies on the canvas in the pass that names a stroke: nothing where one pass names all of them, else the
    /// strokes before it.
    ///
    /// ```
    /// use shared::decode::{Strokes, Way};
    /// use shared::pattern::{Orientation, Seed, Type};
    ///
    /// let at = |x| Seed { x, y: 14, r#type: Type::new(9), orientation: Orientation::new(2) };
    /// let (image, seeds) = (&[0.0; 784], &[at(5), at(12), at(19)]);
    /// let laid = |way| Strokes { image, seeds, way }.laid_before(2).len();
    /// assert_eq!([Way::OnePass, Way::Iterated].map(laid), [0, 2]);
    /// ```
    ///
    /// # Panics
    /// If there is no such stroke.
    pub fn laid_before(&self, stroke: usize) -> &'a [Seed] {
        match self.way {
            Way::OnePass => &[],
            Way::Iterated | Way::Revised | Way::Proposals => &self.seeds[..stroke],
        }
    }
}

/// What a network reads in an image.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The configuration, with its IoU and the number of configurations that were grown for it.
    pub fitted: Fitted,
    /// What the network said of the image alone.
    pub reading: Reading,
    /// Passes through the network.
    pub passes: usize,
}

impl<E: Engine> Network<E> {
    /// Reads images as configurations of a model's system.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use shared::decode::{self, Way};
    /// use shared::fit::Model;
    /// use shared::model::architecture::Architecture;
    /// use shared::model::{CpuEngine, Network, Weights};
    ///
    /// // Trained ones come from `Weights::from_safetensors`.
    /// let weights = Weights::random_of(Architecture::HANDWRITING, 1);
    /// let (network, model) = (Network::new(&weights, CpuEngine::new()), Model::handwriting());
    /// let mut image = vec![0.0; 28 * 28];
    /// shared::handwriting::pen::draw(&mut image, &[[14.0, 5.0], [14.0, 22.0]], 1.0);
    /// let decoded = network.decode(&model, &[&image], Way::Iterated, decode::options()).await?;
    /// assert!(decoded[0].passes > decoded[0].fitted.seeds.len(), "one a pass, and the last for none");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// An image of another size or with what is no number, or a device that fails.
    ///
    /// # Panics
    /// If the network's types or orientations are not those of the model.
    pub async fn decode(
        &self,
        model: &Model,
        images: &[&[f32]],
        way: Way,
        options: Options,
    ) -> Result<Vec<Decoded>, ReadError> {
        let (types, arity) =
            (model.system().generators().types(), model.system().generators().arity());
        assert_eq!((self.heads().types, self.heads().orientations), (types, arity), "channels");
        let first = self.read(images).await?;
        let mut all: Vec<Tracing> = first
            .into_iter()
            .zip(images)
            .map(|(reading, image)| Tracing { image, reading, seeds: Vec::new(), passes: 1 })
            .collect();
        if way == Way::OnePass {
            all.iter_mut().for_each(Tracing::take_all);
        } else {
            self.iterate(model, &mut all).await?;
        }
        // Without a canvas the network says the same whatever is laid.
        if way == Way::Revised && self.architecture().inputs > 1 {
            for tracing in &mut all {
                self.revise(model, tracing).await?;
            }
        }
        Ok(all.into_iter().map(|tracing| tracing.finish(model, way, options)).collect())
    }

    /// Explains every stroke that was read in an image, each in the pass that names it: with what was [laid before
    /// it](Strokes::laid_before) on the canvas, by the logit of its type or of its orientation at its site. Stroke
    /// after stroke, method after method.
    ///
    /// # Errors
    /// If a method does not apply to the output, the network or the device fails.
    ///
    /// # Panics
    /// If the output is the class, or the network does not have one of the seeds.
    pub async fn explain_strokes(
        &self,
        model: &Model,
        strokes: Strokes<'_>,
        output: Output,
        methods: &[Method],
        parameters: &Parameters,
    ) -> Result<Vec<Explanation>, ExplainError> {
        let Strokes { image, seeds, .. } = strokes;
        if seeds.is_empty() {
            return Ok(Vec::new());
        }
        let seen = |stroke| self.seen(model, image, strokes.laid_before(stroke));
        // In one pass all are named before anything is laid.
        let passes = if strokes.way == Way::OnePass { 1 } else { seeds.len() };
        let inputs: Vec<Vec<f32>> = (0..passes).map(seen).collect();
        let images: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let request = |(stroke, seed): (usize, &Seed)| {
            let target = Target::of_seed(output, seed).expect("a stroke is no class");
            Request { image: stroke.min(passes - 1), target }
        };
        let requests: Vec<Request> = seeds.iter().enumerate().map(request).collect();
        let forward = self.forward(&images).await?;
        self.explain(&forward, &requests, methods, parameters).await
    }

    /// What the network sees of an image where some strokes have been laid: without a canvas, the image alone.
    pub(crate) fn seen(&self, model: &Model, image: &[f32], laid: &[Seed]) -> Vec<f32> {
        let has_canvas = self.architecture().inputs > 1;
        let canvas = if has_canvas { model.canvas(laid) } else { Vec::new() };
        [image, &canvas].concat()
    }

    /// Lays one seed a pass for each image.
    async fn iterate(&self, model: &Model, all: &mut [Tracing<'_>]) -> Result<(), ReadError> {
        let mut latest: Vec<Option<Reading>> =
            all.iter().map(|tracing| Some(tracing.reading.clone())).collect();
        let has_canvas = self.architecture().inputs > 1;
        loop {
            let mut asked = Vec::new();
            for (index, tracing) in all.iter_mut().enumerate() {
                let Some(reading) = latest[index].take() else { continue };
                let more = match has_canvas {
                    true => tracing.take_best(&reading),
                    // Without a canvas the network would say the same again.
                    false => {
                        while tracing.take_best(&reading) {}
                        false
                    }
                };
                if more {
                    asked.push(index);
                }
            }
            if asked.is_empty() {
                return Ok(());
            }
            let inputs: Vec<Vec<f32>> =
                asked.iter().map(|&index| all[index].with_canvas(model)).collect();
            let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
            let readings = self.read_for(Output::Yg, &inputs).await?;
            for (index, reading) in asked.into_iter().zip(readings) {
                all[index].passes += 1;
                latest[index] = Some(reading);
            }
        }
    }
}

/// An image on its way to a configuration.
struct Tracing<'a> {
    image: &'a [f32],
    reading: Reading,
    seeds: Vec<Seed>,
    passes: usize,
}

impl Tracing<'_> {
    /// Lays a seed at every site where an occupied type is the most probable.
    fn take_all(&mut self) {
        self.seeds =
            self.reading.generators().into_iter().map(|generator| generator.seed).collect();
    }

    /// Lays the likeliest seed, if enough are to be expected around it.
    fn take_best(&mut self, reading: &Reading) -> bool {
        if self.seeds.len() >= MOST {
            return false;
        }
        let best = likeliest(reading, &self.seeds, 1, LEAST);
        self.seeds.extend(&best);
        !best.is_empty()
    }

    /// The image and what has been grown so far.
    fn with_canvas(&self, model: &Model) -> Vec<f32> {
        let mut input = self.image.to_vec();
        input.extend(model.canvas(&self.seeds));
        input
    }

    fn finish(self, model: &Model, way: Way, options: Options) -> Decoded {
        let Self { image, reading, mut seeds, passes } = self;
        let ink = ink(image);
        let fitted = match way {
            Way::OnePass | Way::Iterated | Way::Revised => model.score(&seeds, &ink, options),
            Way::Proposals => {
                let bonus = Bonus::of_reading(&reading, ORDER, OFFSET);
                seeds.truncate(options.seeds);
                model.improve(&seeds, &ink, options, Preference::Order(&bonus))
            }
        };
        Decoded { fitted, reading, passes }
    }
}

/// How many seeds are to be expected at each site beside those that have been laid.
fn expected(reading: &Reading, laid: &[Seed]) -> Vec<f32> {
    let mut expected = reading.occupancies();
    for seed in laid {
        expected[Site::of(seed).index()] = 0.0;
    }
    expected
}

/// The most probable seed of each of the windows of 3 x 3 sites where most are to be expected, at least `least` of one. A
/// network that is sure of a stroke may not be of which of two neighbours it begins at.
fn likeliest(reading: &Reading, laid: &[Seed], windows: usize, least: f32) -> Vec<Seed> {
    let free = expected(reading, laid);
    let peaks = reading.type_peaks();
    let mut left = free.clone();
    let mut seeds = Vec::new();
    for _ in 0..windows {
        let sum = |site: Site| site.window().map(|site| left[site.index()]).sum::<f32>();
        let best = Site::all().map(|site| (site, sum(site))).max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((middle, _)) = best.filter(|&(_, sum)| sum >= least) else { break };
        let peak = |site: &Site| peaks[site.index()].1;
        let sites = middle.window().filter(|site| free[site.index()] > 0.0);
        if let Some(site) = sites.max_by(|a, b| peak(a).total_cmp(&peak(b))) {
            seeds.push(seed_at(site, peaks[site.index()].0, reading.orientation_at(site)));
        }
        middle.window().for_each(|site| left[site.index()] = 0.0);
    }
    seeds
}

impl Bonus {
    /// The bonus that a network's probabilities give.
    pub fn of_reading(reading: &Reading, weight: f64, offset: f64) -> Self {
        Self {
            types: reading.log_probabilities(Output::Yg),
            orientations: reading.log_probabilities(Output::Ys),
            weight,
            offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::SITES;

    /// A reading of two types in which some sites have a seed of type 1 with a probability.
    fn reading(seeds: &[(Site, f32)]) -> Reading {
        let mut y_g = [vec![0.0; SITES], vec![-20.0; SITES]].concat();
        for &(site, probability) in seeds {
            y_g[SITES + site.index()] = (probability / (1.0 - probability)).ln();
        }
        Reading::new(vec![0.0], y_g, vec![0.0; SITES]).unwrap()
    }

    #[test]
    fn neighbours_count_together_and_the_most_probable_of_them_is_laid() {
        let at = |row, column| Site::at(row, column).unwrap();
        let sure =
            [(at(3, 3), 0.4), (at(20, 9), 0.24), (at(21, 10), 0.26), (at(8, 25), LEAST / 2.0)];
        let sure = reading(&sure);
        let image = vec![0.0; SITES];
        let mut tracing =
            Tracing { image: &image, reading: sure.clone(), seeds: Vec::new(), passes: 1 };
        let mut laid = Vec::new();
        while tracing.take_best(&sure) {
            laid.push(Site::of(tracing.seeds.last().unwrap()));
        }
        assert_eq!(laid, [at(21, 10), at(3, 3)], "and what is left is less than the least");
    }

    #[test]
    fn names_are_read_back() {
        for way in Way::ALL {
            assert_eq!(way.name().parse(), Ok(way));
        }
    }
}
