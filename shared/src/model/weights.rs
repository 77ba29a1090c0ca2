//! GPTNet's parameters on the host, and their two safetensors layouts.

mod file;
mod foreign;
mod prefix;
mod stream;

use std::collections::{BTreeMap, HashMap};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use safetensors::{Dtype, SafeTensorError, SafeTensors};
use thiserror::Error;

pub use file::decoded;
use file::{Encoded, Header, elements, scales_of};
pub use foreign::Foreign;
pub use prefix::of as prefix_of;
pub use stream::WeightsStream;

use super::architecture::{Architecture, Kind, Parameter};
use crate::distribution::{Distribution, DistributionError};
use crate::output::Output;

/// The largest weight that is taken for one. Larger ones are finite, but not what comes of them.
const MOST: f32 = 1e18;

/// The key in a file's metadata under which the distribution is named or defined.
const DISTRIBUTION: &str = "distribution";

/// How weights are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// PyTorch's state dict: f32, full kernels, zeros in the dead taps. About 87 MB.
    PyTorch,
    /// For the web: kernels of live taps only, in 16-bit integers with an f32 scale for each slice of
    /// the first dimension (`NAME.scale`); BatchNorm in f32. About 21 MB.
    Web,
}

/// Every tensor of the network's state, by its PyTorch name, live taps only.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    architecture: Architecture,
    tensors: BTreeMap<String, Vec<f32>>,
}

