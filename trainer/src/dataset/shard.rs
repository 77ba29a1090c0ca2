//! A shard file: safetensors, written sample by sample.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use serde_json::{Map, Value, json};
use shared::gpt_mnist::Sample;

use super::fields::Field;
use crate::output::Unfinished;

/// Samples that are held in memory before they are written.
const BLOCK: u64 = 256;

/// A shard file that is being written. The tensors' places follow from the number of samples, so
/// each sample's rows can go where they belong at once.
pub struct Shard {
    file: Unfinished,
    tensors: Vec<Tensor>,
    /// Samples in the file so far, those held in memory not counted.
    written: u64,
    held: u64,
}

/// A tensor on its way into the file.
struct Tensor {
    field: Field,
    /// Where the tensor starts in the file.
    start: u64,
    /// Rows that are not in the file yet.
    rows: Vec<u8>,
}

impl Shard {
    /// Starts a file of a number of samples; `about` is text about them that the file carries.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn create(
        path: &Path,
        fields: Vec<Field>,
        samples: u64,
        about: Map<String, Value>,
    ) -> io::Result<Self> {
        let mut file = Unfinished::create(path)?;
        let header = header(&fields, samples, about);
        file.writer().write_all(&header)?;
        let mut start = header.len() as u64;
        let mut tensors = Vec::new();
        for field in fields {
            let bytes = samples * field.row_bytes() as u64;
            tensors.push(Tensor { field, start, rows: Vec::new() });
            start += bytes;
        }
        Ok(Self { file, tensors, written: 0, held: 0 })
    }

    /// Adds the next sample.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn push(&mut self, sample: &Sample) -> io::Result<()> {
        for tensor in &mut self.tensors {
            (tensor.field.encode)(sample, &mut tensor.rows);
        }
        self.held += 1;
        if self.held == BLOCK { self.flush() } else { Ok(()) }
    }

    /// Gives the file its name, once all its samples were added.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.file.finish()
    }

    fn flush(&mut self) -> io::Result<()> {
        for tensor in &mut self.tensors {
            let place = tensor.start + self.written * tensor.field.row_bytes() as u64;
            let writer = self.file.writer();
            writer.seek(SeekFrom::Start(place))?;
            writer.write_all(&tensor.rows)?;
            tensor.rows.clear();
        }
        self.written += self.held;
        self.held = 0;
        Ok(())
    }
}

/// What stands before the tensors: the length of a description, and the description, padded so that
/// the tensors start at a multiple of 8.
fn header(fields: &[Field], samples: u64, about: Map<String, Value>) -> Vec<u8> {
    let mut description = Map::from_iter([("__metadata__".to_owned(), about.into())]);
    let mut end = 0;
    for field in fields {
        let start = end;
        end += samples * field.row_bytes() as u64;
        let mut shape = vec![samples];
        shape.extend(field.shape.iter().map(|&size| size as u64));
        let tensor = json!({ "dtype": field.dtype, "shape": shape, "data_offsets": [start, end] });
        description.insert(field.name.to_owned(), tensor);
    }
    let mut description = Value::from(description).to_string().into_bytes();
    description.resize(description.len().next_multiple_of(8), b' ');
    [&(description.len() as u64).to_le_bytes()[..], &description].concat()
}
