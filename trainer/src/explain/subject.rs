//! The image to explain.

use shared::grown::{Grown, Sample};

use super::{Error, Source};
use crate::output::say;
use crate::picture::{self, Picture};

/// An image, and what is known of it.
pub struct Subject {
    /// 28 x 28 pixels.
    pub image: Vec<f32>,
    /// The sample that it is of, if it was not read from a file.
    pub sample: Option<Sample>,
    /// What it is read as a configuration of.
    pub grown: &'static Grown,
    /// What to call it.
    pub name: String,
}

impl Subject {
    /// Draws the sample or reads the image file, and says on stderr what was done to it.
    ///
    /// # Errors
    /// If there is no such class, or the file does not give an image.
    pub(super) fn read(source: &Source, grown: &'static Grown, seed: u64) -> Result<Self, Error> {
        if let Some(path) = &source.image {
            let Picture { pixels, notes } = picture::read(path)?;
            notes.iter().for_each(|note| say!("{note}"));
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Self { image: pixels, sample: None, grown, name });
        }
        let class = source.class.expect("clap asks for a class, an image or samples of a file");
        let sample = grown.sample(class, seed)?;
        let name = format!("class {}, seed {seed}", grown.classes()[usize::from(class)].name);
        Ok(Self { image: sample.image.clone(), sample: Some(sample), grown, name })
    }
}
