//! The drawings of a stage, and batches of them.

use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::distribution::Distribution;
use shared::fit::Model;
use shared::gpt_mnist::{self, ORIENTATIONS, SITES, SIZE, Seed};
use shared::handwriting::{variant, walk};
use shared::model::architecture::Architecture;

use super::labels::{self, Label};
use super::{Handwriting, HandwritingError};
use crate::digits::{self, Part};
use crate::train::batch::{Batch, Labelled, Shares};
use crate::train::settings::Settings;

/// A drawing without labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// [`SITES`] pixels.
    pub image: Vec<f32>,
    /// The class of a digit; the walks of a pen have none.
    pub class: Option<u8>,
}

/// Drawings with the seeds that they are to be read as.
pub struct Pool {
    drawings: Vec<Drawing>,
    labels: Vec<Label>,
    model: Model,
}

/// All drawings of some settings: the digits, their variants, and walks. The same for a seed.
///
/// # Errors
/// If the digits cannot be read.
pub fn drawings(settings: &Handwriting, seed: u64) -> Result<Vec<Drawing>, HandwritingError> {
    let digits = digits::read(&settings.digits, Part::Train)?;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(u64::MAX);
    let mut drawings: Vec<Drawing> = digits
        .into_iter()
        .map(|digit| Drawing { image: digit.image, class: Some(digit.label) })
        .collect();
    let digits = drawings.len();
    for index in 0..digits * settings.variants {
        let Drawing { image, class } = &drawings[index % digits];
        let (image, class) = (variant(image, &mut rng), *class);
        drawings.push(Drawing { image, class });
    }
    drawings.extend((0..settings.walks).map(|_| Drawing { image: walk(&mut rng), class: None }));
    Ok(drawings)
}

impl Pool {
    /// The drawings of some settings with the labels in a stage's folder.
    ///
    /// # Errors
    /// If the digits or the labels cannot be read.
    pub fn open(
        folder: &Path,
        settings: &Handwriting,
        seed: u64,
    ) -> Result<Self, HandwritingError> {
        let drawings = drawings(settings, seed)?;
        let labels = labels::read(folder, &drawings)?;
        Ok(Self { drawings, labels, model: Model::handwriting() })
    }

    /// The batch of a training step.
    ///
    /// # Panics
    /// If the settings are not of handwriting.
    pub fn draw(&self, settings: &Settings, step: u64) -> Batch {
        let handwriting = settings.handwriting.as_ref().expect("the settings name the pool");
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed);
        rng.set_stream(step);
        let architecture =
            Architecture { distribution: Distribution::Handwriting, inputs: handwriting.inputs };
        let mut batch = Batch::new(architecture, Shares::Seeds);
        for _ in 0..settings.batch {
            let index = rng.random_range(0..self.drawings.len());
            self.push(&mut batch, index, handwriting, &mut rng);
        }
        batch
    }

    /// Adds a drawing, shifted, with some seeds on the canvas and those that are missing beside them as labels.
    fn push(&self, batch: &mut Batch, index: usize, settings: &Handwriting, rng: &mut impl Rng) {
        let Drawing { image, class } = &self.drawings[index];
        let shift = [0, 1].map(|_| rng.random_range(-settings.shift..=settings.shift));
        let mut input = shifted(image, shift);
        let label = &self.labels[index];
        let mut left = label.seeds.clone();
        if settings.inputs > 1 {
            let mut laid;
            (laid, left) = laid_and_left(label, settings, rng);
            laid.iter_mut().for_each(|seed| *seed = moved(*seed, shift));
            input.extend(self.model.canvas(&laid));
        }
        left.iter_mut().for_each(|seed| *seed = moved(*seed, shift));
        let (y_g, y_s) = gpt_mnist::labels(&left);
        batch.push(Labelled { image: &input, class: *class, y_g: &y_g, y_s: &y_s });
    }
}

/// What is on the canvas, and what is to be read beside it.
fn laid_and_left(
    label: &Label,
    settings: &Handwriting,
    rng: &mut impl Rng,
) -> (Vec<Seed>, Vec<Seed>) {
    let (mut laid, mut left) = (Vec::new(), label.seeds.clone());
    if left.is_empty() || rng.random_bool(settings.empty_canvas) {
        return (laid, left);
    }
    if !label.laid.is_empty() && rng.random_bool(settings.own_canvas) {
        return (label.laid.clone(), label.left.clone());
    }
    for _ in 0..rng.random_range(1..=left.len()) {
        laid.push(left.swap_remove(rng.random_range(0..left.len())));
    }
    for seed in &mut laid {
        if rng.random_bool(settings.jitter) {
            *seed = moved(*seed, [0, 1].map(|_| rng.random_range(-1..=1)));
            let turn = i32::from(rng.random_range(0..3u8)) - 1;
            seed.orientation = seed.orientation.turned(turn, ORIENTATIONS);
        }
    }
    (laid, left)
}

