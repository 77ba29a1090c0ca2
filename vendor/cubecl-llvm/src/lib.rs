//! A stand-in for CubeCL's LLVM compiler. See `README.md` in this folder.

pub mod nvptx;
pub mod shared;

use cubecl_core::environment::backtrace::BackTrace;
use cubecl_core::ir::nvidia::SmArch;
use cubecl_core::{CompilationError, Compiler};
use cubecl_runtime::kernel::{BufferIOAttr, KernelDefinition};
use std::convert::Infallible;
use std::ffi::c_char;
use std::fmt;

use nvptx::ptx_version::PtxVersion;

/// What the original compiles for; here only what `cubecl-cuda` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LlvmTarget {
    /// PTX for NVIDIA GPUs.
    #[default]
    Nvptx,
}

/// A compiler that refuses every kernel.
#[derive(Clone, Debug, Default)]
pub struct PlironCompiler {
    /// The target it would compile for.
    pub target: LlvmTarget,
}

/// The options of the original that `cubecl-cuda` sets. Nothing reads them.
#[derive(Clone, Debug, Default)]
pub struct PlironOptions {
    /// An AMD architecture; `cubecl-cuda` has none.
    pub arch: Option<Infallible>,
    /// The NVIDIA architecture.
    pub sm_arch: Option<SmArch>,
    /// The PTX version to emit.
    pub ptx_version: Option<PtxVersion>,
    /// Whether scalars are passed in the kernel parameter block.
    pub grid_constants: bool,
}

/// A compiled PTX module. None is ever made here.
#[derive(Clone, Debug)]
pub struct NvptxModule {
    /// NUL-terminated PTX assembly.
    pub ptx: Vec<c_char>,
    /// The kernel's entry point.
    pub entrypoint: String,
    /// The intermediate representation, for logs.
    pub ir: String,
    /// Shared memory per launch, in bytes.
    pub shared_memory_size: usize,
    /// How each buffer is accessed, in binding order.
    pub io: Vec<BufferIOAttr>,
}

/// A compiled kernel. None is ever made here.
#[derive(Clone, Debug)]
pub enum PlironArtifact {
    /// Code for an NVIDIA GPU.
    NvptxCode(NvptxModule),
}

impl fmt::Display for PlironArtifact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NvptxCode(module) = self;
        f.write_str(&module.ir)
    }
}

impl Compiler for PlironCompiler {
    type Representation = PlironArtifact;
    type CompilationOptions = PlironOptions;

    fn compile(
        &mut self,
        _kernel: KernelDefinition,
        _options: &PlironOptions,
    ) -> Result<PlironArtifact, CompilationError> {
        Err(CompilationError::Generic {
            reason: "this build has no LLVM: enable the feature `cuda-cpp` of `cubecl`".into(),
            backtrace: BackTrace::capture(),
        })
    }

    fn extension(&self) -> &'static str {
        "ll"
    }

    fn lang_tag(&self) -> &'static str {
        "llvm"
    }
}
