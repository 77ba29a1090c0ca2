//! Where the samples of a stage come from.

use std::path::Path;
use std::sync::Arc;

use shared::grown::Grown;

use super::batch::Batch;
use super::grown;
use super::handwriting::{HandwritingError, Pool};
use super::settings::Settings;

/// What batches are drawn from. The batch of a step is the same for a seed and step whatever was drawn
/// before.
#[derive(Clone)]
pub enum Source {
    /// The paper's dataset, or another that is grown as it is asked for.
    Grown(&'static Grown),
    /// Real digits and drawings with the labels that search has found.
    Handwriting(Arc<Pool>),
}

impl Source {
    /// The source that the settings of a stage name, whose labels lie in its folder.
    ///
    /// # Errors
    /// If the digits or the labels cannot be read.
    pub fn open(folder: &Path, settings: &Settings) -> Result<Self, HandwritingError> {
        Ok(match &settings.handwriting {
            None => Self::Grown(settings.grown()),
            Some(handwriting) => {
                Self::Handwriting(Arc::new(Pool::open(folder, handwriting, settings.seed)?))
            }
        })
    }

    /// The batch of a training step.
    pub fn draw(&self, settings: &Settings, step: u64) -> Batch {
        match self {
            Self::Grown(distribution) => grown::draw(distribution, settings, step),
            Self::Handwriting(pool) => pool.draw(settings, step),
        }
    }
}