/// The image shifted on the torus, columns right and rows down.
fn shifted(image: &[f32], [right, down]: [i32; 2]) -> Vec<f32> {
    let from = |to: usize, by: i32| (to as i32 - by).rem_euclid(SIZE as i32) as usize;
    (0..SITES)
        .map(|site| image[from(site / SIZE, down) * SIZE + from(site % SIZE, right)])
        .collect()
}

/// The seed shifted on the torus.
fn moved(seed: Seed, [right, down]: [i32; 2]) -> Seed {
    let place = |at: u32, by: i32| (at as i32 + by).rem_euclid(SIZE as i32) as u32;
    Seed { x: place(seed.x, right), y: place(seed.y, down), ..seed }
}

#[cfg(test)]
mod tests {
    use shared::pattern::{Orientation, Type};

    use super::*;

    #[test]
    fn image_and_seeds_are_shifted_alike() {
        let seed = Seed { x: 27, y: 3, r#type: Type::new(1), orientation: Orientation::new(1) };
        let model = Model::handwriting();
        for shift in [[2, 1], [-2, 0], [0, -2]] {
            assert_eq!(model.canvas(&[moved(seed, shift)]), shifted(&model.canvas(&[seed]), shift));
        }
        assert_eq!(moved(seed, [1, -4]), Seed { x: 0, y: 27, ..seed });
    }

    #[test]
    fn image_canvas_and_labels_of_a_batch_are_shifted_alike() {
        let at = |x| Seed { x, y: 9, r#type: Type::new(4), orientation: Orientation::new(3) };
        let label = Label { seeds: vec![at(1)], laid: vec![at(7), at(20)], left: vec![at(13)] };
        let model = Model::handwriting();
        let image = model.canvas(&[at(6), at(12), at(19)]);
        let drawings = vec![Drawing { image: image.clone(), class: Some(3) }];
        let pool = Pool { drawings, labels: vec![label.clone()], model };
        let handwriting =
            Handwriting { empty_canvas: 0.0, own_canvas: 1.0, ..Handwriting::default() };
        let settings = |seed| Settings {
            seed,
            batch: 1,
            handwriting: Some(handwriting.clone()),
            ..Settings::default()
        };
        let expected = |shift: [i32; 2]| {
            let canvas = pool.model.canvas(&label.laid);
            let input = [shifted(&image, shift), shifted(&canvas, shift)].concat();
            let left = label.left.iter().map(|&seed| moved(seed, shift)).collect::<Vec<_>>();
            let (y_g, y_s) = gpt_mnist::labels(&left);
            let mut batch = Batch::new(Architecture::HANDWRITING, Shares::Seeds);
            batch.push(Labelled { image: &input, class: Some(3), y_g: &y_g, y_s: &y_s });
            batch
        };
        let shifts = || (-2..=2).flat_map(|right| (-2..=2).map(move |down| [right, down]));
        let mut met = Vec::new();
        for seed in 0..20 {
            let batch = pool.draw(&settings(seed), 0);
            met.push(shifts().find(|&shift| expected(shift) == batch).expect("shifted by up to 2"));
        }
        met.sort();
        met.dedup();
        assert!(met.len() > 8, "{met:?}");
    }

    #[test]
    fn the_canvas_is_empty_or_has_some_of_the_seeds_or_strokes_of_its_own() {
        let at = |x| Seed { x, y: 5, r#type: Type::new(3), orientation: Orientation::new(0) };
        let label = Label { seeds: vec![at(1), at(2)], laid: vec![at(7)], left: vec![at(8)] };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut drawn = |empty_canvas, own_canvas| {
            let jitter = 0.0;
            let settings =
                Handwriting { empty_canvas, own_canvas, jitter, ..Handwriting::default() };
            laid_and_left(&label, &settings, &mut rng)
        };
        assert_eq!(drawn(1.0, 1.0), (Vec::new(), label.seeds.clone()));
        assert_eq!(drawn(0.0, 1.0), (label.laid.clone(), label.left.clone()));
        for _ in 0..20 {
            let (laid, left) = drawn(0.0, 0.0);
            assert!(!laid.is_empty() && laid.len() + left.len() == 2, "{laid:?} and {left:?}");
            assert!(label.seeds.iter().all(|seed| laid.contains(seed) != left.contains(seed)));
        }
    }
}
