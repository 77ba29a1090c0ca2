use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use thiserror::Error;

use super::definition::{Bounds, Shift};
use super::{Grown, UnknownClass, rotate};
use crate::gpt_mnist::labels;
use crate::pattern::{Code, Lineage, Orientation, Seed, Spec, develop, develop_with_lineage};

/// An image with its labels. Grids are row by row from the top left.
///
/// The image is rotated; codes and labels are upright.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What it was drawn from.
    pub distribution: &'static Grown,
    /// The class: in the paper's dataset the digit.
    pub class: u8,
    /// The seed of the random numbers.
    pub seed: u64,
    /// Steps grown, after the class's own change of the drawn number.
    pub steps: u32,
    /// Columns right and rows down from the class's usual place.
    pub translation: [i32; 2],
    /// Rotation of the image in degrees.
    pub angle: f64,
    /// The cells from which the image grew.
    pub seeds: Vec<Seed>,
    /// The grown configuration, a code for each site.
    pub codes: Vec<Code>,
    /// The rotated image, a value for each pixel, slightly outside 0 to 1 in places.
    pub image: Vec<f32>,
    /// The channel of the type of the seed at each site; 0 where there is none.
    pub y_g: Vec<u8>,
    /// The channel of its orientation at each site; 0 where there is none.
    pub y_s: Vec<u8>,
}

/// What is drawn for a sample; the rest follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// Rotation of the image in degrees.
    pub angle: f64,
    /// Steps, before the class changes the number.
    pub steps: i32,
    /// Columns right and rows down from the class's usual place.
    pub translation: [i32; 2],
    /// The class's own numbers, in the order of their names.
    pub own: Vec<i32>,
}

/// Draws that a distribution does not make.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DrawError {
    /// The class does not exist.
    #[error(transparent)]
    Class(#[from] UnknownClass),
    /// A number is out of its range, or there is one too many or too few.
    #[error("{what} is {value}, expected {least} to {most}")]
    Range {
        /// Which.
        what: String,
        /// Its value.
        value: f64,
        /// The least possible.
        least: f64,
        /// The largest possible.
        most: f64,
    },
}

impl Grown {
    /// Draws one sample. The same class and seed give the same one on every platform.
    ///
    /// # Errors
    /// A class that there is not.
    pub fn sample(&'static self, class: u8, seed: u64) -> Result<Sample, UnknownClass> {
        let draws = self.draws(class, seed)?;
        Ok(self.grow(class, seed, &draws))
    }

    /// The `n`-th of many samples, from 0: the classes come in turn, and its seed is that of the first plus `n`, modulo
    /// 2^64.
    pub fn nth(&'static self, first: u64, n: u64) -> Sample {
        let sample = self.sample(self.class_of(n), first.wrapping_add(n));
        sample.expect("the class is one that there is")
    }

    /// The sample of a class with other numbers than those that its seed draws.
    ///
    /// # Errors
    /// A class that there is not, or a number out of its range.
    pub fn sample_of(
        &'static self,
        class: u8,
        seed: u64,
        draws: &Draws,
    ) -> Result<Sample, DrawError> {
        let definition = self.definition();
        let rule = self.class(class)?;
        let range = |what: &str, value: f64, [least, most]: [f64; 2]| {
            if (least..=most).contains(&value) {
                return Ok(());
            }
            Err(DrawError::Range { what: what.to_owned(), value, least, most })
        };
        let whole = |what: &str, value: i32, Bounds(least, most): Bounds| {
            range(what, value.into(), [least, most].map(f64::from))
        };
        let (Shift { x, y }, own) = (definition.shift, rule.draws.len());
        range("angle", draws.angle, [-definition.angle, definition.angle])?;
        whole("steps", draws.steps, definition.steps)?;
        whole("shift.x", draws.translation[0], x)?;
        whole("shift.y", draws.translation[1], y)?;
        range("the number of draws", draws.own.len() as f64, [own as f64; 2])?;
        for ((name, &bounds), &value) in rule.draws.iter().zip(&draws.own) {
            whole(name, value, bounds)?;
        }
        Ok(self.grow(class, seed, draws))
    }

    /// The numbers that a sample's seed draws.
    ///
    /// The random numbers are ChaCha8's, keyed by `seed` (`seed_from_u64`), in stream `class`; drawn
    /// in this order: angle (where images are rotated), steps, translation in x and in y, the class's own
    /// numbers by their names.
    ///
    /// # Errors
    /// A class that there is not.
    pub fn draws(&self, class: u8, seed: u64) -> Result<Draws, UnknownClass> {
        let definition = self.definition();
        let rule = self.class(class)?;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(class.into());
        let angle = match definition.angle {
            0.0 => 0.0,
            largest => rng.random_range(-largest..largest),
        };
        let mut draw = |Bounds(least, most)| rng.random_range(least..=most);
        let steps = draw(definition.steps);
        let translation = [draw(definition.shift.x), draw(definition.shift.y)];
        let own = rule.draws.values().map(|&bounds| draw(bounds)).collect();
        Ok(Draws { angle, steps, translation, own })
    }

