//! NVIDIA GPUs.

pub mod ptx_version;
