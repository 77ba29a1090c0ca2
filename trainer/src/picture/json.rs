//! Images as JSON.

use serde_json::{Deserializer, Value};
use shared::gpt_mnist::{SITES, SIZE};

use super::{ContentError, Picture};

/// No pixel is larger, of whatever scale; sums of such still have digits to lose.
const LARGEST: f64 = 1e6;

/// Reads the first JSON value of a file as an image.
pub fn read(bytes: &[u8]) -> Result<Picture, ContentError> {
    let mut values = Deserializer::from_slice(bytes).into_iter::<Value>();
    let first = values.next().ok_or(ContentError::Empty)??;
    let mut notes = Vec::new();
    if values.next().transpose()?.is_some() {
        notes.push("note: the file holds several images; this is the first".to_owned());
    }
    let image = match &first {
        Value::Object(fields) => fields.get("image").ok_or(ContentError::NoImage)?,
        value => value,
    };
    Ok(Picture { pixels: pixels(image)?, notes })
}

/// The numbers of 28 rows of 28, of one list of 784, or of a batch or channel of one such image.
fn pixels(image: &Value) -> Result<Vec<f32>, ContentError> {
    let list = list(image)?;
    let deep = |value: &Value| value.get(0).is_some_and(Value::is_array);
    match list {
        [only] if deep(only) => pixels(only),
        [first, ..] if !first.is_array() => {
            expect(list, SITES, || "numbers in one list".to_owned())?;
            list.iter().enumerate().map(|(site, value)| pixel(value, site)).collect()
        }
        rows => {
            expect(rows, SIZE, || "rows".to_owned())?;
            let mut pixels = Vec::with_capacity(SITES);
            for (n, row) in rows.iter().enumerate() {
                let row = self::list(row)?;
                expect(row, SIZE, || format!("numbers in row {n}"))?;
                for value in row {
                    pixels.push(pixel(value, pixels.len())?);
                }
            }
            Ok(pixels)
        }
    }
}

fn list(value: &Value) -> Result<&[Value], ContentError> {
    let list = value.as_array().ok_or_else(|| ContentError::NoRows { found: name(value) })?;
    Ok(list)
}

fn expect(
    list: &[Value],
    expected: usize,
    what: impl FnOnce() -> String,
) -> Result<(), ContentError> {
    match list.len() {
        count if count == expected => Ok(()),
        count => Err(ContentError::Shape { count, what: what(), expected }),
    }
}

fn pixel(value: &Value, site: usize) -> Result<f32, ContentError> {
    let number =
        value.as_f64().filter(|number| number.abs() <= LARGEST).map(|number| number as f32);
    let (row, column) = (site / SIZE, site % SIZE);
    number.ok_or_else(|| ContentError::Pixel { found: name(value), row, column })
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
