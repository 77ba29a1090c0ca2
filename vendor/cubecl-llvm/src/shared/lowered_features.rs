//! Narrowing a device's features to what a target can compile.

use cubecl_core::ir::DeviceProperties;

/// A GPU target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GpuTarget {
    /// NVIDIA GPUs.
    Nvptx,
}

/// Leaves the device's features as they are: `cubecl-cuda` calls this only when LLVM is chosen,
/// and then no kernel compiles.
pub fn restrict_features(_properties: &mut DeviceProperties, _target: GpuTarget) {}
