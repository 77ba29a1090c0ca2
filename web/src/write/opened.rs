//! Files that the visitor brings: a picture, or JSON of an image.

use serde_json::Value;
use shared::gpt_mnist::{SITES, SIZE};
use shared::handwriting::{ScanError, Scanned, scanned};
use thiserror::Error;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::drawing::Drawing;
use crate::picture::{self, Picture};

/// The largest file that is read, in bytes.
const LARGEST: f64 = (32u32 << 20) as f64;

/// A file taken as a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What it shows.
    pub drawing: Drawing,
    /// What was done to it, in a sentence.
    pub said: String,
}

/// Why a file gives no drawing.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("\u{201c}{name}\u{201d} {reason}.")]
pub struct OpenError {
    name: String,
    reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Error)]
enum Reason {
    #[error("has {} MB, more than the {} MB that are read", megabytes(*.0), megabytes(LARGEST))]
    Large(f64),
    #[error("is no picture that this browser can read, and no JSON")]
    Unknown,
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(
        "is JSON without an image: a list, or the field \u{201c}image\u{201d}, of {SIZE} rows of {SIZE} numbers"
    )]
    NoImage,
    #[error("has {0} numbers, expected {SIZE} rows of {SIZE}")]
    Count(usize),
    #[error("has pixels from {0} to {1}, expected 0 for paper to 1 for ink")]
    Range(f64, f64),
}

fn megabytes(bytes: f64) -> f64 {
    (bytes / f64::from(1u32 << 20)).round()
}

/// Takes a file as a drawing.
///
/// # Errors
/// A file that is too large, or shows no drawing.
pub async fn open(file: &File) -> Result<Opened, OpenError> {
    let name = file.name();
    taken(file, &name).await.map_err(|reason| OpenError { name, reason })
}

async fn taken(file: &File, name: &str) -> Result<Opened, Reason> {
    if file.size() > LARGEST {
        return Err(Reason::Large(file.size()));
    }
    if let Some(picture) = picture::read(file).await {
        return of_picture(name, &picture);
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let text = text.ok_or(Reason::Unknown)?;
    let drawing = of_json(text.trim_start_matches('\u{feff}'))?;
    Ok(Opened { drawing, said: format!("The image in \u{201c}{name}\u{201d}, as it is.") })
}

fn of_picture(name: &str, picture: &Picture) -> Result<Opened, Reason> {
    let Scanned { image, is_dark_on_light, is_scaled } =
        scanned(picture.width, picture.height, &picture.shades)?;
    let [width, height] = picture.size;
    let shades = if is_dark_on_light { "dark on light" } else { "light on dark" };
    let done = if is_scaled { "cut to its ink and scaled" } else { "as it is" };
    let said = format!("\u{201c}{name}\u{201d}, {width} \u{d7} {height} pixels, {shades}: {done}.");
    Ok(Opened { drawing: Drawing::of(&image), said })
}

/// The image in JSON: a list of all pixels or of rows, alone or as the field `image`.
fn of_json(text: &str) -> Result<Drawing, Reason> {
    let value: Value = serde_json::from_str(text).map_err(|_| Reason::Unknown)?;
    let image = match &value {
        Value::Object(fields) => fields.get("image").ok_or(Reason::NoImage)?,
        other => other,
    };
    let mut pixels = Vec::new();
    for row in image.as_array().ok_or(Reason::NoImage)? {
        let row = row.as_array().map_or(std::slice::from_ref(row), Vec::as_slice);
        for pixel in row {
            pixels.push(pixel.as_f64().ok_or(Reason::NoImage)?);
        }
    }
    if pixels.len() != SITES {
        return Err(Reason::Count(pixels.len()));
    }
    let (least, greatest) = pixels
        .iter()
        .fold((f64::MAX, f64::MIN), |(least, greatest), &v| (least.min(v), greatest.max(v)));
    // A sample's image overshoots a little at its edges.
    if least < -0.5 || greatest > 1.5 {
        return Err(Reason::Range(least, greatest));
    }
    Ok(Drawing::of(&pixels.iter().map(|&pixel| pixel as f32).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn images_in_json_are_read_in_every_form() {
        let drawing = Drawing::digit(4);
        let image = drawing.image();
        let rows: Vec<&[f32]> = image.chunks(SIZE).collect();
        for value in [json!(image), json!(rows), json!({ "image": rows, "class": 4 })] {
            assert_eq!(of_json(&value.to_string()), Ok(drawing));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_image_is_refused_with_the_reason() {
        let bright = vec![255.0; SITES];
        for (text, reason) in [
            ("", Reason::Unknown),
            ("[1, 2", Reason::Unknown),
            ("{}", Reason::NoImage),
            ("7", Reason::NoImage),
            ("[[null]]", Reason::NoImage),
            ("[[1, 2], 3]", Reason::Count(3)),
            (&json!(bright).to_string(), Reason::Range(255.0, 255.0)),
        ] {
            assert_eq!(of_json(text), Err(reason), "{text:.20}");
        }
        let error =
            OpenError { name: "a.json".into(), reason: Reason::Large(40.0 * 1024.0 * 1024.0) };
        assert_eq!(
            error.to_string(),
            "\u{201c}a.json\u{201d} has 40 MB, more than the 32 MB that are read."
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_was_done_to_a_picture_is_said() {
        let mut shades = vec![1.0; 40 * 30];
        shades[15 * 40 + 10] = 0.0;
        let picture = Picture { size: [800, 600], width: 40, height: 30, shades };
        let opened = of_picture("dot.png", &picture).unwrap();
        assert_eq!(
            opened.said,
            "\u{201c}dot.png\u{201d}, 800 \u{d7} 600 pixels, dark on light: cut to its ink and scaled."
        );
        assert!(!opened.drawing.is_blank());
        let white = Picture { shades: vec![1.0; 40 * 30], ..picture };
        assert_eq!(of_picture("white.png", &white), Err(Reason::Scan(ScanError::Even)));
    }
}
