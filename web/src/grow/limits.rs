//! What the page can show, and why it refuses the rest.

use shared::pattern::{Error, Growth, Seed, Spec};
use thiserror::Error as ThisError;

/// Longest side of a lattice.
pub const SIDE: u32 = 64;
/// Most steps.
pub const STEPS: u32 = 200;
/// Most generators: the empty cell and the letters A to Z.
pub const TYPES: usize = 27;
/// Most seeds.
pub const SEEDS: usize = 400;
/// Longest offset of a neighbour.
pub const OFFSET: i32 = 9;

/// Why an edit, a file or a link is refused.
#[derive(Debug, Clone, PartialEq, ThisError)]
pub enum Refusal {
    /// Nothing can grow from it.
    #[error("{}.", sentence(.0))]
    Pattern(#[from] Error),
    /// A seed does not fit, said with its place instead of its number.
    #[error("The seed at column {}, row {} {why}.", .seed.x, .seed.y)]
    Seed {
        /// The seed.
        seed: Seed,
        /// What is wrong with it.
        why: String,
    },
    /// It is more than the page shows.
    #[error("{found} {what}: this page shows at most {most}. `trainer develop` takes more.")]
    TooMany {
        /// What there are so many of.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// The text of a field is not a number in its range.
    #[error("“{text}” is not a whole number from {least} to {most}.")]
    Number {
        /// The text.
        text: String,
        /// The least number.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// A file cannot be read at all.
    #[error("The file {0}.")]
    File(String),
}

/// Checks that a spec can be developed, and shown here.
///
/// # Errors
/// The first thing that stands against it.
pub fn check(spec: &Spec) -> Result<(), Refusal> {
    spec.check().map_err(|error| named(error, spec))?;
    let longest = spec.lattice.width.max(spec.lattice.height);
    let age = match spec.growth {
        Growth::Aged { age } => usize::try_from(age).unwrap_or(usize::MAX),
        _ => 0,
    };
    let reach = spec.topology.iter().flatten().map(|offset| offset.unsigned_abs()).max();
    for (what, found, most) in [
        ("cells to a side", longest as usize, SIDE as usize),
        ("steps", spec.steps as usize, STEPS as usize),
        ("steps to an age", age, STEPS as usize),
        ("types", spec.generators.len(), TYPES),
        ("seeds", spec.seeds.len(), SEEDS),
        ("cells to a neighbour", reach.unwrap_or(0) as usize, OFFSET as usize),
    ] {
        if found > most {
            return Err(Refusal::TooMany { what, found, most });
        }
    }
    Ok(())
}

/// The page does not number seeds from 0, so it names one by its place.
fn named(error: Error, spec: &Spec) -> Refusal {
    let (index, why) = match error {
        Error::SeedOutside { seed, width, height, .. } => {
            (seed, format!("would be outside the {width} × {height} lattice"))
        }
        Error::SeedType { seed, r#type, types } => {
            (seed, format!("has the type {}, but the types are 1 to {types}", r#type.number()))
        }
        Error::SeedOrientation { seed, orientation, arity } => {
            (seed, format!("has the orientation {orientation}, but there are {arity}"))
        }
        error => return Refusal::Pattern(error),
    };
    Refusal::Seed { seed: spec.seeds[index], why }
}

/// An error of the library begins in lower case.
fn sentence(error: &Error) -> String {
    let text = error.to_string();
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
