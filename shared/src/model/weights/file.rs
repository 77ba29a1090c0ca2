//! Tensors in safetensors files, whole or as far as they have come.

use std::collections::HashMap;

use half::{bf16, f16};
use safetensors::tensor::{Metadata, TensorInfo, TensorView};
use safetensors::{Dtype, SafeTensorError};

use super::WeightsError;
use super::foreign::Foreign;
use super::prefix;

/// Bytes before the header: its length.
const LENGTH: usize = 8;

/// The longest header that the format allows.
const LONGEST: usize = 100_000_000;

/// A tensor that every file of weights has.
const LANDMARK: &str = "channel_adj.weight";

/// What a file says that it holds, and where.
pub struct Header {
    pub metadata: Metadata,
    /// What stands before GPTNet's own name of each tensor.
    pub prefix: String,
    /// Where the tensors begin.
    start: usize,
}

impl Header {
    /// The header of a file of which the beginning has come; none if too little of it has.
    ///
    /// # Errors
    /// If it cannot be the beginning of such a file.
    pub fn read(bytes: &[u8]) -> Result<Option<Self>, WeightsError> {
        let Some((length, rest)) = bytes.split_first_chunk::<LENGTH>() else { return Ok(None) };
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        if let Some(foreign) = Foreign::recognized(bytes) {
            return Err(foreign.into());
        }
        if length > LONGEST {
            return Err(SafeTensorError::HeaderTooLarge.into());
        }
        let Some(header) = rest.get(..length) else { return Ok(None) };
        let metadata: Metadata = serde_json::from_slice(header)
            .map_err(SafeTensorError::InvalidHeaderDeserialization)?;
        let prefix = prefix::of(metadata.offset_keys().iter().map(String::as_str), LANDMARK);
        Ok(Some(Self { prefix, metadata, start: LENGTH + length }))
    }

    /// The length of the whole file.
    pub fn file_length(&self) -> usize {
        self.start.saturating_add(self.metadata.data_len())
    }

    /// What the file says of a tensor, by GPTNet's name for it.
    pub fn info(&self, name: &str) -> Option<&TensorInfo> {
        self.metadata.info(&format!("{}{name}", self.prefix))
    }

    /// Whether a tensor has come with the first `received` bytes, its scales with it.
    pub fn has(&self, name: &str, received: usize) -> bool {
        let came = |info: &TensorInfo| self.start.saturating_add(info.data_offsets.1) <= received;
        let scales = self.info(&scales_of(name));
        self.info(name).is_some_and(came) && scales.is_none_or(came)
    }

    /// The file, as far as it has come.
    pub fn file<'a>(&'a self, bytes: &'a [u8]) -> File<'a> {
        File { header: self, tensors: bytes.get(self.start..).unwrap_or_default() }
    }
}

/// A file, as far as it has come.
pub struct File<'a> {
    header: &'a Header,
    tensors: &'a [u8],
}

impl<'a> File<'a> {
    /// A tensor that has come.
    pub fn tensor(&self, name: &str) -> Result<TensorView<'a>, WeightsError> {
        let missing = || WeightsError::Missing(name.to_owned());
        let TensorInfo { dtype, shape, data_offsets: (start, end) } =
            self.header.info(name).ok_or_else(missing)?;
        let bytes = self.tensors.get(*start..*end).ok_or_else(missing)?;
        Ok(TensorView::new(*dtype, shape.clone(), bytes)?)
    }
}

/// Writes a file with its tensors in this order.
pub fn write(
    tensors: &[(String, Encoded)],
    metadata: HashMap<String, String>,
) -> Result<Vec<u8>, WeightsError> {
    let mut end = 0;
    let infos = tensors.iter().map(|(name, tensor)| {
        let start = end;
        end += tensor.bytes.len();
        let (dtype, shape) = (tensor.dtype, tensor.shape.clone());
        (name.clone(), TensorInfo { dtype, shape, data_offsets: (start, end) })
    });
    let infos = infos.collect();
    let metadata = Metadata::new(Some(metadata), infos)?;
    let mut header = serde_json::to_vec(&metadata).map_err(SafeTensorError::JsonError)?;
    // So that the tensors begin where any type may lie.
    header.resize(header.len().next_multiple_of(LENGTH), b' ');
    let mut bytes = Vec::with_capacity(LENGTH + header.len() + end);
    bytes.extend((header.len() as u64).to_le_bytes());
    bytes.extend(header);
    tensors.iter().for_each(|(_, tensor)| bytes.extend(&tensor.bytes));
    Ok(bytes)
}

