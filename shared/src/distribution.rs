//! Which images a network was trained on, and in which system their configurations grow.

use std::fmt;

use thiserror::Error;

use crate::grown::{Definition, DefinitionError, Grown};
use crate::output::{Heads, UnknownName, find};
use crate::pattern::System;
use crate::{gpt_mnist, handwriting};

/// A kind of image with the system that it grows in.
///
/// ```
/// use shared::distribution::{Distribution, DistributionError};
///
/// let handwriting = Distribution::described("handwriting")?;
/// assert_eq!((handwriting.heads().classes, handwriting.heads().types), (10, 20));
/// assert!(handwriting.grown().is_none(), "real digits are not grown");
/// assert!(Distribution::described("letters").is_err(), "somebody has to define them");
/// # Ok::<(), DistributionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// The paper's dataset: digits grown from a few seeds, for 6 to 12 steps.
    GptMnist,
    /// Real handwriting: any drawing, as strokes that end by themselves.
    Handwriting,
    /// Grown images that somebody has defined.
    Defined(&'static Grown),
}

/// A distribution that cannot be had.
#[derive(Debug, Error)]
pub enum DistributionError {
    /// There is a name, which is not known.
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// Its definition is not one.
    #[error("the definition of the distribution cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Its definition does not work.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
}

impl Distribution {
    /// Those that come with the program.
    const OWN: [Self; 2] = [Self::GptMnist, Self::Handwriting];

    /// The distribution of a definition.
    ///
    /// # Errors
    /// The first thing that is wrong with the definition.
    pub fn define(definition: Definition) -> Result<Self, DefinitionError> {
        if Self::OWN.iter().any(|own| own.name() == definition.name) {
            return Err(DefinitionError::Taken(definition.name));
        }
        Grown::define(definition).map(Self::Defined)
    }

    /// The distribution that a file speaks of: its name, or its definition as JSON.
    ///
    /// # Errors
    /// A name that is not known, or a definition that does not work.
    pub fn described(text: &str) -> Result<Self, DistributionError> {
        if text.starts_with('{') {
            return Ok(Self::define(serde_json::from_str(text)?)?);
        }
        Ok(find("distribution", text, &Self::OWN, Self::name)?)
    }

    /// What a file has to carry so that others know it, see [`described`](Self::described).
    pub fn description(self) -> String {
        match self {
            Self::GptMnist | Self::Handwriting => self.name().to_owned(),
            Self::Defined(grown) => {
                serde_json::to_string(grown.definition()).expect("a definition is plain data")
            }
        }
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::GptMnist => "gpt-mnist",
            Self::Handwriting => "handwriting",
            Self::Defined(grown) => grown.name(),
        }
    }

    /// What its images are drawn from, if they are grown.
    pub fn grown(self) -> Option<&'static Grown> {
        match self {
            Self::GptMnist => Some(gpt_mnist::grown()),
            Self::Handwriting => None,
            Self::Defined(grown) => Some(grown),
        }
    }

    /// The channels of a network that reads such images.
    pub fn heads(self) -> Heads {
        match self {
            Self::GptMnist => Heads::GPT_MNIST,
            Self::Handwriting => Heads::HANDWRITING,
            Self::Defined(grown) => grown.heads(),
        }
    }

    /// The system in which the configurations grow.
    pub fn system(self) -> &'static System {
        match self {
            Self::Handwriting => handwriting::system(),
            Self::GptMnist => gpt_mnist::system(),
            Self::Defined(grown) => grown.system(),
        }
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