    /// The seeds that follow from draws in their ranges, and the steps that they grow.
    ///
    /// # Panics
    /// If there is no such class, or draws are missing.
    pub fn seeds(&self, class: u8, draws: &Draws) -> (Vec<Seed>, u32) {
        let rule = &self.classes()[usize::from(class)];
        let steps = rule.steps.value(|_| draws.steps);
        let value = |name: &str| {
            let own = rule.draws.keys().position(|own| own == name);
            own.map_or(steps, |index| draws.own[index])
        };
        let [tx, ty] = draws.translation;
        let seed_at = |place: &super::Place| Seed {
            x: (place.x.value(value) + tx) as u32,
            y: (place.y.value(value) + ty) as u32,
            r#type: place.r#type,
            orientation: place.orientation,
        };
        (rule.seeds.iter().map(seed_at).collect(), steps as u32)
    }

    /// What grows from draws in their ranges.
    fn grow(&'static self, class: u8, seed: u64, draws: &Draws) -> Sample {
        let (seeds, steps) = self.seeds(class, draws);
        grown(self, class, seed, steps, draws.translation, draws.angle, seeds)
    }
}

/// A sample with everything that follows from its seeds.
///
/// # Panics
/// If the seeds cannot be grown for so many steps.
fn grown(
    distribution: &'static Grown,
    class: u8,
    seed: u64,
    steps: u32,
    translation: [i32; 2],
    angle: f64,
    seeds: Vec<Seed>,
) -> Sample {
    let system = distribution.system();
    let codes = develop(system, &seeds, steps).expect("a sample's seeds can be grown");
    let codes = codes.into_codes();
    let (y_g, y_s) = labels(&seeds);
    let image = rotated(distribution, &codes, angle);
    Sample { distribution, class, seed, steps, translation, angle, seeds, codes, image, y_g, y_s }
}

/// The image of a configuration: its cells that are not empty, rotated by an angle in degrees.
fn rotated(distribution: &Grown, codes: &[Code], angle: f64) -> Vec<f32> {
    let generators = distribution.system().generators();
    let pixel = |&code| f32::from(u8::from(!generators.is_empty(code)));
    rotate(&codes.iter().map(pixel).collect::<Vec<f32>>(), angle)
}

impl Sample {
    /// The same sample with its image rotated by another angle, in degrees.
    pub fn with_angle(mut self, angle: f64) -> Self {
        self.angle = angle;
        self.image = rotated(self.distribution, &self.codes, angle);
        self
    }

    /// The image grown again from some of its seeds, for as many steps, with the image rotated by
    /// the same angle and the labels of these seeds alone. Bit `i` of `subset` keeps seed `i`; bits
    /// beyond the seeds mean nothing.
    ///
    /// It is more than the sample with cells erased: the seeds that stay grow into the room that
    /// the others leave.
    ///
    /// # Panics
    /// If the sample's public fields were given seeds or steps that cannot be grown.
    ///
    /// ```
    /// let six = shared::gpt_mnist::sample(6, 3)?;
    /// let without_the_first = six.keeping(!1);
    /// assert_eq!(without_the_first.seeds, six.seeds[1..]);
    /// # Ok::<(), shared::gpt_mnist::UnknownClass>(())
    /// ```
    pub fn keeping(&self, subset: u32) -> Self {
        let kept = |index: usize| index < 32 && subset >> index & 1 == 1;
        let seeds = self.seeds.iter().enumerate().filter(|&(index, _)| kept(index));
        let seeds = seeds.map(|(_, &seed)| seed).collect();
        let Self { distribution, class, seed, steps, translation, angle, .. } = *self;
        grown(distribution, class, seed, steps, translation, angle, seeds)
    }

    /// The image grown again with one of its seeds pointing elsewhere, for as many steps, with the
    /// image rotated by the same angle and the labels of the seeds as they now are.
    ///
    /// # Panics
    /// If there is no such seed or orientation, or the sample's public fields were given seeds or steps
    /// that cannot be grown.
    ///
    /// ```
    /// let six = shared::gpt_mnist::sample(6, 3)?;
    /// let down = shared::pattern::Orientation::new(4);
    /// let turned = six.turning(0, down);
    /// assert_eq!(turned.seeds[0].orientation, down);
    /// assert_eq!(turned.seeds[1..], six.seeds[1..]);
    /// # Ok::<(), shared::gpt_mnist::UnknownClass>(())
    /// ```
    pub fn turning(&self, index: usize, orientation: Orientation) -> Self {
        let mut seeds = self.seeds.clone();
        seeds[index].orientation = orientation;
        let Self { distribution, class, seed, steps, translation, angle, .. } = *self;
        grown(distribution, class, seed, steps, translation, angle, seeds)
    }

    /// Which of the seeds each cell descends from. The sample is grown again for it.
    ///
    /// # Panics
    /// If the sample's public fields were given seeds or steps that cannot be grown.
    pub fn lineage(&self) -> Lineage {
        let (_, lineage) =
            develop_with_lineage(self.distribution.system(), &self.seeds, self.steps)
                .expect("a sample's seeds can be grown");
        lineage
    }

    /// The growth of this sample as data.
    pub fn spec(&self) -> Spec {
        self.distribution.definition().spec(self.seeds.clone(), self.steps)
    }
}
