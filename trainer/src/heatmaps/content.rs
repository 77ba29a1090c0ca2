//! The tensors of a file of heatmaps.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensorError, SafeTensors};
use shared::gpt_mnist::{SITES, SIZE};
use shared::model::weights::Foreign;
use thiserror::Error;

use super::row::{Row, RowError};

/// Class and seed of each map's sample.
const SAMPLE: &str = "sample";
/// Output, channel, row and column of each map's target.
const TARGET: &str = "target";
/// The maps.
const HEATMAP: &str = "heatmap";

/// What is wrong with the content of a file of heatmaps.
#[derive(Debug, Error)]
pub enum ContentError {
    /// Not a safetensors file, or a damaged one.
    #[error("not a complete safetensors file ({0})")]
    Format(#[from] SafeTensorError),
    /// Something that is known.
    #[error(transparent)]
    Foreign(#[from] Foreign),
    /// A tensor is absent.
    #[error("tensor \"{name}\" is missing; the file has {found}")]
    Missing {
        /// The tensor.
        name: &'static str,
        /// The names of those that there are.
        found: String,
    },
    /// A tensor has elements of another type.
    #[error("tensor \"{name}\" has elements of type {found:?}, expected {expected:?}")]
    Type {
        /// The tensor.
        name: &'static str,
        /// Their type.
        found: Dtype,
        /// What it should be.
        expected: Dtype,
    },
    /// A tensor has another shape.
    #[error("tensor \"{name}\" has the shape {found:?}, expected {expected}")]
    Shape {
        /// The tensor.
        name: &'static str,
        /// Its shape.
        found: Vec<usize>,
        /// What it should be.
        expected: String,
    },
    /// There is no map.
    #[error("no heatmaps: the tensors have 0 rows")]
    Empty,
    /// A row is not in order.
    #[error("row {row}: {source}")]
    Row {
        /// The row, from 0.
        row: usize,
        /// What is wrong.
        source: RowError,
    },
}

/// Reads a file's content.
///
/// # Errors
/// If it is not three tensors of rows that are in order.
pub fn decode(bytes: &[u8]) -> Result<Vec<Row>, ContentError> {
    if bytes.len() >= 8
        && let Some(foreign) = Foreign::recognized(bytes)
    {
        return Err(foreign.into());
    }
    let file = SafeTensors::deserialize(bytes)?;
    let samples = tensor(&file, SAMPLE, Dtype::I64, &[2], None)?;
    let count = samples.shape()[0];
    let targets = tensor(&file, TARGET, Dtype::I64, &[4], Some(count))?;
    let maps = tensor(&file, HEATMAP, Dtype::F32, &[SIZE, SIZE], Some(count))?;
    if count == 0 {
        return Err(ContentError::Empty);
    }
    let numbers = samples.data().as_chunks::<16>().0.iter().zip(targets.data().as_chunks::<32>().0);
    let rows = numbers.zip(maps.data().as_chunks::<{ 4 * SITES }>().0).enumerate();
    rows.map(|(row, ((sample, target), map))| {
        Row::new(integers(sample), integers(target), floats(map))
            .map_err(|source| ContentError::Row { row, source })
    })
    .collect()
}

/// A tensor of rows of a shape, as many as are asked for.
fn tensor<'a>(
    file: &SafeTensors<'a>,
    name: &'static str,
    dtype: Dtype,
    row: &[usize],
    count: Option<usize>,
) -> Result<TensorView<'a>, ContentError> {
    let view = file
        .tensor(name)
        .map_err(|_| ContentError::Missing { name, found: listed(file.names()) })?;
    if view.dtype() != dtype {
        return Err(ContentError::Type { name, found: view.dtype(), expected: dtype });
    }
    let fits = view
        .shape()
        .split_first()
        .is_some_and(|(&rows, rest)| rest == row && count.is_none_or(|count| count == rows));
    if !fits {
        let rows = count.map_or("N".to_owned(), |count| count.to_string());
        let sizes = row.iter().fold(rows, |sizes, size| format!("{sizes}, {size}"));
        let found = view.shape().to_vec();
        return Err(ContentError::Shape { name, found, expected: format!("[{sizes}]") });
    }
    Ok(view)
}

/// The names of tensors in a sentence, the first few of them.
fn listed(mut names: Vec<&str>) -> String {
    const MOST: usize = 4;
    names.sort_unstable();
    let first: Vec<_> = names.iter().take(MOST).map(|name| format!("{name:?}")).collect();
    match names.len() {
        0 => "none".to_owned(),
        count if count > MOST => format!("{} and {} more", first.join(", "), count - MOST),
        _ => first.join(", "),
    }
}

fn integers<const N: usize>(bytes: &[u8]) -> [i64; N] {
    let numbers = bytes.as_chunks().0;
    std::array::from_fn(|index| i64::from_le_bytes(numbers[index]))
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}

/// Writes rows as a file's content.
///
/// # Errors
/// If the format cannot hold them.
pub fn encode(rows: &[Row]) -> Result<Vec<u8>, SafeTensorError> {
    let integers =
        |numbers: Vec<i64>| -> Vec<u8> { numbers.into_iter().flat_map(i64::to_le_bytes).collect() };
    let samples = integers(rows.iter().flat_map(Row::sample_numbers).collect());
    let targets = integers(rows.iter().flat_map(Row::target_numbers).collect());
    let maps: Vec<u8> =
        rows.iter().flat_map(|row| &row.map).flat_map(|value| value.to_le_bytes()).collect();
    let count = rows.len();
    let tensors = [
        (SAMPLE, TensorView::new(Dtype::I64, vec![count, 2], &samples)?),
        (TARGET, TensorView::new(Dtype::I64, vec![count, 4], &targets)?),
        (HEATMAP, TensorView::new(Dtype::F32, vec![count, SIZE, SIZE], &maps)?),
    ];
    safetensors::serialize(tensors, None)
}
