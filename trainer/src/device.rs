//! Which device computes.

use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
#[cfg(any(feature = "cuda", feature = "vulkan"))]
use burn::tensor::DeviceType;
#[cfg(feature = "vulkan")]
use burn::tensor::DeviceKind;
use thiserror::Error;

/// The device asked for: `auto`, `cuda`, `cuda:N`, `vulkan` or `cpu`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// CUDA if there is a device, else a Vulkan GPU, else the CPU.
    #[default]
    Auto,
    /// The CUDA device of that index.
    Cuda(usize),
    /// The best Vulkan device.
    Vulkan,
    /// The CPU.
    Cpu,
}

/// A device that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// No such name.
    #[error("unknown device \"{0}\", expected auto, cuda, cuda:N, vulkan or cpu")]
    Unknown(String),
    /// The program was built without it.
    #[error("device {0}: this build lacks the feature \"{1}\" of the trainer")]
    NotBuilt(Choice, &'static str),
    /// There is none.
    #[error("device {0}: none found ({1}); --device cpu always works")]
    NotFound(Choice, &'static str),
}

impl FromStr for Choice {
    type Err = DeviceError;

    fn from_str(name: &str) -> Result<Self, DeviceError> {
        let unknown = || DeviceError::Unknown(name.to_owned());
        match name {
            "auto" => Ok(Self::Auto),
            "cuda" => Ok(Self::Cuda(0)),
            "vulkan" => Ok(Self::Vulkan),
            "cpu" => Ok(Self::Cpu),
            _ => {
                let index = name.strip_prefix("cuda:").ok_or_else(unknown)?;
                index.parse().map(Self::Cuda).map_err(|_| unknown())
            }
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cuda(index) => write!(f, "cuda:{index}"),
            Self::Vulkan => f.write_str("vulkan"),
            Self::Cpu => f.write_str("cpu"),
        }
    }
}

/// A device and why it is the one.
pub struct Chosen {
    /// The device, without automatic differentiation.
    pub device: Device,
    /// One line for the user.
    pub reason: String,
}

impl Choice {
    /// Finds the device.
    ///
    /// # Errors
    /// If the device asked for is not there, or not built in.
    pub fn open(self) -> Result<Chosen, DeviceError> {
        match self {
            Self::Cpu => Ok(Chosen { device: Device::flex(), reason: "the CPU, as asked".into() }),
            Self::Cuda(index) => cuda(index),
            Self::Vulkan => vulkan(),
            Self::Auto => Ok(cuda(0).or_else(|cuda| {
                vulkan().map_err(|vulkan| Chosen {
                    device: Device::flex(),
                    reason: format!("the CPU ({cuda}; {vulkan})"),
                })
            }).unwrap_or_else(|cpu| cpu)),
        }
    }
}

#[cfg(feature = "cuda")]
fn cuda(index: usize) -> Result<Chosen, DeviceError> {
    if index >= Device::enumerate(DeviceType::Cuda).len() {
        return Err(DeviceError::NotFound(Choice::Cuda(index), "no CUDA driver or device"));
    }
    Ok(Chosen { device: Device::cuda(index), reason: format!("CUDA device {index}") })
}

#[cfg(not(feature = "cuda"))]
fn cuda(index: usize) -> Result<Chosen, DeviceError> {
    Err(DeviceError::NotBuilt(Choice::Cuda(index), "cuda"))
}

#[cfg(feature = "vulkan")]
fn vulkan() -> Result<Chosen, DeviceError> {
    if Device::enumerate(DeviceType::Vulkan).is_empty() {
        return Err(DeviceError::NotFound(Choice::Vulkan, "no Vulkan driver or GPU"));
    }
    let device = Device::vulkan(DeviceKind::DefaultDevice);
    Ok(Chosen { device, reason: "the default Vulkan device".into() })
}

#[cfg(not(feature = "vulkan"))]
fn vulkan() -> Result<Chosen, DeviceError> {
    Err(DeviceError::NotBuilt(Choice::Vulkan, "vulkan"))
}
