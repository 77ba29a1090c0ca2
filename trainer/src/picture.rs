//! Images that users bring: PNG pictures and JSON of numbers.

mod fit;
mod png;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use image::ImageError;
use shared::gpt_mnist::{SITES, SIZE};
use shared::image_json::{self, ImageJsonError};
use shared::text;
use thiserror::Error;

use crate::input;

/// Largest PNG that is read.
const MAX_PNG_BYTES: u64 = 16 << 20;
/// Largest JSON file that is read; an image takes a few kilobytes, with heatmaps some hundred.
const MAX_JSON_BYTES: usize = 1 << 20;
/// What every PNG begins with.
const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// Least value that counts as ink in what the warnings say.
const INK: f32 = 0.1;
/// Values further out than a sample's image overshoots.
const USUAL: std::ops::RangeInclusive<f32> = -0.5..=1.5;

/// An image as the network takes it, and what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// [`SITES`] values, row by row from the top left: 0 the background, 1 ink.
    pub pixels: Vec<f32>,
    /// What was done to the image, and warnings; a line each.
    pub notes: Vec<String>,
}

/// Why a file does not give an image.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The file cannot be read.
    #[error("cannot read the image {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("the image {path:?} {source}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: ContentError,
    },
}

/// What is wrong with the content of an image file.
#[derive(Debug, Error)]
pub enum ContentError {
    /// Neither PNG nor JSON.
    #[error("is not a PNG and {0}")]
    Neither(ImageJsonError),
    /// Nothing but white space.
    #[error("is empty, expected a PNG or JSON of {SIZE} rows of {SIZE} numbers")]
    Empty,
    /// JSON of something else.
    #[error(transparent)]
    Json(ImageJsonError),
    /// A PNG that cannot be decoded.
    #[error("is a PNG that cannot be decoded: {0}")]
    Png(#[from] ImageError),
    /// A PNG of too many pixels.
    #[error("has {width} x {height} pixels, more than {limit} on a side")]
    Size {
        /// Pixels in a row.
        width: u32,
        /// Pixels in a column.
        height: u32,
        /// The most of both.
        limit: u32,
    },
}

/// Reads an image: a PNG of up to 4096 x 4096 pixels, or JSON of 28 rows of 28 numbers, alone, as one list, or as
/// the field `image` of what `trainer sample` prints or the explorer saves.
///
/// # Errors
/// A file that cannot be read, is too large, or holds no image.
pub fn read(path: &Path) -> Result<Picture, PictureError> {
    let failed = |source| PictureError::Read { path: path.to_owned(), source };
    let bytes = input::read(path, MAX_PNG_BYTES).map_err(failed)?;
    let picture = if bytes.starts_with(&PNG) {
        png::read(&bytes)
    } else if bytes.len() > MAX_JSON_BYTES {
        let reason = format!("it has more than {MAX_JSON_BYTES} bytes");
        return Err(failed(io::Error::new(ErrorKind::FileTooLarge, reason)));
    } else {
        of_json(&text::unmarked(bytes))
    };
    let mut picture =
        picture.map_err(|source| PictureError::Content { path: path.to_owned(), source })?;
    picture.notes.extend(warnings(&picture.pixels));
    Ok(picture)
}

/// The first image of some JSON.
fn of_json(bytes: &[u8]) -> Result<Picture, ContentError> {
    let image = image_json::read(bytes)?;
    let note = "note: the file holds several images; this is the first";
    let notes = image.is_first.then(|| note.to_owned()).into_iter().collect();
    Ok(Picture { pixels: image.of_usual_size()?, notes })
}

impl From<ImageJsonError> for ContentError {
    fn from(error: ImageJsonError) -> Self {
        match error {
            ImageJsonError::Empty => Self::Empty,
            error @ ImageJsonError::Json(_) => Self::Neither(error),
            error => Self::Json(error),
        }
    }
}

/// What about an image makes it unlike those that the network was trained on.
fn warnings(pixels: &[f32]) -> Vec<String> {
    let (least, greatest) = pixels
        .iter()
        .fold((f32::MAX, f32::MIN), |(least, greatest), &v| (least.min(v), greatest.max(v)));
    let mut warnings = Vec::new();
    if !USUAL.contains(&least) || !USUAL.contains(&greatest) {
        let hint = if greatest > 16.0 { "; divide 0 to 255 by 255" } else { "" };
        warnings.push(format!(
            "warning: the values go from {least} to {greatest}, where the network expects 0 to 1{hint}"
        ));
    }
    let ink = pixels.iter().filter(|&&value| value > INK * greatest.max(1.0)).count();
    if ink == 0 {
        warnings.push("warning: the image is empty".to_owned());
    } else if ink > SITES / 2 {
        warnings.push(format!(
            "warning: {ink} of {SITES} pixels are ink; a digit is light, 1, on a dark background, 0"
        ));
    }
    warnings
}