/// The name of the scales of a tensor of integers.
pub fn scales_of(name: &str) -> String {
    format!("{name}.scale")
}

/// The values of a tensor.
pub fn elements(file: &File, name: &str, view: &TensorView) -> Result<Vec<f32>, WeightsError> {
    match view.dtype() {
        Dtype::I16 => scaled(file, name, view),
        _ => floats(name, view),
    }
}

fn floats(name: &str, view: &TensorView) -> Result<Vec<f32>, WeightsError> {
    let found = view.dtype();
    decoded(found, view.data()).ok_or_else(|| WeightsError::Type { name: name.to_owned(), found })
}

/// Numbers of a floating-point type, little-endian, as the nearest f32; none of another type.
pub fn decoded(dtype: Dtype, bytes: &[u8]) -> Option<Vec<f32>> {
    fn each<const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
        bytes.as_chunks().0.iter().map(|&bytes| number(bytes)).collect()
    }
    Some(match dtype {
        Dtype::F32 => each(bytes, f32::from_le_bytes),
        Dtype::F64 => each(bytes, |bytes| f64::from_le_bytes(bytes) as f32),
        Dtype::F16 => each(bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
        Dtype::BF16 => each(bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
        _ => return None,
    })
}

/// Integers times the scale of their slice of the first dimension.
fn scaled(file: &File, name: &str, view: &TensorView) -> Result<Vec<f32>, WeightsError> {
    let (slices, scales_name) = (view.shape()[0], scales_of(name));
    let scales = file.tensor(&scales_name)?;
    if scales.shape() != [slices] {
        return Err(WeightsError::Shape {
            name: scales_name,
            found: scales.shape().to_vec(),
            expected: vec![slices],
        });
    }
    let scales = floats(&scales_name, &scales)?;
    let integers = view.data().chunks_exact(view.data().len() / slices);
    let mut values = Vec::with_capacity(view.data().len() / 2);
    for (slice, scale) in integers.zip(scales) {
        let integers = slice.chunks_exact(2).map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]]));
        values.extend(integers.map(|integer| f32::from(integer) * scale));
    }
    Ok(values)
}

/// A tensor as it lies in a file.
pub struct Encoded {
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub bytes: Vec<u8>,
}

impl Encoded {
    /// As they are.
    pub fn f32(shape: Vec<usize>, values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { dtype: Dtype::F32, shape, bytes }
    }

    /// Integers, and the scales that make the values of them again. In trained kernels their error is a
    /// quarter of that of f16.
    pub fn i16(shape: Vec<usize>, values: &[f32]) -> (Self, Self) {
        let slices = || values.chunks(values.len() / shape[0]);
        let largest =
            |slice: &[f32]| slice.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let scales: Vec<f32> = slices().map(|slice| largest(slice) / f32::from(i16::MAX)).collect();
        // The cast saturates, and makes 0 of the 0 / 0 of a slice of zeros.
        let integer = |value: f32, scale: f32| (value / scale).round() as i16;
        let bytes = slices().zip(&scales).flat_map(|(slice, &scale)| {
            slice.iter().flat_map(move |&value| integer(value, scale).to_le_bytes())
        });
        let bytes = bytes.collect();
        let scales = Self::f32(vec![shape[0]], &scales);
        (Self { dtype: Dtype::I16, shape, bytes }, scales)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_within_half_a_step_and_zeros_stay() {
        let values = [0.5, -2.0, 1e-6, 0.0, 0.0, 0.0, 3e-9, -1e-9, 2e-9];
        let (kernel, scales) = Encoded::i16(vec![3, 3], &values);
        let tensors = [("k.scale".to_owned(), scales), ("k".to_owned(), kernel)];
        let bytes = write(&tensors, HashMap::new()).unwrap();
        let header = Header::read(&bytes).unwrap().unwrap();
        let file = header.file(&bytes);
        let read = elements(&file, "k", &file.tensor("k").unwrap()).unwrap();
        for (n, (value, read)) in values.iter().zip(&read).enumerate() {
            let half_a_step = [2.0, 0.0, 3e-9][n / 3] / 65534.0;
            assert!((value - read).abs() <= 1.001 * half_a_step, "{value} {read}");
        }
    }
}
