//! Finds the seeds that grow into an image: analysis by synthesis.
//!
//! Greedy: the stroke that adds most is laid, then each seed in turn is taken away and the best one
//! for the rest put in its place, until nothing changes. Strokes are first ranked by the cells of a
//! lone one, all at once; the best are grown together with the other seeds, which is
//! what counts. The result depends on the image, the [`Options`] and the [`Preference`] alone.

mod parallel;
mod search;
mod strokes;

use crate::gpt_mnist::{SITES, Site};
use crate::pattern::{
    Code, Development, Lineage, Orientation, Seed, System, Type, develop_with_lineage,
};

pub use search::Fit;
use strokes::Strokes;

/// A pixel from this value on is ink.
pub const INK: f32 = 0.5;

/// A system with the strokes that its seeds grow into.
#[derive(Debug, Clone)]
pub struct Model {
    system: System,
    steps: u32,
    strokes: Strokes,
}

/// What a fit aims at, and what it may cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// What a seed costs, in IoU.
    pub price: f64,
    /// What two strokes that run beside each other cost, in IoU: a thick line can be filled in many ways that are
    /// worth the same.
    pub parallel_price: f64,
    /// Configurations that may be grown.
    pub growths: usize,
    /// The most seeds.
    pub seeds: usize,
}

/// Which seeds are looked at, beside what they grow into.
#[derive(Debug, Clone, Copy, Default)]
pub enum Preference<'a> {
    /// All of them alike.
    #[default]
    None,
    /// All of them, each with a bonus in IoU.
    Bonus(&'a Bonus),
    /// All of them; the bonus says what is tried first, but not what is best.
    Order(&'a Bonus),
    /// These only.
    Proposals(&'a [Seed]),
}

/// A bonus for every seed: `weight` x (log P of its type + log P of its orientation + `offset`).
#[derive(Debug, Clone, PartialEq)]
pub struct Bonus {
    /// log P of each type at each site, `types` x 28 x 28.
    pub types: Vec<f32>,
    /// log P of each orientation at each site, `orientations` x 28 x 28.
    pub orientations: Vec<f32>,
    /// IoU for a unit of log P.
    pub weight: f64,
    /// What is added to log P.
    pub offset: f64,
}

/// A configuration that was found for an image.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Its seeds.
    pub seeds: Vec<Seed>,
    /// Intersection over union with the ink, 1 when both are empty.
    pub iou: f64,
    /// IoU less the price of the seeds and of those side by side, plus their bonus.
    pub objective: f64,
    /// Configurations that were grown to find it.
    pub growths: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { price: 0.012, parallel_price: 0.0, growths: 2000, seeds: 24 }
    }
}

impl Model {
    /// The model of a system in which every stroke has ended after `steps`.
    ///
    /// # Panics
    /// If the system's lattice is not the 28 x 28 torus.
    pub fn new(system: System, steps: u32) -> Self {
        let strokes = Strokes::of(&system, steps);
        Self { system, steps, strokes }
    }

    /// The model of handwriting.
    pub fn handwriting() -> Self {
        Self::new(crate::handwriting::system().clone(), crate::handwriting::STEPS)
    }

    /// The system.
    pub const fn system(&self) -> &System {
        &self.system
    }

    /// Steps after which every stroke has ended.
    pub const fn steps(&self) -> u32 {
        self.steps
    }

    /// Whether the system has such seeds.
    ///
    /// # Errors
    /// A seed that it does not have.
    pub fn check(&self, seeds: &[Seed]) -> Result<(), crate::pattern::Error> {
        Development::new(&self.system, seeds).map(|_| ())
    }

    /// What seeds grow into, and which seeds each cell descends from.
    ///
    /// # Errors
    /// A seed that the system does not have.
    pub fn grow(&self, seeds: &[Seed]) -> Result<(Vec<Code>, Lineage), crate::pattern::Error> {
        let (configuration, lineage) = develop_with_lineage(&self.system, seeds, self.steps)?;
        Ok((configuration.into_codes(), lineage))
    }

    /// What a configuration of strokes covers: 1 where something grew, else 0.
    ///
    /// # Panics
    /// If the system does not have one of the seeds.
    pub fn canvas(&self, seeds: &[Seed]) -> Vec<f32> {
        let mut development =
            Development::new(&self.system, seeds).expect("the seeds are those of the system");
        development.run(self.steps);
        let empty = |&code: &Code| self.system.generators().is_empty(code);
        development.codes().iter().map(|code| f32::from(u8::from(!empty(code)))).collect()
    }

    /// Says how good seeds are, as they are.
    ///
    /// # Panics
    /// If `ink` does not have [`SITES`] values, or the system does not have one of the seeds.
    pub fn score(&self, seeds: &[Seed], ink: &[bool], options: Options) -> Fitted {
        Fit::new(self, ink, options, Preference::None).from(seeds).best()
    }

    /// Fits an image to the end, starting from seeds.
    ///
    /// # Panics
    /// If `ink` does not have [`SITES`] values, or the system does not have one of the seeds.
    pub fn improve(
        &self,
        seeds: &[Seed],
        ink: &[bool],
        options: Options,
        preference: Preference,
    ) -> Fitted {
        let mut fit = Fit::new(self, ink, options, preference).from(seeds);
        while fit.step() {}
        fit.best()
    }

    /// The seeds to lay beside those that have been laid, which stay, so that all fit an image best.
    ///
    /// # Panics
    /// If `ink` does not have [`SITES`] values, or the system does not have one of the seeds.
    pub fn complete(
        &self,
        laid: &[Seed],
        ink: &[bool],
        options: Options,
        preference: Preference,
    ) -> Vec<Seed> {
        let mut fit = Fit::new(self, ink, options, preference).from(laid).keeping();
        while fit.step() {}
        fit.best().seeds.split_off(laid.len())
    }

    /// Fits an image to the end.
    ///
    /// ```
    /// use shared::fit::{Model, Options, Preference};
    ///
    /// let mut image = vec![0.0; 28 * 28];
    /// shared::handwriting::pen::draw(&mut image, &[[14.0, 5.0], [14.0, 22.0]], 1.0);
    /// let model = Model::handwriting();
    /// let found = model.fit(&image, Options::default(), Preference::None);
    /// assert!(found.iou > 0.8 && found.seeds.len() < 6, "{found:?}");
    /// assert_eq!(model.canvas(&found.seeds)[14 * 28 + 14], 1.0);
    /// ```
    ///
    /// # Panics
    /// If the image does not have [`SITES`] pixels.
    pub fn fit(&self, image: &[f32], options: Options, preference: Preference) -> Fitted {
        let mut fit = Fit::new(self, &ink(image), options, preference);
        while fit.step() {}
        fit.best()
    }
}

/// Where an image is ink.
///
/// # Panics
/// If the image does not have [`SITES`] pixels.
pub fn ink(image: &[f32]) -> Vec<bool> {
    assert_eq!(image.len(), SITES, "pixels of an image");
    image.iter().map(|&pixel| pixel >= INK).collect()
}

impl Bonus {
    /// The bonus of a seed at a site.
    pub fn of(&self, site: Site, r#type: Type, orientation: Orientation) -> f64 {
        let at = |map: &[f32], channel: usize| f64::from(map[channel * SITES + site.index()]);
        let log_p =
            at(&self.types, r#type.channel()) + at(&self.orientations, orientation.channel());
        self.weight * (log_p + self.offset)
    }
}
