//! A distribution of grown images as data: what a file of it holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::expression::{Expression, MAX_NUMBER, is_name};
use crate::gpt_mnist::{ORIENTATIONS, SIZE};
use crate::pattern::{
    self, Environment, Growth, Lattice, Orientation, Spec, System, Topology, Type,
};

/// Most generator types, the empty one included.
pub const MAX_TYPES: usize = 32;
/// Most classes.
pub const MAX_CLASSES: usize = 100;
/// Most seeds of a class.
pub const MAX_SEEDS: usize = 8;
/// Most steps that a sample grows.
pub const MAX_STEPS: i32 = 100;
/// The largest rotation, in degrees.
pub const MAX_ANGLE: f64 = 180.0;
/// Longest name of a distribution or class, in bytes.
const MAX_NAME: usize = 40;

/// The name under which seeds find the number of steps.
pub const STEPS: &str = "steps";

/// The least and the largest of whole numbers that are drawn, or can come out, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i32>", into = "[i32; 2]")]
pub struct Bounds(pub i32, pub i32);

impl TryFrom<Vec<i32>> for Bounds {
    type Error = String;

    /// Not from an array, for which some formats let more numbers pass.
    fn try_from(numbers: Vec<i32>) -> Result<Self, String> {
        match numbers[..] {
            [least, most] => Ok(Self(least, most)),
            _ => Err(format!("expected two numbers, got {}", numbers.len())),
        }
    }
}

impl From<Bounds> for [i32; 2] {
    fn from(Bounds(least, most): Bounds) -> Self {
        [least, most]
    }
}

/// A distribution of images that grow on a 28 x 28 torus whose sites have eight neighbours.
///
/// In a file, `class` is a list of tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// What weights say that they were trained on: small letters, digits and hyphens.
    pub name: String,
    /// The generator table `G0`: a row of eight bond values for each type, the empty cell's first.
    pub generators: Vec<Vec<u16>>,
    /// The rule `COMPENV`; the revised one where nothing is said.
    #[serde(default = "revised_environment")]
    pub environment: Environment,
    /// The rule of growth; the revised one where nothing is said.
    #[serde(default = "revised_growth")]
    pub growth: Growth,
    /// How many steps a sample grows, before its class changes the number.
    pub steps: Bounds,
    /// How far a sample may lie from its class's usual place.
    #[serde(default)]
    pub shift: Shift,
    /// The largest rotation of an image to either side, in degrees.
    #[serde(default)]
    pub angle: f64,
    /// The classes, in the order of the network's outputs.
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
}

/// How far a sample may lie from its class's usual place, in cells to the right and downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shift {
    /// Columns to the right.
    pub x: Bounds,
    /// Rows downwards.
    pub y: Bounds,
}

impl Default for Shift {
    fn default() -> Self {
        Self { x: Bounds(0, 0), y: Bounds(0, 0) }
    }
}

/// A class: seeds, whose places may depend on what is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// What it is called.
    pub name: String,
    /// How many steps it grows, of the drawn `steps`.
    #[serde(default = "drawn_steps")]
    pub steps: Expression,
    /// Numbers that are drawn for each sample, in the order of their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub draws: BTreeMap<String, Bounds>,
    /// The seeds, before the shift.
    pub seeds: Vec<Place>,
}

/// A seed of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The column, of the numbers that the class draws and of `steps`, which it grows.
    pub x: Expression,
    /// The row, likewise.
    pub y: Expression,
    /// The generator type; the empty cell is no seed.
    pub r#type: Type,
    /// The orientation.
    pub orientation: Orientation,
}

const fn revised_environment() -> Environment {
    Environment::Revised
}

const fn revised_growth() -> Growth {
    Growth::Revised
}

fn drawn_steps() -> Expression {
    Expression::of(STEPS)
}

