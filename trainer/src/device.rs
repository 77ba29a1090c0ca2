//! Which device computes.

pub mod toolkit;
#[cfg(any(feature = "cuda", feature = "vulkan", test))]
mod trial;

use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
use shared::model::{BurnEngine, CpuEngine, Network, Weights};
use thiserror::Error;

#[cfg(any(feature = "cuda", feature = "vulkan"))]
use crate::panics;

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
    #[error("device {0}: {1}; --device cpu always works")]
    NotFound(Choice, String),
    /// There is one, but it does not compute.
    #[error(
        "device {0} was found but does not compute as the CPU does: {1}; --device cpu always works"
    )]
    Broken(Choice, String),
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
    /// If the device asked for is not there, not built in, or does not compute.
    pub fn open(self) -> Result<Chosen, DeviceError> {
        let cpu = |reason| Chosen { device: Device::flex(), reason };
        match self {
            Self::Cpu => Ok(cpu("the CPU, as asked".into())),
            Self::Cuda(index) => cuda(index),
            Self::Vulkan => vulkan(true),
            Self::Auto => auto().or_else(|why| Ok(cpu(format!("the CPU ({why})")))),
        }
    }
}

impl Chosen {
    /// Runs work for the device.
    ///
    /// On the CPU it runs on one of Rayon's threads, which share what they have to do at once; from
    /// any other thread, each of the many small pieces would first have to wake them.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        if self.device == Device::flex() { rayon::scope(|_| work()) } else { work() }
    }
}

/// The network on the engine that suits a device.
pub enum Reader {
    /// In plain Rust.
    Cpu(Network<CpuEngine>),
    /// On a device of Burn's.
    Device(Network<BurnEngine>),
}

impl Reader {
    /// The network with these weights.
    pub fn new(weights: &Weights, chosen: &Chosen) -> Self {
        if chosen.device == Device::flex() {
            Self::Cpu(Network::new(weights, CpuEngine::new()))
        } else {
            Self::Device(Network::new(weights, BurnEngine::new(chosen.device.clone())))
        }
    }
}

/// The best GPU, or why there is none.
fn auto() -> Result<Chosen, String> {
    let no_cuda = match cuda(0) {
        Ok(Chosen { device, reason }) => {
            return Ok(Chosen { device, reason: reason + " (CUDA comes first)" });
        }
        Err(error) => error.why(),
    };
    match vulkan(false) {
        Ok(Chosen { device, reason }) => {
            Ok(Chosen { device, reason: format!("{reason} ({no_cuda})") })
        }
        Err(error) => Err(format!("{no_cuda}; {}", error.why())),
    }
}

impl DeviceError {
    /// The error without advice.
    fn why(&self) -> String {
        let text = self.to_string();
        text.split("; --device").next().unwrap_or_default().to_owned()
    }
}

#[cfg(feature = "cuda")]
fn cuda(index: usize) -> Result<Chosen, DeviceError> {
    let choice = Choice::Cuda(index);
    if cfg!(target_os = "linux")
        && let Some(missing) = toolkit::Found::here().missing()
    {
        return Err(DeviceError::NotFound(choice, missing));
    }
    let count = panics::tried(|| Device::enumerate(burn::tensor::DeviceType::Cuda).len())
        .map_err(|reason| DeviceError::Broken(choice, reason))?;
    if index >= count {
        let found = match count {
            0 => "no CUDA driver, or no device that it shows".to_owned(),
            1 => "the only device is cuda:0".to_owned(),
            _ => format!("the devices are cuda:0 to cuda:{}", count - 1),
        };
        return Err(DeviceError::NotFound(choice, found));
    }
    let tried = gpu::tried(&format!("CUDA device {index},"), || Device::cuda(index));
    let (device, reason) = tried.map_err(|reason| DeviceError::Broken(choice, reason))?;
    Ok(Chosen { device, reason })
}

#[cfg(not(feature = "cuda"))]
fn cuda(index: usize) -> Result<Chosen, DeviceError> {
    Err(DeviceError::NotBuilt(Choice::Cuda(index), "cuda"))
}

/// The first Vulkan device, GPUs first; one in `software` only if allowed.
#[cfg(feature = "vulkan")]
fn vulkan(software: bool) -> Result<Chosen, DeviceError> {
    let choice = Choice::Vulkan;
    let found =
        panics::tried(|| Device::enumerate(burn::tensor::DeviceType::Vulkan).into_iter().next())
            .map_err(|reason| DeviceError::Broken(choice, reason))?
            .ok_or_else(|| DeviceError::NotFound(choice, "no Vulkan driver or device".into()))?;
    if !software && gpu::is_software(&found) {
        return Err(DeviceError::NotFound(choice, "the only Vulkan device is software".into()));
    }
    let tried = gpu::tried("the Vulkan device", || found);
    let (device, reason) = tried.map_err(|reason| DeviceError::Broken(choice, reason))?;
    Ok(Chosen { device, reason })
}

#[cfg(not(feature = "vulkan"))]
fn vulkan(_: bool) -> Result<Chosen, DeviceError> {
    Err(DeviceError::NotBuilt(Choice::Vulkan, "vulkan"))
}

/// Burn's GPU backends report what is wrong with a driver by a panic.
#[cfg(any(feature = "cuda", feature = "vulkan"))]
mod gpu {
    use burn::tensor::Device;

    use super::trial;
    use crate::output::say;
    use crate::panics;

    /// A device that reads, explains and trains as the CPU does, and what it is called.
    pub fn tried(kind: &str, open: impl FnOnce() -> Device) -> Result<(Device, String), String> {
        panics::tried(|| {
            let device = open();
            let name = device.identity().map_or("of no name".to_owned(), |found| found.name);
            let name = format!("{kind} {name}");
            say!("compiling kernels for {name} and comparing it with the CPU");
            trial::run(&device).map(|()| (device, name))
        })?
    }

    /// Whether a device is a software rasterizer such as llvmpipe or SwiftShader.
    #[cfg(feature = "vulkan")]
    pub fn is_software(device: &Device) -> bool {
        let physical = panics::tried(|| device.identity().and_then(|found| found.physical));
        matches!(physical, Ok(None))
    }
}
