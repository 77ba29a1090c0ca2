//! Starting weights from torchvision's ResNet34, as the paper does.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use pytorch_reader::{DType, PytorchReader};
use safetensors::{Dtype, SafeTensors};
use shared::model::architecture::Architecture;
use shared::model::{Weights, WeightsError};
use thiserror::Error;

use crate::weights::{self, WeightsFileError};

/// What torchvision's names lack of ours.
const BACKBONE: &str = "backbone.";

/// A pretrained ResNet34 that cannot be read.
#[derive(Debug, Error)]
pub enum PretrainedError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] WeightsFileError),
    /// A tensor has another element type.
    #[error("{path:?}: tensor \"{name}\" does not hold 32-bit floats")]
    Type {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// The file is not what PyTorch writes.
    #[error("{path:?} is neither safetensors nor a PyTorch file: {reason}")]
    Format {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// A tensor as it lies in a file: its shape, and its elements as far as they are f32.
struct Found {
    shape: Vec<usize>,
    values: Option<Vec<f32>>,
}

/// Takes the backbone from a file with torchvision's names (`conv1.weight`, `layer1.0.bn1.bias`)
/// and the rest from `fresh`. The format, .safetensors or .pth, is told from the content.
///
/// # Errors
/// If the file cannot be read, or a tensor of ResNet34 is missing or of another shape.
pub fn read(path: &Path, fresh: &Weights) -> Result<Weights, PretrainedError> {
    let bytes = weights::read_bytes(path)?;
    // A safetensors file is the length of its header and then the header, in JSON.
    let found = if bytes.get(8) == Some(&b'{') {
        safetensors(&bytes).map_err(|error| content(path, error.into()))?
    } else {
        pytorch(path)?
    };
    merge(path, found, fresh)
}

fn content(path: &Path, source: WeightsError) -> PretrainedError {
    WeightsFileError::Content { path: path.to_owned(), source }.into()
}

fn safetensors(bytes: &[u8]) -> Result<HashMap<String, Found>, safetensors::SafeTensorError> {
    let file = SafeTensors::deserialize(bytes)?;
    let found = file.iter().map(|(name, view)| {
        let values = (view.dtype() == Dtype::F32).then(|| numbers(view.data()));
        (name.to_owned(), Found { shape: view.shape().to_vec(), values })
    });
    Ok(found.collect())
}

fn pytorch(path: &Path) -> Result<HashMap<String, Found>, PretrainedError> {
    let format = |reason: String| PretrainedError::Format { path: path.to_owned(), reason };
    let read = |tensor: &pytorch_reader::Tensor| -> io::Result<Found> {
        let values = match tensor.dtype() {
            DType::F32 => Some(numbers(&tensor.read()?)),
            _ => None,
        };
        Ok(Found { shape: tensor.shape().to_vec(), values })
    };
    let reader = PytorchReader::new(path).map_err(|error| format(error.to_string()))?;
    let found = reader.tensors().iter().map(|(name, tensor)| Ok((name.clone(), read(tensor)?)));
    found.collect::<io::Result<_>>().map_err(|error| format(error.to_string()))
}

fn numbers(bytes: &[u8]) -> Vec<f32> {
    let number = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    bytes.chunks_exact(4).map(number).collect()
}

fn merge(
    path: &Path,
    mut found: HashMap<String, Found>,
    fresh: &Weights,
) -> Result<Weights, PretrainedError> {
    let mut backbone = HashMap::new();
    for parameter in Architecture::GPT_MNIST.parameters() {
        let Some(name) = parameter.name.strip_prefix(BACKBONE) else { continue };
        let name = name.to_owned();
        let Some(Found { shape, values }) = found.remove(&name) else {
            return Err(content(path, WeightsError::Missing(name)));
        };
        if shape != parameter.shape {
            let expected = parameter.shape;
            return Err(content(path, WeightsError::Shape { name, found: shape, expected }));
        }
        let Some(values) = values else {
            return Err(PretrainedError::Type { path: path.to_owned(), name });
        };
        if let Some(index) = values.iter().position(|value| !value.is_finite()) {
            let value = values[index];
            return Err(content(path, WeightsError::Value { name, index, value }));
        }
        let live = parameter.live_indices().map(|index| values[index]).collect::<Vec<f32>>();
        backbone.insert(parameter.name, live);
    }
    Ok(Weights::of(fresh.architecture(), |parameter| {
        backbone.remove(&parameter.name).unwrap_or_else(|| fresh.get(&parameter.name).to_vec())
    }))
}
