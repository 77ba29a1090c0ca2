//! Images that grow: a distribution is a system of pattern theory and classes, each of which is a few
//! seeds whose places may be drawn.
//!
//! The paper's dataset is one ([`crate::gpt_mnist`]); any other can be written down as a [`Definition`].
//! [`Grown::sample`] draws a class's seeds, grows them and rotates the image; the same class and seed
//! give the same sample on every platform. [`Sample::keeping`] grows it without some of its seeds,
//! [`Sample::turning`] with one that points elsewhere.

mod definition;
mod expression;
mod rotation;
mod sample;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use thiserror::Error;

use crate::gpt_mnist::{ORIENTATIONS, seeds};
use crate::output::Heads;
use crate::pattern::{self, Configuration, System, develop};

pub use definition::{Bounds, Class, Definition, DefinitionError, MAX_SEEDS, Place, Shift};
pub use expression::{Expression, ExpressionError};
pub use rotation::{rotate, rotate_f64, tilted};
pub use sample::{DrawError, Draws, Sample};

/// Those that were defined while the program runs.
static DEFINED: Mutex<Vec<&'static Grown>> = Mutex::new(Vec::new());

/// A distribution of grown images, checked and ready to draw from. Each lives as long as the program.
pub struct Grown {
    definition: Definition,
    system: System,
}

/// A class that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("class {class} does not exist; the classes are 0 to {}", classes - 1)]
pub struct UnknownClass {
    /// The class.
    pub class: u8,
    /// How many there are.
    pub classes: usize,
}

impl Grown {
    /// The distribution of a definition, to be looked at. Samples are drawn of one that is
    /// [defined](Self::define).
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(definition: Definition) -> Result<Self, DefinitionError> {
        let definition = definition.rounded();
        let system = definition.check()?;
        Ok(Self { definition, system })
    }

    /// The distribution of a definition, the same one whenever the definition is the same.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn define(definition: Definition) -> Result<&'static Self, DefinitionError> {
        let definition = definition.rounded();
        // What a panic elsewhere leaves is a whole list.
        let mut defined = DEFINED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = defined.iter().find(|known| known.definition == definition) {
            return Ok(known);
        }
        let new: &'static Self = Box::leak(Box::new(Self::new(definition)?));
        defined.push(new);
        Ok(new)
    }

    /// What weights say that they were trained on.
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// The distribution as data.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The system in which the images grow.
    pub const fn system(&self) -> &System {
        &self.system
    }

    /// The classes, in the order of the network's outputs.
    pub fn classes(&self) -> &[Class] {
        &self.definition.classes
    }

    /// A class by its index.
    ///
    /// # Errors
    /// A class that there is not.
    pub fn class(&self, class: u8) -> Result<&Class, UnknownClass> {
        let classes = self.classes();
        let unknown = UnknownClass { class, classes: classes.len() };
        classes.get(usize::from(class)).ok_or(unknown)
    }

    /// The class of the `n`-th sample, from 0, where the classes come in turn.
    pub fn class_of(&self, n: u64) -> u8 {
        (n % self.classes().len() as u64) as u8
    }

    /// The channels of a network that reads such images.
    pub fn heads(&self) -> Heads {
        Heads {
            classes: self.classes().len(),
            types: self.system.generators().types(),
            orientations: ORIENTATIONS,
        }
    }

    /// Most seeds of a class.
    pub fn most_seeds(&self) -> usize {
        self.classes().iter().map(|class| class.seeds.len()).max().unwrap_or(0)
    }

    /// Grows a configuration given as labels, upright, for a number of steps.
    ///
    /// # Errors
    /// A type or orientation that does not exist, or too many steps.
    ///
    /// # Panics
    /// If there are not [`SITES`](crate::gpt_mnist::SITES) labels of each kind.
    pub fn regrow(
        &self,
        y_g: &[u8],
        y_s: &[u8],
        steps: u32,
    ) -> Result<Configuration, pattern::Error> {
        develop(&self.system, &seeds(y_g, y_s), steps)
    }
}

/// Two are the same if they are one: definitions are kept once.
impl PartialEq for Grown {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Grown {}

impl Hash for Grown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Grown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Grown").field(&self.name()).finish()
    }
}
