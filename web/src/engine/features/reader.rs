//! The site's two networks of this kind, and the digits that each reads.

use serde::{Deserialize, Serialize};
use shared::grown::DrawError;
use shared::model::architecture::Architecture;

use crate::engine::message::Digit;
use crate::write::drawing::Drawing;

/// One of the site's networks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Reader {
    /// The paper's, for digits that grew.
    #[default]
    Grown,
    /// That for handwriting, for real digits.
    Handwriting,
}

impl Reader {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Grown, Self::Handwriting];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grown => "grown",
            Self::Handwriting => "handwriting",
        }
    }

    /// What it is the network of.
    pub const fn architecture(self) -> Architecture {
        match self {
            Self::Grown => Architecture::GPT_MNIST,
            Self::Handwriting => Architecture::HANDWRITING,
        }
    }

    /// The name of the file of its weights.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Grown => "gptnet-web.safetensors",
            Self::Handwriting => "handwriting-web.safetensors",
        }
    }

    /// What it sees: a drawing in its frame, or else of a digit what has grown, or the real digit of that class.
    ///
    /// # Errors
    /// If there is no such digit.
    ///
    /// # Panics
    /// If there is no such class of real digits.
    pub fn image(self, digit: Digit, drawing: Option<Drawing>) -> Result<Vec<f32>, DrawError> {
        if let Some(drawing) = drawing {
            return Ok(drawing.seen());
        }
        match self {
            Self::Grown => digit.image(),
            Self::Handwriting => Ok(Drawing::digit(usize::from(digit.class)).seen()),
        }
    }
}
