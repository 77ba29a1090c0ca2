//! GPTNet's parameters on the host, and their two safetensors layouts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use half::f16;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use safetensors::{Dtype, SafeTensors, View};
use thiserror::Error;

use super::architecture::{Kind, Parameter, parameters};

/// How weights are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// PyTorch's state dict: f32, full kernels, zeros in the dead taps. About 87 MB.
    PyTorch,
    /// For the web: f16 (BatchNorm in f32), live taps only. About 21 MB.
    Web,
}

/// Every tensor of the network's state, by its PyTorch name, live taps only.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    tensors: BTreeMap<String, Vec<f32>>,
}

/// Weights that cannot be read.
#[derive(Debug, Error)]
pub enum WeightsError {
    /// Not a safetensors file, or a damaged one.
    #[error("weights: not a complete safetensors file ({0})")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is absent.
    #[error("weights: tensor \"{0}\" is missing")]
    Missing(String),
    /// A tensor has the wrong shape.
    #[error("weights: tensor \"{name}\" has shape {found:?}, expected {expected:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape in the PyTorch layout.
        expected: Vec<usize>,
    },
    /// A tensor has an element type that is not read.
    #[error("weights: tensor \"{name}\" has elements of type {found:?}, expected F32 or F16")]
    Type {
        /// The tensor.
        name: String,
        /// Its element type.
        found: Dtype,
    },
    /// A tensor holds a value that is not a number.
    #[error("weights: tensor \"{name}\" holds {value} at index {index}, expected finite numbers")]
    Value {
        /// The tensor.
        name: String,
        /// Where.
        index: usize,
        /// What.
        value: f32,
    },
}

impl Weights {
    /// Builds the weights from one function of parameter and number of live elements.
    ///
    /// # Panics
    /// If `values` returns another number of elements.
    pub fn from_fn(mut values: impl FnMut(&Parameter) -> Vec<f32>) -> Self {
        let tensors = parameters()
            .into_iter()
            .map(|parameter| {
                let values = values(&parameter);
                let expected: usize = parameter.live_shape().iter().product();
                assert_eq!(values.len(), expected, "elements of {}", parameter.name);
                (parameter.name, values)
            })
            .collect();
        Self { tensors }
    }

    /// Fresh weights for training from scratch, the same for a seed on every platform.
    ///
    /// Convolutions are uniform with PyTorch's default bound, `1 / sqrt(fan_in)`, but in the
    /// backbone with the variance `2 / fan_out` of torchvision's ResNet; `channel_adj` is 1.
    pub fn random(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Self::from_fn(|parameter| {
            let count = parameter.live_shape().iter().product();
            match parameter.kind {
                Kind::Scale | Kind::RunningVariance => vec![1.0; count],
                Kind::Shift | Kind::RunningMean => vec![0.0; count],
                _ if parameter.name == "channel_adj.weight" => vec![1.0; count],
                Kind::Convolution | Kind::TransposedConvolution => {
                    let taps: usize = parameter.shape[2..].iter().product();
                    let bound = if parameter.name.starts_with("backbone.") {
                        (6.0 / (parameter.shape[0] * taps) as f32).sqrt()
                    } else {
                        (1.0 / (parameter.shape[1] * taps) as f32).sqrt()
                    };
                    (0..count).map(|_| rng.random_range(-bound..bound)).collect()
                }
            }
        })
    }

    /// The live elements of a tensor in row-major order.
    ///
    /// # Panics
    /// If GPTNet has no tensor of that name.
    pub fn get(&self, name: &str) -> &[f32] {
        self.tensors.get(name).unwrap_or_else(|| panic!("GPTNet has no tensor \"{name}\""))
    }

    /// Reads either layout, and PyTorch's state dict with tensors that GPTNet does not have.
    ///
    /// # Errors
    /// If the file is damaged, or a tensor is missing or of another shape or type.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, WeightsError> {
        let file = SafeTensors::deserialize(bytes)?;
        let mut tensors = BTreeMap::new();
        for parameter in parameters() {
            let view = file
                .tensor(&parameter.name)
                .map_err(|_| WeightsError::Missing(parameter.name.clone()))?;
            let values = elements(&parameter.name, view.dtype(), view.data())?;
            let values = match view.shape() {
                shape if shape == parameter.live_shape() => values,
                shape if shape == parameter.shape => live_taps(&parameter, &values),
                shape => {
                    return Err(WeightsError::Shape {
                        name: parameter.name,
                        found: shape.to_vec(),
                        expected: parameter.shape,
                    });
                }
            };
            tensors.insert(parameter.name, values);
        }
        Ok(Self { tensors })
    }

    /// Writes a safetensors file.
    ///
    /// # Errors
    /// If the format cannot hold the tensors.
    pub fn to_safetensors(&self, layout: Layout) -> Result<Vec<u8>, WeightsError> {
        let views = parameters().into_iter().map(|parameter| {
            let values = self.get(&parameter.name);
            let view = match layout {
                Layout::PyTorch => {
                    Encoded::f32(parameter.shape.clone(), &full_kernel(&parameter, values))
                }
                Layout::Web if parameter.shape.len() == 4 => {
                    Encoded::f16(parameter.live_shape(), values)
                }
                Layout::Web => Encoded::f32(parameter.live_shape(), values),
            };
            (parameter.name, view)
        });
        Ok(safetensors::serialize(views, None)?)
    }
}

fn elements(name: &str, dtype: Dtype, data: &[u8]) -> Result<Vec<f32>, WeightsError> {
    let values: Vec<f32> = match dtype {
        Dtype::F32 => data
            .chunks_exact(4)
            .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect(),
        Dtype::F16 => data
            .chunks_exact(2)
            .map(|bytes| f16::from_le_bytes([bytes[0], bytes[1]]).to_f32())
            .collect(),
        found => return Err(WeightsError::Type { name: name.to_owned(), found }),
    };
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => {
            Err(WeightsError::Value { name: name.to_owned(), index, value: values[index] })
        }
        None => Ok(values),
    }
}

/// Takes the live taps out of full kernels.
fn live_taps(parameter: &Parameter, full: &[f32]) -> Vec<f32> {
    parameter.live_indices().map(|index| full[index]).collect()
}

/// Puts live taps into full kernels of zeros.
fn full_kernel(parameter: &Parameter, live: &[f32]) -> Vec<f32> {
    let mut full = vec![0.0; parameter.shape.iter().product()];
    for (index, &value) in parameter.live_indices().zip(live) {
        full[index] = value;
    }
    full
}

struct Encoded {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Encoded {
    fn f32(shape: Vec<usize>, values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { dtype: Dtype::F32, shape, bytes }
    }

    fn f16(shape: Vec<usize>, values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|&value| f16::from_f32(value).to_le_bytes()).collect();
        Self { dtype: Dtype::F16, shape, bytes }
    }
}

impl View for Encoded {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}
