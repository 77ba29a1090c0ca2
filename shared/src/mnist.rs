//! GPT MNIST (Tjoa & Guan 2021): digits grown on a 28 x 28 torus, with the seeds as labels.
//!
//! [`sample`] draws a class's seeds, grows them and rotates the image; the same class and seed give
//! the same sample on every platform. [`regrow`] grows a predicted configuration, [`iou`] compares
//! two of them, and [`rotate`] turns a mask exactly as a sample's image is turned.
//! [`Sample::keeping`] grows a digit without some of its seeds, [`Sample::turning`] with one that points
//! elsewhere.

mod digits;
mod regrowth;
mod rotation;
mod sample;
mod system;

pub use crate::pattern::Seed;
pub use regrowth::{iou, overlap, regrow, seeds};
pub use rotation::{rotate, rotate_f64};
pub use sample::{MAX_ANGLE, Sample, UnknownClass, sample};
pub use system::system;

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