/// A definition of which no samples can be drawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DefinitionError {
    /// The generator table or a rule does not work.
    #[error(transparent)]
    System(#[from] pattern::Error),
    /// The name cannot stand in a file's name.
    #[error(
        "the distribution's name is {0:?}, expected 1 to {MAX_NAME} small letters, digits and hyphens"
    )]
    Name(String),
    /// The name is that of another distribution.
    #[error(
        "the name \"{0}\" is that of a distribution that comes with the program; choose another"
    )]
    Taken(String),
    /// A number of things is out of its range.
    #[error("{what}: there are {found}, expected {least} to {most}")]
    Count {
        /// Of what.
        what: String,
        /// How many there are.
        found: usize,
        /// The fewest possible.
        least: usize,
        /// The most possible.
        most: usize,
    },
    /// A class's name is empty, too long or of no printable characters.
    #[error("a class has the name {0:?}, expected 1 to {MAX_NAME} printable characters")]
    ClassName(String),
    /// Two classes have one name.
    #[error("two classes have the name \"{0}\"")]
    ClassTwice(String),
    /// The rotation is not in its range.
    #[error("angle is {0}, expected 0 to {MAX_ANGLE}")]
    Angle(f64),
    /// A value can leave its range.
    #[error("{what} can be {found_least} to {found_most}; it must stay within {least} to {most}")]
    Range {
        /// Which value.
        what: String,
        /// The least it can be.
        found_least: i32,
        /// The largest it can be.
        found_most: i32,
        /// The least possible.
        least: i32,
        /// The largest possible.
        most: i32,
    },
    /// The first of two bounds is above the second.
    #[error("{what} is [{first}, {second}], expected the smaller number first")]
    Order {
        /// Which bounds.
        what: String,
        /// The first.
        first: i32,
        /// The second.
        second: i32,
    },
    /// The name of a drawn number is not one.
    #[error(
        "{class} draws {name:?}; names begin with a small letter and go on with such, digits and _, \
         and \"{STEPS}\" has its meaning"
    )]
    Draw {
        /// The class, in words.
        class: String,
        /// The name.
        name: String,
    },
    /// A name stands for nothing.
    #[error("{what} takes \"{name}\", which is not drawn; there is {known}")]
    Unknown {
        /// The value that takes it.
        what: String,
        /// The name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A seed is of a type that the table does not have, or the empty one.
    #[error("{seed} has the type {}, expected 2 to {types}", found.number())]
    Type {
        /// The seed, in words.
        seed: String,
        /// Its type.
        found: Type,
        /// The number of types.
        types: usize,
    },
    /// A seed points nowhere.
    #[error("{seed} has the orientation {found}, expected 0 to {}", ORIENTATIONS - 1)]
    Orientation {
        /// The seed, in words.
        seed: String,
        /// Its orientation.
        found: Orientation,
    },
    /// Two seeds could be one.
    #[error("{class}: seeds {first} and {second} can lie at the same site")]
    Overlap {
        /// The class, in words.
        class: String,
        /// One seed, from 1.
        first: usize,
        /// The other.
        second: usize,
    },
}

impl Definition {
    /// The same with its angle to twelve decimals, as which it leaves any file as it came: readers of JSON may take longer
    /// numbers for their neighbours.
    pub fn rounded(self) -> Self {
        const PARTS: f64 = 1e12;
        Self { angle: (self.angle * PARTS).round() / PARTS, ..self }
    }

