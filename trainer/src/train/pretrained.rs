//! Starting weights from torchvision's ResNet34, as the paper does.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use pytorch_reader::{DType, PytorchReader};
use safetensors::{Dtype, SafeTensors};
use shared::model::architecture::Architecture;
use shared::model::weights::{Foreign, decoded, prefix_of};
use shared::model::{Weights, WeightsError};
use thiserror::Error;

use crate::output::say;
use crate::weights::{self, WeightsFileError};

/// What torchvision's names lack of ours.
const BACKBONE: &str = "backbone.";

/// A tensor that every ResNet34 has, and no other network of the file's has under this name.
const LANDMARK: &str = "layer3.5.conv2.weight";

/// A pretrained ResNet34 that cannot be read.
#[derive(Debug, Error)]
pub enum PretrainedError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] WeightsFileError),
    /// A tensor has another element type.
    #[error("{path:?}: tensor \"{name}\" does not hold floats of 16, 32 or 64 bits")]
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

/// A tensor as it lies in a file: its shape, and its elements as far as they are floats.
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
    let foreign = if bytes.is_empty() { Some(Foreign::Empty) } else { Foreign::recognized(&bytes) };
    let found = if let Some(foreign) = foreign.filter(|&foreign| foreign != Foreign::PyTorch) {
        return Err(content(path, foreign.into()));
    } else if bytes.get(8) == Some(&b'{') {
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
        let values = decoded(view.dtype(), view.data());
        (name.to_owned(), Found { shape: view.shape().to_vec(), values })
    });
    Ok(found.collect())
}

fn pytorch(path: &Path) -> Result<HashMap<String, Found>, PretrainedError> {
    let format = |reason: String| PretrainedError::Format { path: path.to_owned(), reason };
    let read = |tensor: &pytorch_reader::Tensor| -> io::Result<Found> {
        let dtype = match tensor.dtype() {
            DType::F64 => Some(Dtype::F64),
            DType::F32 => Some(Dtype::F32),
            DType::F16 => Some(Dtype::F16),
            DType::BF16 => Some(Dtype::BF16),
            _ => None,
        };
        let values = match dtype {
            Some(dtype) => decoded(dtype, &tensor.read()?),
            None => None,
        };
        Ok(Found { shape: tensor.shape().to_vec(), values })
    };
    let reader = PytorchReader::new(path).map_err(|error| format(error.to_string()))?;
    let found = reader.tensors().iter().map(|(name, tensor)| Ok((name.clone(), read(tensor)?)));
    found.collect::<io::Result<_>>().map_err(|error| format(error.to_string()))
}

fn merge(
    path: &Path,
    mut found: HashMap<String, Found>,
    fresh: &Weights,
) -> Result<Weights, PretrainedError> {
    let prefix = prefix_of(found.keys().map(String::as_str), LANDMARK);
    if !prefix.is_empty() {
        say!("note: {path:?}: the names of the tensors are read without {prefix:?}");
    }
    let mut backbone = HashMap::new();
    for parameter in Architecture::GPT_MNIST.parameters() {
        let Some(name) = parameter.name.strip_prefix(BACKBONE) else { continue };
        let name = name.to_owned();
        let Some(Found { shape, values }) = found.remove(&format!("{prefix}{name}")) else {
            return Err(content(path, WeightsError::Missing(name)));
        };
        if shape != parameter.shape {
            let expected = parameter.shape;
            return Err(content(path, WeightsError::Shape { name, found: shape, expected }));
        }
        let Some(values) = values else {
            return Err(PretrainedError::Type { path: path.to_owned(), name });
        };
        Weights::check(&name, parameter.kind, &values).map_err(|error| content(path, error))?;
        let live = parameter.live_indices().map(|index| values[index]).collect::<Vec<f32>>();
        backbone.insert(parameter.name, live);
    }
    Ok(Weights::of(fresh.architecture(), |parameter| {
        backbone.remove(&parameter.name).unwrap_or_else(|| fresh.get(&parameter.name).to_vec())
    }))
}
