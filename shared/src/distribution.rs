//! Which images a network was trained on, and in which system their configurations grow.

use std::fmt;
use std::str::FromStr;

use crate::output::{Heads, UnknownName, find};
use crate::pattern::System;
use crate::{handwriting, mnist};

/// A kind of image with the system that it grows in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// The paper's dataset: digits grown from a few seeds of three types, for 7 to 12 steps.
    GptMnist,
    /// Real handwriting: any drawing, as strokes that end by themselves.
    Handwriting,
}

impl Distribution {
    /// All distributions.
    pub const ALL: [Self; 2] = [Self::GptMnist, Self::Handwriting];

    /// The name on the command line and in weights files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GptMnist => "gpt-mnist",
            Self::Handwriting => "handwriting",
        }
    }

    /// The channels of a network that reads such images.
    pub const fn heads(self) -> Heads {
        match self {
            Self::GptMnist => Heads::GPT_MNIST,
            Self::Handwriting => Heads::HANDWRITING,
        }
    }

    /// The system in which the configurations grow.
    pub fn system(self) -> &'static System {
        match self {
            Self::GptMnist => mnist::system(),
            Self::Handwriting => handwriting::system(),
        }
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Distribution {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("distribution", name, &Self::ALL, Self::name)
    }
}
