//! GPT MNIST (Tjoa & Guan 2021): digits grown on a 28 x 28 torus, with the seeds as labels.
//!
//! It is one distribution of [`crate::grown`] images. [`sample`] draws a digit, [`regrow`] grows a
//! predicted configuration, [`fitted`] lays it over an image of unknown origin, [`iou`] compares two
//! of them, and [`rotate`] turns a mask exactly as a sample's image is turned.

mod digits;
mod fitted;
mod regrowth;
mod site;

use std::sync::LazyLock;

use crate::grown::Grown;
use crate::pattern::System;

pub use crate::grown::{Sample, UnknownClass, rotate, rotate_f64};
pub use crate::pattern::Seed;
pub use digits::MAX_ANGLE;
pub use fitted::{Fitted, covered, fitted};
pub use regrowth::{iou, labels, overlap, regrow, seed_at, seeds};
pub use site::{Outside, Site};

/// Rows and columns of an image.
pub const SIZE: usize = 28;
/// Sites of an image.
pub const SITES: usize = SIZE * SIZE;
/// Number of classes, the digits 0 to 9.
pub const CLASSES: usize = 10;
/// Number of generator types, the empty one included: the channels of `y_g`.
pub const TYPES: usize = 4;
/// Number of orientations: the channels of `y_s`.
pub const ORIENTATIONS: usize = 8;

static GPT_MNIST: LazyLock<Grown> = LazyLock::new(|| {
    Grown::new(digits::definition()).expect("the definition of GPT MNIST is valid")
});

/// The distribution.
pub fn grown() -> &'static Grown {
    &GPT_MNIST
}

/// The system in which the digits grow: revised rules on a 28 x 28 torus of arity 8.
pub fn system() -> &'static System {
    grown().system()
}

/// Draws one digit; see [`Grown::sample`].
///
/// # Errors
/// A class above 9.
///
/// ```
/// let six = shared::gpt_mnist::sample(6, 3)?;
/// assert_eq!(six.seeds.len(), 4);
/// # Ok::<(), shared::gpt_mnist::UnknownClass>(())
/// ```
pub fn sample(class: u8, seed: u64) -> Result<Sample, UnknownClass> {
    grown().sample(class, seed)
}
