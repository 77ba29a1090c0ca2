//! Files that the visitor brings: a picture, or JSON of an image.

use shared::handwriting::{ScanError, Scanned, scanned};
use shared::image_json::{self, ImageJsonError};
use shared::text;
use thiserror::Error;
use web_sys::File;

use super::drawing::Drawing;
use crate::opened::bytes;
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
    #[error("{0}")]
    Json(String),
    #[error("has {0} numbers in one list, which are no square of pixels")]
    List(usize),
    #[error("has pixels from {0} to {1}, expected 0 to 1, or 0 to 255")]
    Range(f32, f32),
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
    let bytes = bytes(file).await.ok_or(Reason::Unknown)?;
    of_json(name, &text::unmarked(bytes))
}

fn of_picture(name: &str, picture: &Picture) -> Result<Opened, Reason> {
    let scanned = scanned(picture.width, picture.height, &picture.shades)?;
    Ok(of_scanned(name, picture.size, scanned))
}

fn of_scanned(name: &str, [width, height]: [u32; 2], scanned: Scanned) -> Opened {
    let Scanned { image, is_dark_on_light, is_scaled } = scanned;
    let shades = if is_dark_on_light { "dark on light" } else { "light on dark" };
    let done = if is_scaled { "cut to its ink and scaled" } else { "as it is" };
    let said = format!("\u{201c}{name}\u{201d}, {width} \u{d7} {height} pixels, {shades}: {done}.");
    Opened { drawing: Drawing::of(&image), said }
}

/// The first image in JSON, of 28 rows of 28 numbers or of any other size, from 0 to 1 or from 0 to 255.
fn of_json(name: &str, bytes: &[u8]) -> Result<Opened, Reason> {
    let image = image_json::read(bytes).map_err(|error| match error {
        ImageJsonError::Json(_) | ImageJsonError::Empty => Reason::Unknown,
        error => Reason::Json(error.to_string()),
    })?;
    let side = image.width.isqrt();
    let (width, height) = match (image.width, image.height) {
        (count, 1) if side * side == count => (side, side),
        (count, 1) => return Err(Reason::List(count)),
        size => size,
    };
    let (least, greatest) = image
        .pixels
        .iter()
        .fold((f32::MAX, f32::MIN), |(least, greatest), &v| (least.min(v), greatest.max(v)));
    // A sample's image overshoots a little at its edges.
    let white = match (least, greatest) {
        (-0.5.., ..=1.5) => 1.0,
        (0.0.., ..=255.0) => 255.0,
        _ => return Err(Reason::Range(least, greatest)),
    };
    let shades: Vec<f32> =
        image.pixels.iter().map(|&pixel| (pixel / white).clamp(0.0, 1.0)).collect();
    let scanned = scanned(width, height, &shades)?;
    let mut opened = of_scanned(name, [width as u32, height as u32], scanned);
    if image.is_first {
        opened.said += " The file holds several images; this is the first.";
    }
    Ok(opened)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::gpt_mnist::{SITES, SIZE};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn of(text: &str) -> Result<Opened, Reason> {
        of_json("a.json", text.as_bytes())
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn images_in_json_are_read_in_every_form() {
        let drawing = Drawing::digit(4);
        let image = drawing.image();
        let rows: Vec<&[f32]> = image.chunks(SIZE).collect();
        let bytes: Vec<f32> = image.iter().map(|pixel| pixel * 255.0).collect();
        let negative: Vec<f32> = image.iter().map(|pixel| 1.0 - pixel).collect();
        let whole = json!({ "image": rows, "class": 4 });
        for value in [json!(image), json!([rows]), json!(bytes), json!(negative), whole] {
            let opened = of(&value.to_string()).unwrap();
            assert_eq!(opened.drawing, drawing, "{value:.60}");
            assert!(opened.said.contains("28 \u{d7} 28 pixels"), "{}", opened.said);
        }
        let lines = format!("{}\n{}\n", json!(rows), json!(negative));
        let opened = of(&lines).unwrap();
        assert_eq!(opened.drawing, drawing);
        assert!(
            opened.said.ends_with("as it is. The file holds several images; this is the first.")
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn images_of_any_size_in_json_are_scaled_as_pictures_are() {
        // A dark bar on light paper, of 40 x 30 pixels.
        let row: Vec<u8> = (0..40).map(|x| if (18..22).contains(&x) { 20 } else { 240 }).collect();
        let blank = vec![240; 40];
        let row = |y: usize| if (5..25).contains(&y) { row.clone() } else { blank.clone() };
        let opened = of(&json!((0..30).map(row).collect::<Vec<_>>()).to_string()).unwrap();
        assert_eq!(
            opened.said,
            "\u{201c}a.json\u{201d}, 40 \u{d7} 30 pixels, dark on light: cut to its ink and scaled."
        );
        let ink = opened.drawing.image().iter().filter(|&&ink| ink > 0.5).count();
        assert_eq!(ink, 20 * 4);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_image_is_refused_with_the_reason() {
        let mut odd = vec![0.0; SITES];
        odd[3] = 300.0;
        let json = |said: &str| Reason::Json(said.to_owned());
        for (text, reason) in [
            ("", Reason::Unknown),
            ("[1, 2", Reason::Unknown),
            ("{}", json("is a JSON object without the field \"image\", 28 rows of 28 numbers")),
            ("7", json("has 7 where 28 rows of 28 numbers are expected")),
            ("[[null]]", json("has null in row 0, column 0, expected a number from 0 to 1")),
            ("[[1, 2], [3]]", json("has 1 numbers in row 1, expected 2")),
            ("[1, 2, 3]", Reason::List(3)),
            ("[]", Reason::Scan(ScanError::Size { width: 0, height: 0, found: 0 })),
            (&json!(vec![0.5; SITES]).to_string(), Reason::Scan(ScanError::Even)),
            (&json!(odd).to_string(), Reason::Range(0.0, 300.0)),
        ] {
            assert_eq!(of(text), Err(reason), "{text:.20}");
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