/// Weights that cannot be read.
#[derive(Debug, Error)]
pub enum WeightsError {
    /// Not a safetensors file, or a damaged one.
    #[error("weights: not a complete safetensors file ({0})")]
    Format(#[from] safetensors::SafeTensorError),
    /// Something else than weights.
    #[error("weights: {0}")]
    Foreign(#[from] Foreign),
    /// A gzipped file that is damaged or was cut off.
    #[error("weights: the gzipped file is damaged or was cut off ({0})")]
    Gzip(String),
    /// The file does not end.
    #[error("weights: the file has more than {most} bytes")]
    Long {
        /// The most bytes that are read.
        most: usize,
    },
    /// The file is of a network for something that this program does not know.
    #[error("weights: {0}")]
    Distribution(#[from] DistributionError),
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
    #[error(
        "weights: tensor \"{name}\" has elements of type {found:?}, \
         expected F32, F64, F16, BF16 or, with scales, I16"
    )]
    Type {
        /// The tensor.
        name: String,
        /// Its element type.
        found: Dtype,
    },
    /// A variance is negative.
    #[error(
        "weights: tensor \"{name}\" holds {value} at index {index}, expected variances of 0 or more"
    )]
    Variance {
        /// The tensor.
        name: String,
        /// Where.
        index: usize,
        /// What.
        value: f32,
    },
    /// A tensor holds a value that is not a number, or one that any product makes infinite.
    #[error(
        "weights: tensor \"{name}\" holds {value:e} at index {index}, \
         expected finite numbers of at most {MOST:e} in size"
    )]
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
    /// Checks that a parameter, by its name in a file, can have some values.
    ///
    /// # Errors
    /// The first value that it cannot have.
    pub fn check(name: &str, kind: Kind, values: &[f32]) -> Result<(), WeightsError> {
        let name = || name.to_owned();
        if let Some(index) =
            values.iter().position(|value| !value.is_finite() || value.abs() > MOST)
        {
            return Err(WeightsError::Value { name: name(), index, value: values[index] });
        }
        let negative = values.iter().position(|&value| value < 0.0);
        match (kind, negative) {
            (Kind::RunningVariance, Some(index)) => {
                Err(WeightsError::Variance { name: name(), index, value: values[index] })
            }
            _ => Ok(()),
        }
    }

    /// The weights of the paper's architecture, each tensor's live elements by a function of the parameter.
    ///
    /// # Panics
    /// If `values` returns another number of elements.
    pub fn from_fn(values: impl FnMut(&Parameter) -> Vec<f32>) -> Self {
        Self::of(Architecture::GPT_MNIST, values)
    }

    /// As [`Weights::from_fn`], of any architecture.
    ///
    /// # Panics
    /// If `values` returns another number of elements.
    pub fn of(architecture: Architecture, mut values: impl FnMut(&Parameter) -> Vec<f32>) -> Self {
        let tensors = architecture
            .parameters()
            .into_iter()
            .map(|parameter| {
                let values = values(&parameter);
                let expected: usize = parameter.live_shape().iter().product();
                assert_eq!(values.len(), expected, "elements of {}", parameter.name);
                (parameter.name, values)
            })
            .collect();
        Self { architecture, tensors }
    }

    /// Fresh weights of the paper's architecture for training from scratch, the same for a seed on every platform.
    ///
    /// Convolutions are uniform with PyTorch's default bound, `1 / sqrt(fan_in)`, but in the
    /// backbone with the variance `2 / fan_out` of torchvision's ResNet; `channel_adj` is 1.
    pub fn random(seed: u64) -> Self {
        Self::random_of(Architecture::GPT_MNIST, seed)
    }

    /// As [`Weights::random`], of any architecture. A canvas is added to the image in the first channel
    /// of `channel_adj` and subtracted from it in the last, where what is left to grow remains.
    pub fn random_of(architecture: Architecture, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Self::of(architecture, |parameter| {
            let count = parameter.live_shape().iter().product();
            match parameter.kind {
                Kind::Scale | Kind::RunningVariance => vec![1.0; count],
                Kind::Shift | Kind::RunningMean => vec![0.0; count],
                _ if parameter.name == "channel_adj.weight" => match architecture.inputs {
                    1 => vec![1.0; count],
                    _ => vec![1.0, 1.0, 1.0, 0.0, 1.0, -1.0],
                },
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

    /// What they are the weights of.
    pub const fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// The live elements of a tensor in row-major order.
    ///
    /// # Panics
    /// If GPTNet has no tensor of that name.
    pub fn get(&self, name: &str) -> &[f32] {
        self.tensors.get(name).unwrap_or_else(|| panic!("GPTNet has no tensor \"{name}\""))
    }

    /// Whether GPTNet has a tensor of that name.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// Puts other live elements into a tensor.
    ///
    /// # Panics
    /// If GPTNet has no tensor of that name, or it has another number of elements.
    pub fn replace(&mut self, name: &str, values: Vec<f32>) {
        assert_eq!(values.len(), self.get(name).len(), "elements of {name}");
        self.tensors.insert(name.to_owned(), values);
    }

    /// Reads either layout, plain or gzipped, and PyTorch's state dict with tensors that GPTNet does not
    /// have, or with a wrapper's name before all names, such as `module.`.
    ///
    /// ```
    /// use shared::model::{Layout, Weights};
    ///
    /// let weights = Weights::random(1);
    /// let file = weights.to_safetensors(Layout::PyTorch)?;
    /// assert!(Weights::from_safetensors(&file)? == weights);
    /// # Ok::<(), shared::model::WeightsError>(())
    /// ```
    ///
    /// # Errors
    /// If the file is damaged, or a tensor is missing or of another shape or type.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, WeightsError> {
        if !stream::is_gzipped(bytes) {
            return Self::from_whole(bytes);
        }
        let mut file = WeightsStream::new();
        file.push(bytes)?;
        file.finish()
    }

    /// All of a file that is not gzipped.
    fn from_whole(bytes: &[u8]) -> Result<Self, WeightsError> {
        if bytes.is_empty() {
            return Err(Foreign::Empty.into());
        }
        let header = Header::read(bytes)?;
        let _whole = SafeTensors::deserialize(bytes)?;
        let header = header.ok_or(SafeTensorError::HeaderTooSmall)?;
        Self::from_file(&header, bytes, &Output::ALL)
    }

    /// What some outputs depend on, out of a file as far as it has come.
    fn from_file(header: &Header, bytes: &[u8], outputs: &[Output]) -> Result<Self, WeightsError> {
        let (file, architecture) = (&header.file(bytes), architecture(header)?);
        let mut tensors = BTreeMap::new();
        for parameter in architecture.parameters_for(outputs) {
            let view = file.tensor(&parameter.name)?;
            let live = view.shape() == parameter.live_shape();
            if !live && view.shape() != parameter.shape {
                return Err(WeightsError::Shape {
                    name: parameter.name,
                    found: view.shape().to_vec(),
                    expected: parameter.shape,
                });
            }
            let values = elements(file, &parameter.name, &view)?;
            Self::check(&parameter.name, parameter.kind, &values)?;
            let values = if live { values } else { live_taps(&parameter, &values) };
            tensors.insert(parameter.name, values);
        }
        Ok(Self { architecture, tensors })
    }

    /// Writes a safetensors file. What the site's outputs depend on comes first, so that they can be read
    /// while the rest is on its way.
    ///
    /// # Errors
    /// If the format cannot hold the tensors.
    pub fn to_safetensors(&self, layout: Layout) -> Result<Vec<u8>, WeightsError> {
        let mut tensors: Vec<(String, Encoded)> = Vec::new();
        for parameter in self.architecture.parameters_in_order_of_use() {
            let values = self.get(&parameter.name);
            match layout {
                Layout::PyTorch => {
                    let full = full_kernel(&parameter, values);
                    tensors.push((parameter.name, Encoded::f32(parameter.shape, &full)));
                }
                Layout::Web if parameter.shape.len() == 4 => {
                    let (kernel, scales) = Encoded::i16(parameter.live_shape(), values);
                    tensors.push((scales_of(&parameter.name), scales));
                    tensors.push((parameter.name, kernel));
                }
                Layout::Web => {
                    let shape = parameter.live_shape();
                    tensors.push((parameter.name, Encoded::f32(shape, values)));
                }
            }
        }
        // The wider ones first, so that all lie where their type may lie.
        tensors.sort_by_key(|(_, tensor)| tensor.dtype != Dtype::F32);
        // One entry, because the order of several would differ from run to run.
        let distribution = self.architecture.distribution.description();
        file::write(&tensors, HashMap::from([(DISTRIBUTION.to_owned(), distribution)]))
    }
}

/// What a file says that it is of. Without a word of it, it is the paper's.
fn architecture(header: &Header) -> Result<Architecture, WeightsError> {
    let about = header.metadata.metadata().as_ref().and_then(|data| data.get(DISTRIBUTION));
    let distribution = match about {
        Some(text) => Distribution::described(text)?,
        None => Distribution::GptMnist,
    };
    // Only the reader of handwriting has a canvas, and not each of them.
    let input = header.info("channel_adj.weight");
    let has_canvas = distribution == Distribution::Handwriting
        && input.is_some_and(|info| info.shape.get(1) == Some(&2));
    Ok(Architecture { distribution, inputs: if has_canvas { 2 } else { 1 } })
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

#[cfg(test)]
mod tests {
    use half::f16;

    use super::*;

    /// A file whose tensors all have one element only, as often as it takes.
    fn of_one(prefix: &str, dtype: Dtype, element: &[u8]) -> Vec<u8> {
        let tensors = Architecture::GPT_MNIST.parameters().into_iter().map(|parameter| {
            let shape = parameter.live_shape();
            let bytes = element.repeat(shape.iter().product());
            (format!("{prefix}{}", parameter.name), Encoded { dtype, shape, bytes })
        });
        file::write(&tensors.collect::<Vec<_>>(), HashMap::new()).unwrap()
    }

    #[test]
    fn other_precisions_and_wrapped_names_are_read() {
        let quarters = Weights::from_fn(|p| vec![0.25; p.live_shape().iter().product()]);
        let halves = f16::from_f32(0.25).to_le_bytes();
        let brains = half::bf16::from_f32(0.25).to_le_bytes();
        let doubles = 0.25f64.to_le_bytes();
        for (prefix, dtype, element) in [
            ("", Dtype::F16, &halves[..]),
            ("module.", Dtype::BF16, &brains),
            ("_orig_mod.module.", Dtype::F64, &doubles),
        ] {
            let file = of_one(prefix, dtype, element);
            assert!(Weights::from_safetensors(&file).unwrap() == quarters, "{dtype:?}");
            let mut stream = WeightsStream::new();
            stream.push(&file).unwrap();
            assert_eq!(stream.prefix(), prefix);
            assert!(stream.is_ready_for(&Output::ALL));
        }
        let huge = of_one("", Dtype::F64, &1e300f64.to_le_bytes());
        let error = Weights::from_safetensors(&huge).unwrap_err().to_string();
        assert!(error.contains("holds inf at index 0, expected finite"), "{error}");
        let other = of_one("ema.", Dtype::F16, &halves);
        let error = Weights::from_safetensors(&other).unwrap_err().to_string();
        assert!(error.contains("is missing"), "{error}");
    }

    #[test]
    fn what_came_instead_is_named() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        let cases: [(&[u8], &str); 9] = [
            (b"", "the file is empty"),
            (pointer, "a Git LFS pointer"),
            (b"\n<!DOCTYPE html><title>404</title>", "an HTML or XML page"),
            (b"\xef\xbb\xbf<html></html>", "an HTML or XML page"),
            (b"{\"error\": \"not found\"}", "JSON text"),
            (b"[0.5, 0.25, 1]", "JSON text"),
            (b"PK\x03\x04\0\0\0\0 an archive", "PyTorch's"),
            (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j", "PyTorch's"),
            (b"\x80\x02\0\0\0\0\0\0{", "not a complete safetensors file"),
        ];
        for (bytes, expected) in cases {
            let error = Weights::from_safetensors(bytes).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            let mut stream = WeightsStream::new();
            let pushed = bytes.chunks(3).try_for_each(|piece| stream.push(piece));
            let error = pushed.and_then(|()| stream.finish()).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_negative_variance_is_named() {
        let mut weights = Weights::random(1);
        let mut variances = weights.get("eb1.bn1.running_var").to_vec();
        variances[3] = -0.5;
        weights.replace("eb1.bn1.running_var", variances);
        let file = weights.to_safetensors(Layout::Web).unwrap();
        let error = Weights::from_safetensors(&file).unwrap_err().to_string();
        let expected = "tensor \"eb1.bn1.running_var\" holds -0.5 at index 3, expected variances";
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn a_weight_that_would_make_every_output_infinite_is_named() {
        for (value, said) in [(3e38, "3e38"), (-2e18, "-2e18"), (f32::NAN, "NaN")] {
            let mut weights = Weights::random(1);
            let mut values = weights.get("fc.weight").to_vec();
            values[7] = value;
            weights.replace("fc.weight", values);
            let file = weights.to_safetensors(Layout::PyTorch).unwrap();
            let error = Weights::from_safetensors(&file).unwrap_err().to_string();
            let said = format!(
                "tensor \"fc.weight\" holds {said} at index 7, expected finite numbers of at most 1e18"
            );
            assert!(error.contains(&said), "{error}");
        }
    }

    #[test]
    fn scales_that_do_not_fit_are_named() {
        const SCALES: &str = "fc.weight.scale";
        let whole = Weights::random(1).to_safetensors(Layout::Web).unwrap();
        let whole = SafeTensors::deserialize(&whole).unwrap();
        let instead = |new: Option<Encoded>| {
            let others = whole.iter().filter(|(name, _)| *name != SCALES).map(|(name, view)| {
                let (dtype, shape) = (view.dtype(), view.shape().to_vec());
                (name.to_owned(), Encoded { dtype, shape, bytes: view.data().to_vec() })
            });
            let all: Vec<_> = others.chain(new.map(|new| (SCALES.to_owned(), new))).collect();
            let file = file::write(&all, HashMap::new()).unwrap();
            Weights::from_safetensors(&file).unwrap_err().to_string()
        };
        assert_eq!(instead(None), format!("weights: tensor \"{SCALES}\" is missing"));
        let short = instead(Some(Encoded::f32(vec![9], &[1.0; 9])));
        assert!(short.contains("has shape [9], expected [10]"), "{short}");
        let integers = instead(Some(Encoded::i16(vec![10], &[1.0; 10]).0));
        assert!(integers.contains("of type I16"), "{integers}");
        let infinite = instead(Some(Encoded::f32(vec![10], &[f32::INFINITY; 10])));
        assert!(infinite.contains("expected finite numbers"), "{infinite}");
    }
}