    /// The system, if samples can be drawn of the definition whatever is drawn for them.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<System, DefinitionError> {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=MAX_NAME).contains(&self.name.len()) || !self.name.bytes().all(is_plain) {
            return Err(DefinitionError::Name(shortened(&self.name)));
        }
        count("generators", self.generators.len(), 2, MAX_TYPES)?;
        let spec = self.spec(Vec::new(), 0);
        let system = spec.system()?;
        within("steps", self.steps, Bounds(0, MAX_STEPS))?;
        let farthest = SIZE as i32 - 1;
        within("shift.x", self.shift.x, Bounds(-farthest, farthest))?;
        within("shift.y", self.shift.y, Bounds(-farthest, farthest))?;
        if !(0.0..=MAX_ANGLE).contains(&self.angle) {
            return Err(DefinitionError::Angle(self.angle));
        }
        count("classes", self.classes.len(), 1, MAX_CLASSES)?;
        for (index, class) in self.classes.iter().enumerate() {
            let printable = !class.name.chars().any(char::is_control);
            if !(1..=MAX_NAME).contains(&class.name.chars().count()) || !printable {
                return Err(DefinitionError::ClassName(shortened(&class.name)));
            }
            if self.classes[..index].iter().any(|other| other.name == class.name) {
                return Err(DefinitionError::ClassTwice(class.name.clone()));
            }
            self.check_class(class)?;
        }
        Ok(system)
    }

    fn check_class(&self, class: &Class) -> Result<(), DefinitionError> {
        let words = format!("class \"{}\"", class.name);
        for (name, &bounds) in &class.draws {
            if !is_name(name) || name == STEPS {
                return Err(DefinitionError::Draw { class: words, name: shortened(name) });
            }
            within(&format!("{words}: {name}"), bounds, Bounds(-MAX_NUMBER, MAX_NUMBER))?;
        }
        let what = format!("{words}: steps");
        known(&what, &class.steps, [STEPS].into_iter())?;
        let steps = class.steps.bounds(|_| self.steps);
        within(&what, steps, Bounds(0, MAX_STEPS))?;

        count(&format!("{words}: seeds"), class.seeds.len(), 1, MAX_SEEDS)?;
        let bounds = |name: &str| if name == STEPS { steps } else { class.draws[name] };
        let names = || class.draws.keys().map(String::as_str).chain([STEPS]);
        for (index, seed) in class.seeds.iter().enumerate() {
            let words = format!("{words}: seed {}", index + 1);
            for (axis, place, shift) in [("x", &seed.x, self.shift.x), ("y", &seed.y, self.shift.y)]
            {
                let what = format!("{words}: {axis}");
                known(&what, place, names())?;
                let Bounds(least, most) = place.bounds(bounds);
                let shifted = Bounds(least + shift.0, most + shift.1);
                within(&what, shifted, Bounds(0, SIZE as i32 - 1))?;
            }
            let types = self.generators.len();
            if !(1..types).contains(&seed.r#type.channel()) {
                return Err(DefinitionError::Type { seed: words, found: seed.r#type, types });
            }
            if seed.orientation.channel() >= ORIENTATIONS {
                return Err(DefinitionError::Orientation { seed: words, found: seed.orientation });
            }
        }
        for (second, b) in class.seeds.iter().enumerate() {
            for (first, a) in class.seeds[..second].iter().enumerate() {
                let can_be_zero = |difference: Expression| {
                    let Bounds(least, most) = difference.bounds(bounds);
                    (least..=most).contains(&0)
                };
                if can_be_zero(a.x.minus(&b.x)) && can_be_zero(a.y.minus(&b.y)) {
                    let (first, second) = (first + 1, second + 1);
                    return Err(DefinitionError::Overlap { class: words, first, second });
                }
            }
        }
        Ok(())
    }

    /// The growth of some seeds as data.
    pub fn spec(&self, seeds: Vec<pattern::Seed>, steps: u32) -> Spec {
        Spec {
            lattice: Lattice::torus(SIZE as u32, SIZE as u32),
            topology: Topology::clockwise().offsets().to_vec(),
            generators: self.generators.clone(),
            environment: self.environment,
            growth: self.growth,
            seeds,
            steps,
        }
    }
}

fn count(what: &str, found: usize, least: usize, most: usize) -> Result<(), DefinitionError> {
    match found {
        found if (least..=most).contains(&found) => Ok(()),
        _ => Err(DefinitionError::Count { what: what.to_owned(), found, least, most }),
    }
}

/// Sees that bounds are in order and within others.
fn within(what: &str, found: Bounds, possible: Bounds) -> Result<(), DefinitionError> {
    let what = || what.to_owned();
    let (Bounds(first, second), Bounds(least, most)) = (found, possible);
    if first > second {
        return Err(DefinitionError::Order { what: what(), first, second });
    }
    if first < least || second > most {
        let (found_least, found_most) = (first, second);
        return Err(DefinitionError::Range { what: what(), found_least, found_most, least, most });
    }
    Ok(())
}

/// Sees that an expression takes only names that there are.
fn known<'a>(
    what: &str,
    expression: &Expression,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), DefinitionError> {
    match expression.names().find(|&name| !names.clone().any(|known| known == name)) {
        Some(name) => Err(DefinitionError::Unknown {
            what: what.to_owned(),
            name: name.to_owned(),
            known: names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
        }),
        None => Ok(()),
    }
}

/// Names from a file may be as long as the file.
fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME + 1).collect()
}
