//! Images as JSON: rows of numbers, as `trainer sample` prints them, the explorer saves them and array libraries
//! write them.

use serde_json::{Deserializer, Value};
use thiserror::Error;

use crate::gpt_mnist::{SITES, SIZE};

/// No pixel is larger, of whatever scale; sums of such still have digits to lose.
const LARGEST: f64 = 1e6;

/// An image of any size.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Rows; one where the numbers stand in one list.
    pub height: usize,
    /// Row by row from the top left, at most 1e6 to both sides of 0.
    pub pixels: Vec<f32>,
    /// Whether there are others after this one.
    pub is_first: bool,
}

/// Why JSON gives no image. Most images have 28 rows of 28 numbers, so that is what a message expects where nothing
/// says anything else.
#[derive(Debug, Error)]
pub enum ImageJsonError {
    /// No JSON.
    #[error("is not JSON of {SIZE} rows of {SIZE} numbers: {0}")]
    Json(#[from] serde_json::Error),
    /// Nothing but white space.
    #[error("is empty, expected JSON of {SIZE} rows of {SIZE} numbers")]
    Empty,
    /// An object of something else.
    #[error("is a JSON object without the field \"image\", {SIZE} rows of {SIZE} numbers")]
    NoImage,
    /// Something that is no list where there should be one.
    #[error("has {found} where {SIZE} rows of {SIZE} numbers are expected")]
    NoRows {
        /// What is there.
        found: String,
    },
    /// A list of another length.
    #[error("has {count} {what}, expected {expected}")]
    Shape {
        /// How many.
        count: usize,
        /// Of what.
        what: String,
        /// How many there should be.
        expected: usize,
    },
    /// A pixel that is no number, or out of any scale.
    #[error("has {found} in row {row}, column {column}, expected a number from 0 to 1")]
    Pixel {
        /// What is there.
        found: String,
        /// 0-based row.
        row: usize,
        /// 0-based column.
        column: usize,
    },
}

/// Reads the first JSON value of a file as an image: rows of numbers or one list of them, alone or as the field
/// `image`, perhaps in a batch or a channel of one.
///
/// # Errors
/// Where that is no image.
pub fn read(bytes: &[u8]) -> Result<Image, ImageJsonError> {
    let mut values = Deserializer::from_slice(bytes).into_iter::<Value>();
    let first = values.next().ok_or(ImageJsonError::Empty)??;
    let is_first = values.next().transpose()?.is_some();
    let image = match &first {
        Value::Object(fields) => fields.get("image").ok_or(ImageJsonError::NoImage)?,
        value => value,
    };
    Ok(Image { is_first, ..of(image)? })
}

impl Image {
    /// The pixels, if there are 28 rows of 28, or all in one list.
    ///
    /// # Errors
    /// If it is of another size.
    pub fn of_usual_size(self) -> Result<Vec<f32>, ImageJsonError> {
        let Self { width, height, pixels, .. } = self;
        let shape = |count, what: &str, expected| {
            Err(ImageJsonError::Shape { count, what: what.to_owned(), expected })
        };
        match (width, height) {
            (SIZE, SIZE) | (SITES, 1) => Ok(pixels),
            (_, 1) => shape(width, "numbers in one list", SITES),
            (SIZE, _) => shape(height, "rows", SIZE),
            _ => shape(width, "numbers in row 0", SIZE),
        }
    }
}

fn of(image: &Value) -> Result<Image, ImageJsonError> {
    let list = list(image)?;
    let deep = |value: &Value| value.get(0).is_some_and(Value::is_array);
    let rows = match list {
        [only] if deep(only) => return of(only),
        [first, ..] if deep(first) => {
            let (count, what) = (list.len(), "images".to_owned());
            return Err(ImageJsonError::Shape { count, what, expected: 1 });
        }
        [first, ..] if first.is_array() => list,
        _ => std::slice::from_ref(image),
    };
    let rows: Vec<&[Value]> = rows.iter().map(self::list).collect::<Result<_, _>>()?;
    let width = match rows[..] {
        // Where the first differs from both after it, it is the first that is wrong.
        [_, second, third, ..] if second.len() == third.len() => second.len(),
        _ => rows[0].len(),
    };
    let mut pixels = Vec::with_capacity(rows.len() * width);
    for (n, row) in rows.iter().enumerate() {
        if row.len() != width {
            let what = format!("numbers in row {n}");
            return Err(ImageJsonError::Shape { count: row.len(), what, expected: width });
        }
        for (column, value) in row.iter().enumerate() {
            // Of a list the place is named as if it had been laid out.
            let (row, column) =
                if rows.len() == 1 { (column / SIZE, column % SIZE) } else { (n, column) };
            pixels.push(pixel(value, row, column)?);
        }
    }
    Ok(Image { width, height: rows.len(), pixels, is_first: false })
}

fn list(value: &Value) -> Result<&[Value], ImageJsonError> {
    let list = value.as_array().ok_or_else(|| ImageJsonError::NoRows { found: name(value) })?;
    Ok(list)
}

fn pixel(value: &Value, row: usize, column: usize) -> Result<f32, ImageJsonError> {
    let number =
        value.as_f64().filter(|number| number.abs() <= LARGEST).map(|number| number as f32);
    number.ok_or_else(|| ImageJsonError::Pixel { found: name(value), row, column })
}

/// A value as a message names it.
fn name(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(value: &Value) -> String {
        read(value.to_string().as_bytes()).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn images_of_every_form_and_size_are_read() {
        let rows = json!([[0.0, 0.5, 1.0], [3, 4, 5]]);
        let expected = Image {
            width: 3,
            height: 2,
            pixels: vec![0.0, 0.5, 1.0, 3.0, 4.0, 5.0],
            is_first: false,
        };
        for value in [rows.clone(), json!([rows]), json!([[rows]]), json!({ "image": rows })] {
            assert_eq!(read(value.to_string().as_bytes()).unwrap(), expected, "{value}");
        }
        let several = format!("{rows}\n{rows}\n");
        assert_eq!(read(several.as_bytes()).unwrap(), Image { is_first: true, ..expected });
        let list = read(b"[1, 2, 3, 4]").unwrap();
        assert_eq!((list.width, list.height, list.pixels.len()), (4, 1, 4));
    }

    #[test]
    fn what_is_no_image_is_said_with_its_place() {
        for (value, says) in [
            (json!([[1, 2], [3, 4, 5]]), "has 3 numbers in row 1, expected 2"),
            (json!([[1], [2, 3], [4, 5]]), "has 1 numbers in row 0, expected 2"),
            (json!([[1, 2], [3, null]]), "has null in row 1, column 1, expected a number"),
            (json!([[[1]], [[2]]]), "has 2 images, expected 1"),
            (json!([[1, 2], 7]), "has 7 where 28 rows of 28 numbers are expected"),
            (json!([1, [2]]), "has a list in row 0, column 1"),
            (json!({ "pixels": [] }), "without the field \"image\""),
            (json!([1e7]), "has 10000000.0 in row 0, column 0"),
        ] {
            assert!(said(&value).contains(says), "{value}: {}", said(&value));
        }
        assert!(matches!(read(b" \n"), Err(ImageJsonError::Empty)));
        assert!(matches!(read(b"[1, 2"), Err(ImageJsonError::Json(_))));
    }

    #[test]
    fn only_the_usual_size_is_usual() {
        let sized = |width, height| {
            let pixels = vec![0.5; width * height];
            Image { width, height, pixels, is_first: false }.of_usual_size()
        };
        assert!(sized(28, 28).is_ok() && sized(784, 1).is_ok());
        for (width, height, says) in [
            (28, 27, "has 27 rows, expected 28"),
            (30, 28, "has 30 numbers in row 0, expected 28"),
            (783, 1, "has 783 numbers in one list, expected 784"),
            (0, 1, "has 0 numbers in one list, expected 784"),
        ] {
            assert_eq!(sized(width, height).unwrap_err().to_string(), says);
        }
    }
}
