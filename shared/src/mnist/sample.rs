use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use thiserror::Error;

use super::system::{ENVIRONMENT, GROWTH, LATTICE, generators};
use super::{CLASSES, SITES, digits, rotate, system};
use crate::pattern::{Code, Lineage, Seed, Spec, Topology, develop, develop_with_lineage};

/// The largest rotation of a sample's image, in degrees to either side.
pub const MAX_ANGLE: f64 = 10.0;

/// A class that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("class {0} does not exist; the classes are 0 to 9")]
pub struct UnknownClass(pub u8);

/// A digit with its labels. Grids are row by row from the top left.
///
/// The image is rotated; codes and labels are upright.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The digit.
    pub class: u8,
    /// The seed of the random numbers.
    pub seed: u64,
    /// Steps grown, after the class's own change of the drawn number.
    pub steps: u32,
    /// Columns right and rows down from the class's usual place.
    pub translation: [i32; 2],
    /// Rotation of the image in degrees.
    pub angle: f64,
    /// The cells from which the digit grew.
    pub seeds: Vec<Seed>,
    /// The grown configuration, [`SITES`] codes.
    pub codes: Vec<Code>,
    /// The rotated image, [`SITES`] values, slightly outside 0 to 1 in places.
    pub image: Vec<f32>,
    /// 0-based generator types of the seeds, [`SITES`] labels.
    pub y_g: Vec<u8>,
    /// 0-based orientations of the seeds, [`SITES`] labels.
    pub y_s: Vec<u8>,
}

/// Draws one sample. The same class and seed give the same one on every platform.
///
/// The random numbers are ChaCha8's, keyed by `seed` (`seed_from_u64`), in stream `class`; drawn
/// in this order: angle, steps, translation in x and in y, the class's own offsets.
///
/// # Errors
/// A class above 9.
///
/// ```
/// let six = shared::mnist::sample(6, 3)?;
/// assert_eq!(six.seeds.len(), 4);
/// # Ok::<(), shared::mnist::UnknownClass>(())
/// ```
pub fn sample(class: u8, seed: u64) -> Result<Sample, UnknownClass> {
    if usize::from(class) >= CLASSES {
        return Err(UnknownClass(class));
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(class.into());
    let angle = rng.random_range(-MAX_ANGLE..MAX_ANGLE);
    let mut steps = rng.random_range(8..=11);
    let translation = [rng.random_range(-1..=1), rng.random_range(-2..=2)];
    let seeds = digits::translated(digits::draw(class, &mut steps, &mut rng), translation);
    let steps = steps as u32;

    Ok(grown(class, seed, steps, translation, angle, seeds))
}

/// A sample with everything that follows from its seeds.
///
/// # Panics
/// If the seeds cannot be grown for so many steps.
fn grown(
    class: u8,
    seed: u64,
    steps: u32,
    translation: [i32; 2],
    angle: f64,
    seeds: Vec<Seed>,
) -> Sample {
    let codes = develop(system(), &seeds, steps).expect("a sample's seeds can be grown");
    let codes = codes.into_codes();
    let (mut y_g, mut y_s) = (vec![0; SITES], vec![0; SITES]);
    for seed in &seeds {
        let site = LATTICE.site(seed.x, seed.y).expect("what was grown lies on the lattice");
        y_g[site] = (seed.r#type - 1) as u8;
        y_s[site] = seed.orientation;
    }
    let image = rotated(&codes, angle);
    Sample { class, seed, steps, translation, angle, seeds, codes, image, y_g, y_s }
}

/// The image of a configuration: its cells that are not empty, rotated by an angle in degrees.
fn rotated(codes: &[Code], angle: f64) -> Vec<f32> {
    let pixel = |&code| f32::from(u8::from(!system().generators().is_empty(code)));
    rotate(&codes.iter().map(pixel).collect::<Vec<f32>>(), angle)
}

impl Sample {
    /// The same sample with its image rotated by another angle, in degrees.
    pub fn with_angle(mut self, angle: f64) -> Self {
        self.angle = angle;
        self.image = rotated(&self.codes, angle);
        self
    }

    /// The digit grown again from some of its seeds, for as many steps, with the image rotated by
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
    /// let six = shared::mnist::sample(6, 3)?;
    /// let without_the_first = six.keeping(!1);
    /// assert_eq!(without_the_first.seeds, six.seeds[1..]);
    /// # Ok::<(), shared::mnist::UnknownClass>(())
    /// ```
    pub fn keeping(&self, subset: u32) -> Self {
        let kept = |index: usize| index < 32 && subset >> index & 1 == 1;
        let seeds = self.seeds.iter().enumerate().filter(|&(index, _)| kept(index));
        let seeds = seeds.map(|(_, &seed)| seed).collect();
        let Self { class, seed, steps, translation, angle, .. } = *self;
        grown(class, seed, steps, translation, angle, seeds)
    }

    /// The digit grown again with one of its seeds pointing elsewhere, for as many steps, with the
    /// image rotated by the same angle and the labels of the seeds as they now are.
    ///
    /// # Panics
    /// If there is no such seed or orientation, or the sample's public fields were given seeds or steps
    /// that cannot be grown.
    ///
    /// ```
    /// let six = shared::mnist::sample(6, 3)?;
    /// let turned = six.turning(0, 4);
    /// assert_eq!(turned.seeds[0].orientation, 4);
    /// assert_eq!(turned.seeds[1..], six.seeds[1..]);
    /// # Ok::<(), shared::mnist::UnknownClass>(())
    /// ```
    pub fn turning(&self, index: usize, orientation: u8) -> Self {
        let mut seeds = self.seeds.clone();
        seeds[index].orientation = orientation;
        let Self { class, seed, steps, translation, angle, .. } = *self;
        grown(class, seed, steps, translation, angle, seeds)
    }

    /// Which of the seeds each cell descends from. The sample is grown again for it.
    ///
    /// # Panics
    /// If the sample's public fields were given seeds or steps that cannot be grown.
    pub fn lineage(&self) -> Lineage {
        let (_, lineage) = develop_with_lineage(system(), &self.seeds, self.steps)
            .expect("a sample's seeds can be grown");
        lineage
    }

    /// The growth of this sample as data.
    pub fn spec(&self) -> Spec {
        Spec {
            lattice: LATTICE,
            topology: Topology::clockwise().offsets().to_vec(),
            generators: generators(),
            environment: ENVIRONMENT,
            growth: GROWTH,
            seeds: self.seeds.clone(),
            steps: self.steps,
        }
    }
}
